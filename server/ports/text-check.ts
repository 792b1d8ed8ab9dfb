/** The platform's check of text that other people will read. */
export type TextVerdict = 'pass' | 'refused' | 'unavailable';

export type TextCheck = (text: string, authorOpenid: string) => Promise<TextVerdict>;

/** How a page of WeChat's was left, or why there was none. */
export type PageEnd = 'closed' | 'cancelled' | 'too-old' | 'other-account' | 'failed';

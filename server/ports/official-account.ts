/** The merchant's official account, as far as it tells who somebody is there. */
export interface OfficialAccount {
  /** Where a visitor inside WeChat is sent to come back with a code, without being asked anything. */
  authorizeUrl(state: string): string;
  /** Who came back with this code. A code is good once, for five minutes. */
  visitorOf(code: string): Promise<Visitor>;
}

export type Visitor =
  | { readonly kind: 'visitor'; readonly openid: string; readonly unionid: string | null }
  /** The code is used up, too old or none. */
  | { readonly kind: 'refused'; readonly code: string }
  /** No usable answer, or our own settings are wrong. */
  | { readonly kind: 'unknown'; readonly code: string };

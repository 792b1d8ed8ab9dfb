import { randomBytes } from 'node:crypto';

/** What a merchant's server hears when it hands in a code. */
export type CodeUse =
  | { readonly outcome: 'accepted'; readonly phoneId: string }
  | { readonly outcome: 'unknown' | 'used' };

export interface Codes {
  /** A new code for the WeChat user of this phone. */
  issue(phoneId: string): string;
  /** Good once, for five minutes. An expired code is as one that never was. */
  use(code: string): CodeUse;
}

const LIVES_MS = 5 * 60_000;

export function createCodes(nowMs: () => number): Codes {
  const codes = new Map<string, { phoneId: string; expiresAtMs: number; used: boolean }>();
  return {
    issue(phoneId) {
      const code = `0${randomBytes(16).toString('hex').slice(1)}`;
      codes.set(code, { phoneId, expiresAtMs: nowMs() + LIVES_MS, used: false });
      return code;
    },
    use(code) {
      const entry = codes.get(code);
      if (entry === undefined || nowMs() >= entry.expiresAtMs) return { outcome: 'unknown' };
      if (entry.used) return { outcome: 'used' };
      entry.used = true;
      return { outcome: 'accepted', phoneId: entry.phoneId };
    },
  };
}

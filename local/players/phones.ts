import { createHash } from 'node:crypto';

export interface Phone {
  readonly phoneId: string;
  readonly name: string;
  readonly role: 'organiser' | 'player';
}

export const ORGANISER: Phone = { phoneId: 'organiser', name: '主办方', role: 'organiser' };

const OPENID_LENGTH = 28;

/** The same phone is always the same WeChat user; shaped like a real openid. */
export function openidOf(phoneId: string): string {
  const digest = createHash('sha256').update(`phone:${phoneId}`).digest('base64url');
  return `o${digest.replaceAll(/[-_]/g, 'x')}`.slice(0, OPENID_LENGTH);
}

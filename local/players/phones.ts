import { createHash } from 'node:crypto';

export interface Phone {
  readonly phoneId: string;
  readonly name: string;
  readonly role: 'organiser' | 'player';
}

export const ORGANISER: Phone = { phoneId: 'organiser', name: '主办方', role: 'organiser' };

const OPENID_LENGTH = 28;

/** The openids of one account begin alike. Those of the mini program have no `_`. */
const OFFICIAL_START = 'o6_';

/** The same phone is always the same WeChat user; shaped like a real openid. */
export function openidOf(phoneId: string): string {
  return `o${digestOf('phone', phoneId)}`.slice(0, OPENID_LENGTH);
}

/** The same user under the official account. */
export function officialOpenidOf(phoneId: string): string {
  return `${OFFICIAL_START}${digestOf('official', phoneId)}`.slice(0, OPENID_LENGTH);
}

export function isOfficialOpenid(openid: string): boolean {
  return openid.startsWith(OFFICIAL_START);
}

/** The same user in everything that is bound to one open platform account. */
export function unionidOf(phoneId: string): string {
  return `o${digestOf('union', phoneId)}`.slice(0, OPENID_LENGTH);
}

function digestOf(account: string, phoneId: string): string {
  const digest = createHash('sha256').update(`${account}:${phoneId}`).digest('base64url');
  return digest.replaceAll(/[-_]/g, 'x');
}

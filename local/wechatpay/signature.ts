import { createHash, createHmac } from 'node:crypto';
import type { Fields } from './xml';

export type SignType = 'MD5' | 'HMAC-SHA256';

/**
 * The v2 signature: non-empty fields except `sign`, sorted by name in ASCII order, joined as
 * `k=v&…&key=API_KEY`, MD5 or HMAC-SHA256 under the API key, upper-case hex. Fields the server does
 * not know take part too.
 */
export function signFields(
  fields: Iterable<readonly [string, string]>,
  apiKey: string,
  signType: SignType,
): string {
  const pairs = [...fields]
    .filter(([name, value]) => name !== 'sign' && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  const text = [...pairs, `key=${apiKey}`].join('&');
  const hash = signType === 'MD5' ? createHash('md5') : createHmac('sha256', apiKey);
  return hash.update(text, 'utf8').digest('hex').toUpperCase();
}

/** The red packet calls know MD5 only: their `sign` is 32 characters long. */
export function signMd5(fields: Iterable<readonly [string, string]>, apiKey: string): string {
  return signFields(fields, apiKey, 'MD5');
}

export function isSigned(fields: Fields, apiKey: string, signType: SignType): boolean {
  return fields.get('sign') === signFields(fields, apiKey, signType);
}

/** MD5 unless sign_type says otherwise; null for one that does not exist. */
export function signTypeOf(fields: Fields): SignType | null {
  const signType = fields.get('sign_type') || 'MD5';
  return signType === 'MD5' || signType === 'HMAC-SHA256' ? signType : null;
}

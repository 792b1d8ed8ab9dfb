import { createVerify } from 'node:crypto';
import type { PlatformKeys } from './platform-keys';

/** An answer or a notice of WeChat Pay, as it arrived. Header names are in lower case. */
export interface SignedMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type Forgery =
  | 'SIGNATURE_MISSING'
  /** WeChat Pay itself sends wrong signatures now and then, to see whether they are refused. */
  | 'SIGNATURE_PROBE'
  | 'SIGNATURE_OLD'
  | 'SIGNATURE_SERIAL_UNKNOWN'
  | 'BAD_SIGNATURE';

const PROBE = 'WECHATPAY/SIGNTEST/';
const CLOCKS_DIFFER_MOST_MS = 5 * 60_000;

/**
 * Null for a message that WeChat Pay signed within five minutes of now: SHA256withRSA over time,
 * nonce and the body's bytes, each line ended by \n. Which key it is, Wechatpay-Serial says: the
 * public key's id, or a platform certificate's serial number.
 * https://pay.weixin.qq.com/doc/v3/merchant/4013053249
 */
export function forgeryOf(
  { headers, body }: SignedMessage,
  keys: PlatformKeys,
  nowMs: number,
): Forgery | null {
  const timestamp = headers['wechatpay-timestamp'];
  const nonce = headers['wechatpay-nonce'];
  const signature = headers['wechatpay-signature'];
  const serial = headers['wechatpay-serial'];
  if (!timestamp || !nonce || !signature || !serial) return 'SIGNATURE_MISSING';
  if (signature.startsWith(PROBE)) return 'SIGNATURE_PROBE';

  const isTime = /^\d{1,12}$/.test(timestamp);
  const apartMs = Math.abs(Number(timestamp) * 1000 - nowMs);
  if (!isTime || apartMs > CLOCKS_DIFFER_MOST_MS) return 'SIGNATURE_OLD';

  const key = keys.keyOf(serial);
  if (!key) return 'SIGNATURE_SERIAL_UNKNOWN';
  const verifier = createVerify('RSA-SHA256').update(`${timestamp}\n${nonce}\n`, 'utf8');
  const isGood = verifier.update(body).update('\n').verify(key, signature, 'base64');
  return isGood ? null : 'BAD_SIGNATURE';
}

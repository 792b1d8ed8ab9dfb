import type { SignatureFault } from '../failures';
import { signSha256 } from '../platform';

export interface V3SignatureOptions {
  readonly atMs: number;
  readonly nonce: string;
  readonly key: { readonly serial: string; readonly privateKeyPem: string };
  readonly foreignKeyPem: string;
  readonly fault: SignatureFault | null;
}

const SIX_MINUTES_MS = 6 * 60_000;

/** The headers of an answer or a callback: what it is, and the signature over exactly `body`. */
export function v3Headers(body: Buffer, options: V3SignatureOptions): Record<string, string> {
  const { atMs, nonce, key, fault } = options;
  const type = { 'Content-Type': 'application/json; charset=utf-8' };
  if (fault === 'unsigned') return type;

  const signedAtMs = fault === 'old-timestamp' ? atMs - SIX_MINUTES_MS : atMs;
  const timestamp = String(Math.floor(signedAtMs / 1_000));
  const privateKeyPem = fault === 'forged' ? options.foreignKeyPem : key.privateKeyPem;
  const message = `${timestamp}\n${nonce}\n${body.toString('utf8')}\n`;
  const signature = signSha256(message, privateKeyPem);
  return {
    ...type,
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': fault === 'unknown-serial' ? foreignSerial(key.serial) : key.serial,
    'Wechatpay-Signature': fault === 'probe' ? `WECHATPAY/SIGNTEST/${signature}` : signature,
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
  };
}

/** Of the same form, and nobody's. */
function foreignSerial(serial: string): string {
  return serial.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)).replace(/[A-F]$/, '0');
}

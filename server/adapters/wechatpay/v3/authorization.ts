import { createSign } from 'node:crypto';

export interface V3Request {
  readonly method: 'GET' | 'POST';
  /** With its query, as it is sent. */
  readonly path: string;
  /** Byte for byte what is sent; empty when the request has none. */
  readonly body: string;
}

/** Whose signature it is: `serialNo` names the merchant certificate that belongs to the key. */
export interface V3Signer {
  readonly mchId: string;
  readonly serialNo: string;
  readonly privateKeyPem: string;
}

/**
 * The header Authorization of a v3 request: SHA256withRSA over method, path, time, nonce and body,
 * each line ended by \n, the last one too. `nonce` must never come again.
 * https://pay.weixin.qq.com/doc/v3/merchant/4012365336
 */
export function authorizationOf(
  { method, path, body }: V3Request,
  { mchId, serialNo, privateKeyPem }: V3Signer,
  { atMs, nonce }: { readonly atMs: number; readonly nonce: string },
): string {
  const timestamp = String(Math.floor(atMs / 1000));
  const message = [method, path, timestamp, nonce, body].map((line) => `${line}\n`).join('');
  const signature = createSign('RSA-SHA256').update(message, 'utf8').sign(privateKeyPem, 'base64');
  const parameters = [
    `mchid="${mchId}"`,
    `nonce_str="${nonce}"`,
    `timestamp="${timestamp}"`,
    `serial_no="${serialNo}"`,
    `signature="${signature}"`,
  ];
  return `WECHATPAY2-SHA256-RSA2048 ${parameters.join(',')}`;
}

import { createCipheriv, createHash } from 'node:crypto';

/** AEAD_AES_256_GCM of v3 callbacks: base64 of the ciphertext and its tag. */
export function encryptGcm(
  text: string,
  options: { readonly apiV3Key: string; readonly nonce: string; readonly associatedData: string },
): string {
  const cipher = createCipheriv('aes-256-gcm', options.apiV3Key, options.nonce);
  cipher.setAAD(Buffer.from(options.associatedData));
  const parts = [cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(parts).toString('base64');
}

/** req_info of a refund notification: AES-256-ECB under the hex MD5 of the API key, base64. */
export function encryptReqInfo(xml: string, apiKey: string): string {
  const key = createHash('md5').update(apiKey).digest('hex');
  const cipher = createCipheriv('aes-256-ecb', key, null);
  return Buffer.concat([cipher.update(xml, 'utf8'), cipher.final()]).toString('base64');
}

/** The same base64 text with one bit of its bytes turned over. */
export function tampered(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return bytes.toString('base64');
}

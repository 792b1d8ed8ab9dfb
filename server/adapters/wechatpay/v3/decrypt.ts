import { createDecipheriv } from 'node:crypto';

/** AEAD_AES_256_GCM as v3 uses it. */
export interface SealedText {
  /** Base64; the last 16 bytes are the tag. */
  readonly ciphertext: string;
  readonly nonce: string;
  readonly associatedData: string;
}

const TAG_BYTES = 16;

/**
 * The text inside; null when the key is another one or somebody touched it. `apiV3Key` has 32 bytes.
 * https://pay.weixin.qq.com/doc/v3/merchant/4012071382
 */
export function unseal(sealed: SealedText, apiV3Key: string): string | null {
  const bytes = Buffer.from(sealed.ciphertext, 'base64');
  if (bytes.length < TAG_BYTES) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiV3Key), sealed.nonce);
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    decipher.setAAD(Buffer.from(sealed.associatedData));
    const text = decipher.update(bytes.subarray(0, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return null; // the tag does not fit
  }
}

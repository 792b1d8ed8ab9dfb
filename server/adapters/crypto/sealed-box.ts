import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { RandomBytes } from '../../ports/random';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface SealedBox {
  seal(text: string, boundTo: string): string;
  /** Null: not sealed here, changed, or bound to something else; all the same to whoever asks. */
  open(sealed: string, boundTo: string): string | null;
}

/** AES-256-GCM, as base64url: what is inside can be neither read nor changed; the tag is compared in constant time. */
export function sealedBox(key: Uint8Array, randomBytes: RandomBytes): SealedBox {
  return {
    seal(text, boundTo) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(boundTo));
      const body = Buffer.concat([cipher.update(text), cipher.final()]);
      return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url');
    },

    open(sealed, boundTo) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length <= NONCE_BYTES + TAG_BYTES) return null;
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(boundTo));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const body = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      try {
        decipher.final();
      } catch {
        return null;
      }
      return body.toString();
    },
  };
}

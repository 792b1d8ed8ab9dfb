import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { RandomBytes } from '../../ports/random';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface SealedBox {
  /** 28 bytes longer than what is inside. */
  seal(content: Uint8Array, boundTo: string): Buffer;
  /** Null: not sealed here, changed, or bound to something else; all the same to whoever asks. */
  open(sealed: Uint8Array, boundTo: string): Buffer | null;
}

/** AES-256-GCM: what is inside can be neither read nor changed; the tag is compared in constant time. */
export function sealedBox(key: Uint8Array, randomBytes: RandomBytes): SealedBox {
  return {
    seal(content, boundTo) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(boundTo));
      const body = Buffer.concat([cipher.update(content), cipher.final()]);
      return Buffer.concat([nonce, body, cipher.getAuthTag()]);
    },

    open(sealed, boundTo) {
      if (sealed.length <= NONCE_BYTES + TAG_BYTES) return null;
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(boundTo));
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      const body = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
      try {
        decipher.final();
      } catch {
        return null;
      }
      return body;
    },
  };
}

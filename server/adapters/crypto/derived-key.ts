import { hkdfSync } from 'node:crypto';

/** One key per purpose out of the one configured secret (HKDF-SHA256, RFC 5869). */
export function derivedKey(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `red-packet-party/${purpose}`, 32));
}

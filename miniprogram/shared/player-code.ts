/**
 * The short code under which an organiser knows a player: 'K7QM-2TXA'. It says nothing about the
 * account. Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O or U, so that it
 * survives being read aloud; 40 bits.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CANONICAL = /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/;

/** The form that is stored and compared. */
export function isPlayerCode(text: string): boolean {
  return CANONICAL.test(text);
}

/** The code a person meant, whatever the case, spaces or look-alikes; null when it is not one. */
export function parsePlayerCode(typed: string): string | null {
  const characters = typed
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  const code = `${characters.slice(0, 4)}-${characters.slice(4)}`;
  return isPlayerCode(code) ? code : null;
}

/** The code of at least eight evenly spread bytes, such as a keyed hash of the account. */
export function playerCodeFrom(bytes: Uint8Array): string {
  if (bytes.length < 8) throw new RangeError('a player code needs eight bytes');
  const characters = Array.from(bytes.subarray(0, 8), (byte) => ALPHABET[byte % 32]);
  return `${characters.slice(0, 4).join('')}-${characters.slice(4).join('')}`;
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 24;

/** Names one intention, so that a repeated call is recognised. Unique, not secret. */
export function newRequestId(): string {
  let id = '';
  for (let i = 0; i < LENGTH; i += 1) id += ALPHABET[Math.floor(Math.random() * ALPHABET.length)];
  return id;
}

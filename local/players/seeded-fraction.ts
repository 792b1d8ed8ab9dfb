import { createHash } from 'node:crypto';

/** Fractions in [0, 1) that follow from a word: the same word, the same fractions. */
export function seededFraction(word: string): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    return createHash('sha256').update(`${word}:${drawn}`).digest().readUInt32BE(0) / 2 ** 32;
  };
}

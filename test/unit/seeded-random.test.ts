import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { seededRandom } from '../../miniprogram/shared/seeded-random';

const SEED = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
const TWO_32 = 2 ** 32;

/** The same stream from OpenSSL, as the 32-bit words a draw consumes. */
function opensslWords(seedHex: string, count: number): number[] {
  const counterAndNonce = Buffer.alloc(16);
  const cipher = createCipheriv('chacha20', Buffer.from(seedHex, 'hex'), counterAndNonce);
  const stream = cipher.update(Buffer.alloc(count * 4));
  return Array.from({ length: count }, (_, i) => stream.readUInt32LE(i * 4));
}

/** Lemire's bounded draw in exact arithmetic, straight from his paper (arXiv 1805.10941). */
function referenceDraws(words: readonly number[], bound: number, count: number): number[] {
  const next = words[Symbol.iterator]();
  const draws: number[] = [];
  while (draws.length < count) {
    const product = BigInt(next.next().value!) * BigInt(bound);
    const low = Number(product & 0xffff_ffffn);
    if (low >= TWO_32 % bound) draws.push(Number(product >> 32n));
  }
  return draws;
}

describe('seededRandom', () => {
  it('draws from the ChaCha20 key stream, block after block', () => {
    const words = opensslWords(SEED, 4096);
    const randomInt = seededRandom(SEED);
    // A bound of 2^21 keeps the upper 21 bits of each word.
    expect(words.map(() => randomInt(2 ** 21))).toEqual(words.map((word) => word >>> 11));
  });

  it('draws 53 bits for large bounds, the lower 32 of them a whole word', () => {
    const words = opensslWords(SEED, 2048);
    const randomInt = seededRandom(SEED);
    const odd = words.filter((_, i) => i % 2 === 1);
    expect(odd.map(() => randomInt(TWO_32))).toEqual(odd);
  });

  it('starts with the first block of RFC 8439, appendix A.1, for the key of zeros', () => {
    const randomInt = seededRandom('00'.repeat(32));
    const wordsOfRfc = [0xade0b876, 0x903df1a0, 0xe56a5d40, 0x28bd8653];
    expect(wordsOfRfc.map(() => randomInt(2 ** 21))).toEqual(wordsOfRfc.map((word) => word >>> 11));
  });

  it('redraws exactly where a bound does not divide the range', () => {
    const bound = 2_000_001;
    const words = opensslWords(SEED, 60_000);
    const redrawn = words.filter((word) => (word * bound) % TWO_32 < TWO_32 % bound).length;
    const expected = referenceDraws(words, bound, 50_000);
    const randomInt = seededRandom(SEED);

    expect(redrawn).toBeGreaterThan(5);
    expect(expected.map(() => randomInt(bound))).toEqual(expected);
  });

  it('favours no third of a range that fits 53 bits only once', () => {
    // Without redrawing, the first third would come up half of the time.
    const third = 2 ** 51;
    const draws = 9_000;
    const randomInt = seededRandom(SEED);
    const counts = [0, 0, 0];
    for (let i = 0; i < draws; i++) counts[Math.floor(randomInt(3 * third) / third)]! += 1;

    // Binomial with p = 1/3: a standard deviation of 45; five of them happen once in 1.7 million.
    for (const count of counts) expect(Math.abs(count - draws / 3)).toBeLessThan(5 * 45);
  });

  it('stays below any bound and above zero', () => {
    const randomInt = seededRandom(SEED);
    const bounds = fc.oneof(
      fc.integer({ min: 1, max: 2 ** 21 + 2 }),
      fc.maxSafeInteger().filter((bound) => bound > 0),
    );
    fc.assert(
      fc.property(bounds, (bound) => {
        const drawn = randomInt(bound);
        return Number.isSafeInteger(drawn) && drawn >= 0 && drawn < bound;
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });

  it('gives the same draws for the same seed and others for a seed one bit away', () => {
    const draw20 = (seedHex: string) => {
      const randomInt = seededRandom(seedHex);
      return Array.from({ length: 20 }, () => randomInt(1_000));
    };
    expect(draw20(SEED)).toEqual(draw20(SEED));
    expect(draw20(SEED)).not.toEqual(draw20(SEED.replace(/1f$/, '1e')));
  });

  it.each(['', 'ab', 'AB'.repeat(32), `${'0'.repeat(63)}g`, '0'.repeat(66)])(
    'refuses the seed "%s"',
    (seedHex) => {
      expect(() => seededRandom(seedHex)).toThrow(RangeError);
    },
  );

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'refuses the bound %p',
    (bound) => {
      expect(() => seededRandom(SEED)(bound)).toThrow(RangeError);
    },
  );
});

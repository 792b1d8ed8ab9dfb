import { chacha20Block } from './chacha20';
import type { RandomInt } from './games/game-rules';

/**
 * Draws from the ChaCha20 key stream (RFC 8439, section 2.3; nonce 0, counter from 0). A
 * cryptographic stream, because players see some of what was drawn (amounts, falling packets) and
 * must not be able to work out the rest. Pure arithmetic: the phone and the cloud draw the same.
 */
const KEY_HEX = /^[0-9a-f]{64}$/;
const BLOCK_WORDS = 16;
const SIGMA = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;
const TWO_32 = 2 ** 32;
const TWO_53 = 2 ** 53;
/** Below this, a 32-bit word times the bound is exact in a double. */
const EXACT_PRODUCT_BOUND = 2 ** 21;

/**
 * Unbiased whole numbers in [0, exclusiveMax) for bounds from 1 to 2^53 − 1, always the same ones
 * for the same seed. `seedHex` is 32 bytes in lower-case hex. Throws RangeError on any other seed
 * or bound.
 */
export function seededRandom(seedHex: string): RandomInt {
  const nextWord = keyStream(keyWords(seedHex));

  return (exclusiveMax) => {
    if (
      exclusiveMax >= 1 &&
      exclusiveMax <= EXACT_PRODUCT_BOUND &&
      Number.isInteger(exclusiveMax)
    ) {
      return boundedByProduct(nextWord, exclusiveMax);
    }
    if (!Number.isSafeInteger(exclusiveMax) || exclusiveMax < 1) {
      throw new RangeError(`not a bound for a draw: ${exclusiveMax}`);
    }
    return boundedByRemainder(nextWord, exclusiveMax);
  };
}

/** Lemire's method: the high half of word × bound, redrawn when the low half shows bias. */
function boundedByProduct(nextWord: () => number, bound: number): number {
  for (;;) {
    const product = nextWord() * bound;
    const high = Math.floor(product / TWO_32);
    const low = product - high * TWO_32;
    if (low >= bound || low >= (TWO_32 - bound) % bound) return high;
  }
}

/** 53 bits at a time; what lies past the last whole multiple of the bound is redrawn. */
function boundedByRemainder(nextWord: () => number, bound: number): number {
  const limit = TWO_53 - (TWO_53 % bound);
  for (;;) {
    const high21 = nextWord() >>> 11;
    const drawn = high21 * TWO_32 + nextWord();
    if (drawn < limit) return drawn % bound;
  }
}

function keyStream(key: Int32Array): () => number {
  const state = initialState(key);
  const block = new Int32Array(BLOCK_WORDS);
  let used = BLOCK_WORDS;

  return () => {
    if (used === BLOCK_WORDS) {
      chacha20Block(state, block);
      state[12] = (state[12]! + 1) | 0;
      if (state[12] === 0) state[13] = (state[13]! + 1) | 0;
      used = 0;
    }
    return block[used++]! >>> 0;
  };
}

function initialState(key: Int32Array): Int32Array {
  const state = new Int32Array(BLOCK_WORDS);
  state.set(SIGMA);
  state.set(key, 4);
  return state;
}

/** ChaCha20 reads its key as little-endian words. */
function keyWords(seedHex: string): Int32Array {
  if (!KEY_HEX.test(seedHex)) throw new RangeError('a seed is 32 bytes in lower-case hex');
  const key = new Int32Array(8);
  for (let byteNo = 0; byteNo < 32; byteNo++) {
    const byte = Number.parseInt(seedHex.slice(byteNo * 2, byteNo * 2 + 2), 16);
    key[byteNo >> 2] = key[byteNo >> 2]! | (byte << ((byteNo & 3) * 8));
  }
  return key;
}

import { beijingDay } from '../../miniprogram/shared/beijing-time';
import type { RandomBytes } from '../ports/random';

const MERCHANT_DIGITS = 10;
const RANDOM_DIGITS = 10;

/** A byte below this is a fair draw of one digit; the six values above it would favour 0 to 5. */
const FAIR_BYTES = 250;

/**
 * A new `mch_billno`: merchant number, Beijing day and ten random digits, 28 characters, the shape
 * WeChat Pay suggests. It names one attempt of one claim and is never derived again, so nothing in
 * it follows from the claim. A merchant number is at most ten digits; a shorter one is padded.
 */
export function newBillNumber(mchId: string, atMs: number, randomBytes: RandomBytes): string {
  if (!/^\d{1,10}$/.test(mchId)) throw new RangeError('a merchant number has up to ten digits');
  return mchId.padStart(MERCHANT_DIGITS, '0') + beijingDay(atMs) + randomDigits(randomBytes);
}

function randomDigits(randomBytes: RandomBytes): string {
  let digits = '';
  while (digits.length < RANDOM_DIGITS) {
    for (const byte of randomBytes(RANDOM_DIGITS)) {
      if (byte < FAIR_BYTES && digits.length < RANDOM_DIGITS) digits += String(byte % 10);
    }
  }
  return digits;
}

import type { SplitChoice } from './campaign';
import type { RandomInt } from './games/game-rules';
import { seededRandom } from './seeded-random';

const HISTOGRAM_BUCKETS = 10;

export interface SplitPreview {
  readonly smallestFen: number;
  readonly largestFen: number;
  readonly medianFen: number;
  /** At most 10 buckets of about equal width from smallest to largest; both bounds included. */
  readonly histogram: readonly SplitBucket[];
}

export interface SplitBucket {
  readonly fromFen: number;
  readonly toFen: number;
  readonly count: number;
}

/**
 * Every packet of a campaign, in the order in which they are taken. Whole fen within
 * [minFen, maxFen] that add up to totalFen; the same choice and draws give the same packets; no
 * place in the order is favoured. Exact for totals up to 2^53 − 1.
 *
 * Throws RangeError for a choice that cannot be split; `checkSplit` says so beforehand, in words.
 */
export function splitPackets(choice: SplitChoice, randomInt: RandomInt): number[] {
  assertSplittable(choice);
  if (choice.kind === 'equal') {
    return new Array<number>(choice.packetCount).fill(choice.totalFen / choice.packetCount);
  }
  const amountsFen = drawAmounts(choice, randomInt);
  shuffle(amountsFen, randomInt);
  return amountsFen;
}

/** What a split looks like, for the organiser. The packets themselves are not shown to anybody. */
export function previewSplit(choice: SplitChoice, seedHex: string): SplitPreview {
  const sortedFen = Float64Array.from(splitPackets(choice, seededRandom(seedHex))).sort();
  return {
    smallestFen: sortedFen[0]!,
    largestFen: sortedFen[sortedFen.length - 1]!,
    medianFen: sortedFen[(sortedFen.length - 1) >> 1]!,
    histogram: histogram(sortedFen),
  };
}

/**
 * The double-mean method between two bounds. With `mean` what each remaining packet would get, one
 * packet is drawn evenly from [mean − reach, mean + reach], where reach goes to the nearer bound.
 *
 * That draw always leaves the others a possible share, so the sum holds by construction and
 * nothing is repaired: an amount of at most mean + (mean − min) takes no more than this packet's
 * own surplus over min and as much again from the next, and likewise below for max.
 */
function drawAmounts(choice: SplitChoice, randomInt: RandomInt): number[] {
  const { packetCount, minFen, maxFen } = choice;
  const amountsFen = new Array<number>(packetCount);
  let restFen = choice.totalFen;

  for (let left = packetCount; left > 1; left--) {
    // Twice the mean, without forming 2 × rest, which may be past 2^53.
    const quotient = Math.floor(restFen / left);
    const remainder = restFen - quotient * left;
    const floorFen = 2 * quotient + (2 * remainder >= left ? 1 : 0);
    const ceilingFen = 2 * remainder === left || remainder === 0 ? floorFen : floorFen + 1;

    const fromFen = Math.max(minFen, ceilingFen - maxFen);
    const toFen = Math.min(maxFen, floorFen - minFen);
    const amountFen = fromFen + randomInt(toFen - fromFen + 1);
    amountsFen[packetCount - left] = amountFen;
    restFen -= amountFen;
  }
  amountsFen[packetCount - 1] = restFen;
  return amountsFen;
}

/**
 * Fisher–Yates. The draws above have the same mean at every position but not the same spread (the
 * last ones vary most); after the shuffle every order is equally likely.
 */
function shuffle(amountsFen: number[], randomInt: RandomInt): void {
  for (let last = amountsFen.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    const amountFen = amountsFen[last]!;
    amountsFen[last] = amountsFen[other]!;
    amountsFen[other] = amountFen;
  }
}

function assertSplittable(choice: SplitChoice): void {
  const { kind, totalFen, packetCount, minFen, maxFen } = choice;
  const whole = [totalFen, packetCount, minFen, maxFen].every(Number.isSafeInteger);
  // A product past 2^53 may be rounded, but never to the other side of a total below 2^53.
  const fits = packetCount * minFen <= totalFen && totalFen <= packetCount * maxFen;
  const even = kind === 'random' || totalFen % packetCount === 0;
  if (!whole || packetCount < 1 || minFen < 0 || !fits || !even) {
    throw new RangeError(`cannot be split: ${JSON.stringify(choice)}`);
  }
}

function histogram(sortedFen: Float64Array): SplitBucket[] {
  const smallestFen = sortedFen[0]!;
  const largestFen = sortedFen[sortedFen.length - 1]!;
  const values = largestFen - smallestFen + 1;
  const bucketCount = Math.min(HISTOGRAM_BUCKETS, values);
  const startOf = (bucketNo: number) => smallestFen + Math.floor((values / bucketCount) * bucketNo);

  let seen = 0;
  return Array.from({ length: bucketCount }, (_, bucketNo) => {
    const fromFen = startOf(bucketNo);
    const toFen = bucketNo === bucketCount - 1 ? largestFen : startOf(bucketNo + 1) - 1;
    const before = seen;
    while (seen < sortedFen.length && sortedFen[seen]! <= toFen) seen++;
    return { fromFen, toFen, count: seen - before };
  });
}

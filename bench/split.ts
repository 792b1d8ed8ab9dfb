import type { SplitChoice } from '../miniprogram/shared/campaign';
import { seededRandom } from '../miniprogram/shared/seeded-random';
import { splitPackets } from '../miniprogram/shared/split';

const PACKETS = 1_000_000;
const ROUNDS = 7;
const CHOICE: SplitChoice = {
  kind: 'random',
  totalFen: PACKETS * 500,
  packetCount: PACKETS,
  minFen: 100,
  maxFen: 20_000,
};

/**
 * Splits a million packets with our split (bounded, shuffled, ChaCha20) and with the plain
 * double-mean loop found everywhere (no upper bound, no shuffle, Math.random), in turns, so that a
 * noisy machine disturbs both alike. The middle one of the rounds counts.
 */
export async function run(): Promise<{ name: string; lines: string[] }> {
  const ours: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const seedHex = round.toString(16).padStart(64, '0');
    ours.push(timeMs(() => splitPackets(CHOICE, seededRandom(seedHex))));
    plain.push(timeMs(() => plainDoubleMean(CHOICE)));
  }
  const oursPerSecond = perSecond(median(ours));
  const plainPerSecond = perSecond(median(plain));
  return {
    name: 'split of a million packets',
    lines: [
      `ours: ${millions(oursPerSecond)} packets/s (bounds, shuffle, cryptographic draws)`,
      `plain double-mean: ${millions(plainPerSecond)} packets/s (no upper bound, no shuffle, Math.random)`,
      `ratio: ${(oursPerSecond / plainPerSecond).toFixed(2)}`,
      `goal: 5 million packets/s or a ratio of 0.70: ${
        oursPerSecond >= 5e6 || oursPerSecond >= 0.7 * plainPerSecond ? 'met' : 'missed'
      }`,
    ],
  };
}

function plainDoubleMean({ totalFen, packetCount, minFen }: SplitChoice): number[] {
  const amountsFen = new Array<number>(packetCount);
  let restFen = totalFen;
  for (let left = packetCount; left > 1; left--) {
    const mostFen = Math.floor((restFen / left) * 2) - minFen;
    const amountFen = minFen + Math.floor(Math.random() * (mostFen - minFen + 1));
    amountsFen[packetCount - left] = amountFen;
    restFen -= amountFen;
  }
  amountsFen[packetCount - 1] = restFen;
  return amountsFen;
}

/** Checks the sum, so that no engine may skip the work. */
function timeMs(split: () => number[]): number {
  const startedMs = performance.now();
  const amountsFen = split();
  const tookMs = performance.now() - startedMs;
  const sumFen = amountsFen.reduce((sum, fen) => sum + fen, 0);
  if (sumFen !== CHOICE.totalFen) throw new Error(`the split adds up to ${sumFen}`);
  return tookMs;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

function perSecond(tookMs: number): number {
  return (PACKETS / tookMs) * 1000;
}

function millions(count: number): string {
  return `${(count / 1e6).toFixed(1)} million`;
}

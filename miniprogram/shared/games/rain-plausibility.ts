/*
 * Whether a rain was played by fingers. Generous to people: a stray tap or two is only not counted.
 * Strict on what no hand and no phone of ours can do: that voids the round. A program that imitates
 * a hand well passes; what it wins is limited by the campaign's limits, like everybody's.
 */
import type { RoundTiming } from './game-rules';
import { type Drop, isFalling, type Tap } from './rain-drop';

export type Implausible =
  | 'more-hits-than-drops'
  | 'unknown-drop'
  | 'hit-while-not-falling'
  | 'too-many-strays'
  | 'hit-after-arrival'
  | 'too-many-at-once'
  | 'too-fast'
  | 'too-regular';

/** A tap this far outside the fall is a slow frame; further out it is invented. */
const SLOW_FRAME_MS = 250;
const STRAYS_MOST = 5;
/** The phone's idea of the server's clock is off by about half a round trip. */
const CLOCK_SLACK_MS = 1_000;
const TAPS_PER_SECOND_MOST = 12;
const TAPS_AT_ONCE_MOST = 3;
const FRAME_MS = 16;
/** Aimed taps of people scatter by tens of milliseconds, even when they try to keep a rhythm. */
const STEADY_MS = 8;
const STEADY_HITS_LEAST = 12;
/** Turns a part of the fall into milliseconds of a middling one. */
const TYPICAL_FALL_MS = 2_300;

/** The first reason, in this order, why nobody can have played this; null when somebody can. */
export function implausible(
  drops: readonly Drop[],
  taps: readonly Tap[],
  timing: RoundTiming,
): Implausible | null {
  if (taps.length > drops.length) return 'more-hits-than-drops';
  if (taps.some((tap) => !drops[tap.dropId])) return 'unknown-drop';
  if (taps.some((tap) => !(msOutsideFall(drops[tap.dropId]!, tap) <= SLOW_FRAME_MS))) {
    return 'hit-while-not-falling';
  }
  if (strays(drops, taps) > STRAYS_MOST) return 'too-many-strays';
  if (taps.some((tap) => tap.atMs > timing.arrivedAfterMs + CLOCK_SLACK_MS)) {
    return 'hit-after-arrival';
  }
  const timesMs = taps.map((tap) => tap.atMs).sort((a, b) => a - b);
  if (anyWithin(timesMs, TAPS_AT_ONCE_MOST + 1, FRAME_MS)) return 'too-many-at-once';
  if (anyWithin(timesMs, TAPS_PER_SECOND_MOST + 1, 1_000)) return 'too-fast';
  return tooRegular(drops, taps, timesMs) ? 'too-regular' : null;
}

function msOutsideFall(drop: Drop, tap: Tap): number {
  return Math.max(drop.enterMs - tap.atMs, tap.atMs - (drop.enterMs + drop.fallMs), 0);
}

function strays(drops: readonly Drop[], taps: readonly Tap[]): number {
  const repeated = taps.length - new Set(taps.map((tap) => tap.dropId)).size;
  const late = taps.filter((tap) => !isFalling(drops[tap.dropId]!, tap.atMs)).length;
  return repeated + late;
}

/** Whether some `count` neighbours of the sorted times lie within less than `spanMs`. */
function anyWithin(timesMs: readonly number[], count: number, spanMs: number): boolean {
  return timesMs.some(
    (fromMs, i) => (timesMs[i + count - 1] ?? Number.POSITIVE_INFINITY) - fromMs < spanMs,
  );
}

/** A program gives itself away by a steady beat, a steady reaction, or a steady place on the screen. */
function tooRegular(
  drops: readonly Drop[],
  taps: readonly Tap[],
  timesMs: readonly number[],
): boolean {
  if (taps.length < STEADY_HITS_LEAST) return false;
  const gapsMs = timesMs.slice(1).map((atMs, i) => atMs - timesMs[i]!);
  const reactionsMs = taps.map((tap) => tap.atMs - drops[tap.dropId]!.enterMs);
  const placesMs = taps.map(
    (tap, i) => (reactionsMs[i]! / drops[tap.dropId]!.fallMs) * TYPICAL_FALL_MS,
  );
  return [gapsMs, reactionsMs, placesMs].some((series) => standardDeviation(series) < STEADY_MS);
}

function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / values.length);
}

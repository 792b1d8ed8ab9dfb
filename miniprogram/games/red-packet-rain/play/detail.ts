/** Device pixels for each CSS pixel, from sharp to fluent. Finer than 2 nobody sees on what falls. */
const RATIOS = [2, 1.5, 1] as const;
/** Between 16.7 ms, a frame in time at 60 a second, and 33 ms, one that missed a refresh. */
const LATE_MS = 25;
/** Longer than any frame: the page was away. */
const AWAY_MS = 250;
/** This many late frames among so many are more than chance. A phone far too slow shows it at once. */
const LATE_FRAMES = 5;
const AMONG_FRAMES = 40;

export interface Detail {
  ratio(): number;
  /** Hears of every frame. True when the rain is to be drawn with fewer pixels from now on. */
  frameCame(atMs: number): boolean;
}

/**
 * A slow phone gets fewer pixels rather than fewer frames: what falls must fall smoothly to be hit.
 * It only ever goes down, so that the picture does not swing between two sharpnesses.
 */
export function createDetail(pixelRatio: number): Detail {
  let ratio = Math.min(pixelRatio, RATIOS[0]);
  let lastAtMs = 0;
  let frame = 0;
  /** Which of the latest frames were late. */
  let late: number[] = [];

  return {
    ratio: () => ratio,
    frameCame(atMs) {
      const gapMs = atMs - lastAtMs;
      lastAtMs = atMs;
      frame += 1;
      if (gapMs <= LATE_MS || gapMs > AWAY_MS) return false;
      late = [...late, frame].filter((number) => frame - number < AMONG_FRAMES);
      const lower = RATIOS.find((candidate) => candidate < ratio);
      if (late.length < LATE_FRAMES || lower === undefined) return false;
      late = [];
      ratio = lower;
      return true;
    },
  };
}

/** Device pixels for each CSS pixel, from sharp to fluent. Finer than 2 nobody sees on what falls. */
const RATIOS = [2, 1.5, 1] as const;
/** Between 16.7 ms, a frame in time at 60 a second, and 33 ms, one that missed a refresh. */
const LATE_MS = 25;
/** Longer than any frame: the page was away. */
const AWAY_MS = 250;
/** A frame that keeps the phone this long leaves nothing of its 16.7 ms for a finger that comes down. */
const BUSY_MS = 12;
/** This many slow frames among so many are more than chance. A phone far too slow shows it at once. */
const SLOW_FRAMES = 5;
const AMONG_FRAMES = 40;

export interface Detail {
  ratio(): number;
  /** Hears when a frame begins to be drawn. */
  frameBegan(atMs: number): void;
  /** Hears when the phone is free again after it; the ratio may be lower from then on. */
  frameEnded(atMs: number): void;
}

/**
 * A slow phone gets fewer pixels rather than fewer frames: what falls must fall smoothly to be hit.
 * A frame is slow that comes late or that takes nearly all the time there is until the next one.
 * The ratio only ever goes down, so that the picture does not swing between two sharpnesses.
 */
export function createDetail(pixelRatio: number): Detail {
  let ratio = Math.min(pixelRatio, RATIOS[0]);
  let beganAtMs = 0;
  let cameLate = false;
  let frame = 0;
  /** Which of the latest frames were slow. */
  let slow: number[] = [];

  return {
    ratio: () => ratio,
    frameBegan(atMs) {
      const gapMs = atMs - beganAtMs;
      beganAtMs = atMs;
      frame += 1;
      cameLate = gapMs > LATE_MS && gapMs <= AWAY_MS;
    },
    frameEnded(atMs) {
      if (!cameLate && atMs - beganAtMs <= BUSY_MS) return;
      slow = [...slow, frame].filter((number) => frame - number < AMONG_FRAMES);
      if (slow.length < SLOW_FRAMES) return;
      slow = [];
      ratio = RATIOS.find((candidate) => candidate < ratio) ?? ratio;
    },
  };
}

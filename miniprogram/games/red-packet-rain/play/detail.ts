/** Device pixels for each CSS pixel, from sharp to fluent. Finer than 2 nobody sees on what falls. */
const RATIOS = [2, 1.5, 1] as const;
const FRAMES_LOOKED_AT = 12;
/** A frame at 60 a second takes 16.7 ms; this is one that came too late. */
const SLOW_FRAME_MS = 20;
/** Longer than any frame: the page was away. */
const AWAY_MS = 250;

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
  let gapsMs: number[] = [];

  return {
    ratio: () => ratio,
    frameCame(atMs) {
      const gapMs = atMs - lastAtMs;
      lastAtMs = atMs;
      if (gapMs > AWAY_MS) return false;
      gapsMs.push(gapMs);
      if (gapsMs.length < FRAMES_LOOKED_AT) return false;
      const median = gapsMs.sort((a, b) => a - b)[FRAMES_LOOKED_AT / 2] as number;
      gapsMs = [];
      const lower = RATIOS.find((candidate) => candidate < ratio);
      if (median <= SLOW_FRAME_MS || lower === undefined) return false;
      ratio = lower;
      return true;
    },
  };
}

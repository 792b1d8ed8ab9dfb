/*
 * One falling packet, and a finger on it. Where it is depends only on the time since the round
 * began, never on frames: a phone that stuttered is right again on the next one.
 */
export interface Drop {
  readonly id: number;
  /** Horizontal place of its middle, in thousandths of the screen's width, 80 to 920. */
  readonly xPermille: number;
  /** When it enters at the top, in ms since play began. */
  readonly enterMs: number;
  /** How long it takes from the top to the bottom. */
  readonly fallMs: number;
  /** 0 near and large, 1 middle, 2 far and small. */
  readonly depth: 0 | 1 | 2;
}

/** A finger on a falling packet. Taps on nothing are not sent. */
export interface Tap {
  readonly dropId: number;
  /** In ms since play began. */
  readonly atMs: number;
}

/** By depth: near packets are large and fast, far ones small and slow. */
const WIDTH_PERMILLE = [190, 150, 115] as const;
export const FALL_MS = [1_900, 2_300, 2_800] as const;
export const LONGEST_FALL_MS = FALL_MS[2];

/** A packet is this much taller than it is wide. */
export const DROP_ASPECT = 1.25;

export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

/** The middle and the width of a packet, in the unit of the screen's size. */
export interface DropPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export function isFalling(drop: Drop, atMs: number): boolean {
  return atMs >= drop.enterMs && atMs < drop.enterMs + drop.fallMs;
}

/** Where a packet is; it starts just above the screen and ends just below. Null when not falling. */
export function dropPosition(drop: Drop, atMs: number, size: ScreenSize): DropPlace | null {
  if (!isFalling(drop, atMs)) return null;
  const width = (size.width * WIDTH_PERMILLE[drop.depth]) / 1000;
  const height = width * DROP_ASPECT;
  const progress = (atMs - drop.enterMs) / drop.fallMs;
  return {
    x: (size.width * drop.xPermille) / 1000,
    y: progress * (size.height + height) - height / 2,
    width,
  };
}

import {
  DROP_ASPECT,
  type Drop,
  type DropPlace,
  dropPosition,
  isFalling,
  judgeTap,
  type RainDeal,
  type ScreenSize,
  type Tap,
} from '../../../shared/games/red-packet-rain';

/** The only thing that touches the canvas; a test hands in one that writes down what it draws. */
export interface Brush {
  clear(): void;
  /** Clears what was drawn in this very frame, in a way that it is drawn all the same. */
  wipe(): void;
  /** A packet at its middle, leaning by `tilt` radians. */
  packet(depth: Drop['depth'], place: DropPlace, tilt: number): void;
  /** What a hit leaves behind at the finger; `progress` runs from 0 to 1. */
  burst(x: number, y: number, progress: number): void;
}

export interface Touch {
  readonly x: number;
  readonly y: number;
  /** In ms since play began. */
  readonly atMs: number;
}

export interface Scene {
  readonly size: ScreenSize;
  readonly drops: readonly Drop[];
  /** The order in which packets are drawn, far ones first. */
  readonly farToNear: readonly Drop[];
  /** When most packets fall at once. */
  readonly fullestMs: number;
  readonly caught: Set<number>;
  /** What is handed in at the end: one entry for every packet caught. */
  readonly taps: Tap[];
  readonly touches: Touch[];
  bursts: readonly Touch[];
  /** Whoever asked the system for less motion gets packets that fall straight, and no sparks. */
  still: boolean;
}

/** `taps` are those of a round that was left and is now played on. */
export function createScene(deal: RainDeal, size: ScreenSize, taps: readonly Tap[] = []): Scene {
  return {
    size,
    drops: deal.drops,
    farToNear: [...deal.drops].sort((a, b) => b.depth - a.depth),
    fullestMs: fullestMoment(deal.drops),
    caught: new Set(taps.map((tap) => tap.dropId)),
    taps: [...taps],
    touches: [],
    bursts: [],
    still: false,
  };
}

/** One frame, top to bottom: judge what was touched, then draw what is falling now. */
export function frame(scene: Scene, elapsedMs: number, brush: Brush): void {
  judgeTouches(scene);
  brush.clear();
  drawDrops(scene, elapsedMs, brush);
  drawBursts(scene, elapsedMs, brush);
}

/**
 * Draws the fullest moment of the round and wipes it off again within the same frame, so that nobody
 * sees it: before play begins this shows how fast the phone is, and has it make everything ready.
 */
export function rehearse(scene: Scene, brush: Brush): void {
  brush.clear();
  drawDrops(scene, scene.fullestMs, brush);
  brush.burst(scene.size.width / 2, scene.size.height / 2, 0.5);
  brush.wipe();
}

/** It is a moment at which a packet enters; only then the number grows. */
function fullestMoment(drops: readonly Drop[]): number {
  let fullest = { atMs: 0, falling: 0 };
  for (const { enterMs: atMs } of drops) {
    const falling = drops.filter((drop) => isFalling(drop, atMs)).length;
    if (falling > fullest.falling) fullest = { atMs, falling };
  }
  return fullest.atMs;
}

/** Judges waiting touches without drawing, for the last moment of a round. */
export function judgeTouches(scene: Scene): void {
  for (const touch of scene.touches.splice(0)) {
    const drop = dropUnder(scene, touch);
    if (!drop) continue;
    const tap = { dropId: drop.id, atMs: Math.round(touch.atMs) };
    if (judgeTap(scene.drops, scene.caught, tap) !== 'caught') continue;
    scene.caught.add(drop.id);
    scene.taps.push(tap);
    scene.bursts = [...scene.bursts, touch];
  }
}

/** A finger is wider than a far packet, and covers what it aims at. */
const REACH = 1.25;
const REACH_LEAST_PX = 30;

/** The nearest packet under a finger, where it was when the finger came down. */
function dropUnder({ drops, caught, size }: Scene, touch: Touch): Drop | null {
  let best: Drop | null = null;
  for (const drop of drops) {
    if (caught.has(drop.id) || (best && best.depth <= drop.depth)) continue;
    const place = dropPosition(drop, touch.atMs, size);
    if (place && reaches(place, touch)) best = drop;
  }
  return best;
}

function reaches({ x, y, width }: DropPlace, touch: Touch): boolean {
  const reachX = Math.max((width / 2) * REACH, REACH_LEAST_PX);
  const reachY = Math.max(((width * DROP_ASPECT) / 2) * REACH, REACH_LEAST_PX);
  return Math.abs(touch.x - x) <= reachX && Math.abs(touch.y - y) <= reachY;
}

const SWAY_RADIANS = 0.16;
const SWAY_MS = 420;

function drawDrops(
  { farToNear, caught, size, still }: Scene,
  elapsedMs: number,
  brush: Brush,
): void {
  for (const drop of farToNear) {
    if (caught.has(drop.id)) continue;
    const place = dropPosition(drop, elapsedMs, size);
    if (!place) continue;
    const phase = (elapsedMs - drop.enterMs) / SWAY_MS + drop.id;
    brush.packet(drop.depth, place, still ? 0 : Math.sin(phase) * SWAY_RADIANS);
  }
}

const BURST_MS = 460;

function drawBursts(scene: Scene, elapsedMs: number, brush: Brush): void {
  scene.bursts = scene.bursts.filter(({ atMs }) => elapsedMs - atMs < BURST_MS);
  if (scene.still) return;
  for (const { x, y, atMs } of scene.bursts) {
    brush.burst(x, y, Math.max(elapsedMs - atMs, 0) / BURST_MS);
  }
}

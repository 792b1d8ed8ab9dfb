import { type Drop, dropPosition, type ScreenSize } from '../../../shared/games/red-packet-rain';
import type { Brush } from './scene';
import {
  coinStamp,
  type PacketPicture,
  packetPicture,
  packetStamp,
  plusOneStamp,
  type Stamp,
} from './stamps';

type Canvas = WechatMiniprogram.Canvas;
type Context = WechatMiniprogram.CanvasRenderingContext.CanvasRenderingContext2D;

const DEPTHS = [0, 1, 2] as const;
/** A packet leans in steps this small, each with its own stamp: nothing is turned while it falls. */
const TILT_STEP_RADIANS = 0.04;
const TILT_STEPS_MOST = 4;
const COINS = 7;
/** In CSS pixels; a burst takes them in turn. */
const COIN_RADII = [3, 4.6, 6.2] as const;
const PLUS_ONE_PX = 24;

/** The stamps of one detail. */
interface Stamps {
  /** By depth, then by leaning from left to right. */
  readonly packets: readonly (readonly Stamp[])[];
  readonly coins: readonly Stamp[];
  readonly plusOne: Stamp;
}

export interface CanvasBrush extends Brush {
  /** Draws with so many device pixels for a CSS pixel from now on; another number empties the canvas. */
  setRatio(ratio: number): void;
}

/**
 * A brush on a canvas of `size` CSS pixels that never needs more than `finestRatio` device pixels
 * for each. What it draws are copies, pixel on pixel, which is what keeps slow phones at full speed.
 */
export function createBrush(canvas: Canvas, size: ScreenSize, finestRatio: number): CanvasBrush {
  const ctx = canvas.getContext('2d');
  const pictures = DEPTHS.map((depth) => packetPicture(widthOf(depth, size) * finestRatio));
  let ratio = 0;
  let stamps: Stamps;

  const setRatio = (wanted: number) => {
    if (wanted === ratio) return;
    ratio = wanted;
    canvas.width = Math.round(size.width * ratio);
    canvas.height = Math.round(size.height * ratio);
    stamps = stampsOf(pictures, size, ratio);
  };
  setRatio(finestRatio);

  return {
    setRatio,
    clear() {
      ctx.clearRect(0, 0, canvas.width, canvas.height);
    },
    wipe() {
      // At one go, the canvas would notice that nothing before can be seen, and skip drawing it.
      const half = canvas.height >> 1;
      ctx.clearRect(0, 0, canvas.width, half);
      ctx.clearRect(0, half, canvas.width, canvas.height - half);
    },
    packet(depth, { x, y }, tilt) {
      const step = Math.round(tilt / TILT_STEP_RADIANS);
      const capped = Math.max(-TILT_STEPS_MOST, Math.min(step, TILT_STEPS_MOST));
      const stamp = stamps.packets[depth]![capped + TILT_STEPS_MOST]!;
      stamp(ctx, Math.round(x * ratio), Math.round(y * ratio));
    },
    burst(x, y, progress) {
      const reach = size.width * ratio * 0.17 * (1 - (1 - progress) ** 2);
      const fall = progress * 24 * ratio;
      const rise = (18 + progress * 34) * ratio;
      ctx.globalAlpha = 1 - progress ** 2;
      flyApart(ctx, stamps.coins, { x: x * ratio, y: y * ratio + fall }, reach);
      stamps.plusOne(ctx, Math.round(x * ratio), Math.round(y * ratio - rise));
      ctx.globalAlpha = 1;
    },
  };
}

function stampsOf(pictures: readonly PacketPicture[], size: ScreenSize, ratio: number): Stamps {
  return {
    packets: DEPTHS.map((depth) => {
      const width = widthOf(depth, size) * ratio;
      return Array.from({ length: TILT_STEPS_MOST * 2 + 1 }, (_, i) =>
        packetStamp(pictures[depth]!, width, (i - TILT_STEPS_MOST) * TILT_STEP_RADIANS),
      );
    }),
    coins: COIN_RADII.map((radius) => coinStamp(radius * ratio)),
    plusOne: plusOneStamp(PLUS_ONE_PX * ratio),
  };
}

/** How wide a packet of this depth is; the rules know. */
function widthOf(depth: Drop['depth'], size: ScreenSize): number {
  const drop: Drop = { id: 0, xPermille: 500, enterMs: 0, fallMs: 1, depth };
  return dropPosition(drop, 0, size)?.width ?? 0;
}

/** Coins fly apart around a point, in device pixels. */
function flyApart(
  ctx: Context,
  coins: readonly Stamp[],
  { x, y }: { x: number; y: number },
  reach: number,
): void {
  for (let i = 0; i < COINS; i += 1) {
    const angle = (i / COINS) * Math.PI * 2 - Math.PI / 2;
    const coinX = Math.round(x + Math.cos(angle) * reach);
    coins[i % coins.length]!(ctx, coinX, Math.round(y + Math.sin(angle) * reach));
  }
}

import {
  DROP_ASPECT,
  type Drop,
  dropPosition,
  type ScreenSize,
} from '../../../shared/games/red-packet-rain';
import { PALETTE } from '../../../theme/palette';
import type { Brush } from './scene';
import { drawCoin, drawPacket, SPRITE_MARGIN } from './sprites';

type Canvas = WechatMiniprogram.Canvas;
type Context = WechatMiniprogram.CanvasRenderingContext.CanvasRenderingContext2D;

const DEPTHS = [0, 1, 2] as const;
/** A packet leans in steps this small, each with its own sprite: nothing is turned while it falls. */
const TILT_STEP_RADIANS = 0.04;
const TILT_STEPS_MOST = 4;
const COINS = 7;
/** In CSS pixels; a burst takes them in turn. */
const COIN_RADII = [3, 4.6, 6.2] as const;

/**
 * A brush on a canvas of `size` CSS pixels, with `ratio` device pixels for each. Packets are drawn once for every depth and leaning,
 * coins once for every size, and afterwards only copied, pixel on pixel, which is what keeps slow
 * phones at full speed.
 */
export function createBrush(canvas: Canvas, size: ScreenSize, ratio: number): Brush {
  canvas.width = Math.round(size.width * ratio);
  canvas.height = Math.round(size.height * ratio);
  const ctx = canvas.getContext('2d');
  const packets = DEPTHS.map((depth) => packetStamps(widthOf(depth, size) * ratio));
  const coins = COIN_RADII.map((radius) => coinStamp(radius * ratio));

  return {
    clear() {
      ctx.clearRect(0, 0, canvas.width, canvas.height);
    },
    packet(depth, { x, y }, tilt) {
      const step = Math.round(tilt / TILT_STEP_RADIANS);
      const capped = Math.max(-TILT_STEPS_MOST, Math.min(step, TILT_STEPS_MOST));
      packets[depth]![capped + TILT_STEPS_MOST]!(ctx, Math.round(x * ratio), Math.round(y * ratio));
    },
    burst(x, y, progress) {
      const reach = size.width * ratio * 0.17 * (1 - (1 - progress) ** 2);
      const fall = progress * 24 * ratio;
      ctx.globalAlpha = 1 - progress ** 2;
      drawCoins(ctx, coins, { x: x * ratio, y: y * ratio + fall }, reach);
      drawPlusOne(ctx, ratio, x, y - 18 - progress * 34);
      ctx.globalAlpha = 1;
    },
  };
}

/** Puts a sprite down with its middle at a point, in device pixels. */
type Stamp = (ctx: Context, x: number, y: number) => void;

/** One stamp for every leaning, from left to right. */
function packetStamps(width: number): Stamp[] {
  return Array.from({ length: TILT_STEPS_MOST * 2 + 1 }, (_, i) =>
    packetStamp(width, (i - TILT_STEPS_MOST) * TILT_STEP_RADIANS),
  );
}

function packetStamp(width: number, tilt: number): Stamp {
  const height = width * DROP_ASPECT;
  const draw = (ctx: Context, x: number, y: number) => {
    ctx.save();
    ctx.translate(x, y);
    ctx.rotate(tilt);
    ctx.translate(-width / 2, -height / 2);
    drawPacket(ctx, width);
    ctx.restore();
  };
  const halfX = Math.ceil(width * (0.5 + SPRITE_MARGIN) + Math.abs(tilt) * (height / 2));
  const halfY = Math.ceil(height / 2 + width * SPRITE_MARGIN + Math.abs(tilt) * (width / 2));
  return stampOf(halfX, halfY, draw);
}

function coinStamp(radius: number): Stamp {
  const half = Math.ceil(radius) + 1;
  return stampOf(half, half, (ctx, x, y) => {
    ctx.save();
    ctx.translate(x, y);
    drawCoin(ctx, radius);
    ctx.restore();
  });
}

/** Draws once into a sprite that reaches so far from its middle, and afterwards copies that. */
function stampOf(halfX: number, halfY: number, draw: Stamp): Stamp {
  const sprite = offscreenCanvas(halfX * 2, halfY * 2);
  const spriteContext = sprite?.getContext('2d') as Context | null | undefined;
  // Without offscreen canvases it is drawn each time.
  if (!sprite || !spriteContext) return draw;
  draw(spriteContext, halfX, halfY);
  return (ctx, x, y) => ctx.drawImage(sprite, x - halfX, y - halfY);
}

function offscreenCanvas(width: number, height: number): WechatMiniprogram.OffscreenCanvas | null {
  if (!wx.canIUse('createOffscreenCanvas')) return null;
  return wx.createOffscreenCanvas({
    type: '2d',
    width,
    height,
  });
}

/** How wide a packet of this depth is; the rules know. */
function widthOf(depth: Drop['depth'], size: ScreenSize): number {
  const drop: Drop = { id: 0, xPermille: 500, enterMs: 0, fallMs: 1, depth };
  return dropPosition(drop, 0, size)?.width ?? 0;
}

/** Coins fly apart around a point, in device pixels. */
function drawCoins(
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

/** What a hit counts rises where the finger was, a point in CSS pixels. */
function drawPlusOne(ctx: Context, ratio: number, x: number, y: number): void {
  ctx.fillStyle = PALETTE.goldLight;
  ctx.font = `700 ${24 * ratio}px sans-serif`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText('+1', x * ratio, y * ratio);
}

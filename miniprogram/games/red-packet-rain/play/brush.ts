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

/** Finer pixels than this cost a slow phone more than an eye can see on something that falls. */
const PIXEL_RATIO_MOST = 2;
const DEPTHS = [0, 1, 2] as const;
const COINS = 7;

/** A brush on a canvas of `size`, in CSS pixels. Packets are drawn once and stamped afterwards. */
export function createBrush(canvas: Canvas, size: ScreenSize, pixelRatio: number): Brush {
  const ratio = Math.min(pixelRatio, PIXEL_RATIO_MOST);
  canvas.width = Math.round(size.width * ratio);
  canvas.height = Math.round(size.height * ratio);
  const ctx = canvas.getContext('2d');
  ctx.scale(ratio, ratio);
  const stamps = DEPTHS.map((depth) => packetStamp(widthOf(depth, size), ratio));

  return {
    clear() {
      ctx.clearRect(0, 0, size.width, size.height);
    },
    packet(depth, { x, y }, tilt) {
      ctx.save();
      ctx.translate(x, y);
      if (tilt !== 0) ctx.rotate(tilt);
      stamps[depth]!(ctx);
      ctx.restore();
    },
    burst(x, y, progress) {
      drawBurst(ctx, size.width, x, y, progress);
    },
  };
}

type Stamp = (ctx: Context) => void;

/** Puts a packet down with its middle at 0/0. Without offscreen canvases it is drawn each time. */
function packetStamp(width: number, ratio: number): Stamp {
  const height = width * DROP_ASPECT;
  const margin = width * SPRITE_MARGIN;
  const outer = { width: width + margin * 2, height: height + margin * 2 };
  const sprite = offscreenCanvas(outer.width * ratio, outer.height * ratio);
  const spriteContext = sprite?.getContext('2d') as Context | null | undefined;
  if (!sprite || !spriteContext) {
    return (ctx) => {
      ctx.translate(-width / 2, -height / 2);
      drawPacket(ctx, width);
    };
  }
  spriteContext.scale(ratio, ratio);
  spriteContext.translate(margin, margin);
  drawPacket(spriteContext, width);
  return (ctx) =>
    ctx.drawImage(sprite, -outer.width / 2, -outer.height / 2, outer.width, outer.height);
}

function offscreenCanvas(width: number, height: number): WechatMiniprogram.OffscreenCanvas | null {
  if (!wx.canIUse('createOffscreenCanvas')) return null;
  return wx.createOffscreenCanvas({
    type: '2d',
    width: Math.ceil(width),
    height: Math.ceil(height),
  });
}

/** How wide a packet of this depth is; the rules know. */
function widthOf(depth: Drop['depth'], size: ScreenSize): number {
  const drop: Drop = { id: 0, xPermille: 500, enterMs: 0, fallMs: 1, depth };
  return dropPosition(drop, 0, size)?.width ?? 0;
}

/** Coins fly apart, and a 中 rises where the finger was. */
function drawBurst(
  ctx: Context,
  screenWidth: number,
  x: number,
  y: number,
  progress: number,
): void {
  const reach = screenWidth * 0.17 * (1 - (1 - progress) ** 2);
  ctx.save();
  ctx.globalAlpha = 1 - progress ** 2;
  for (let i = 0; i < COINS; i += 1) {
    const angle = (i / COINS) * Math.PI * 2 - Math.PI / 2;
    ctx.save();
    ctx.translate(x + Math.cos(angle) * reach, y + Math.sin(angle) * reach + progress * 24);
    drawCoin(ctx, 3 + (i % 3) * 1.6);
    ctx.restore();
  }
  ctx.fillStyle = PALETTE.goldLight;
  ctx.font = '700 24px sans-serif';
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText('+1', x, y - 18 - progress * 34);
  ctx.restore();
}

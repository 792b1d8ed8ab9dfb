import { DROP_ASPECT } from '../../../shared/games/red-packet-rain';
import { drawCoin, drawPacket, drawPlusOne, SPRITE_MARGIN } from './sprites';

type Context = WechatMiniprogram.CanvasRenderingContext.CanvasRenderingContext2D;

/** Puts a picture down with its middle at a point, in device pixels. */
export type Stamp = (ctx: Context, x: number, y: number) => void;

/** An upright packet of any width around 0/0. */
export type PacketPicture = (ctx: Context, width: number) => void;

/**
 * Shadows and writing are slow, so a packet is drawn with them once, as large as it is ever shown;
 * leaning and smaller ones are copies of that, which take a twentieth of the time.
 */
export function packetPicture(largest: number): PacketPicture {
  const half = Math.ceil(largest * (DROP_ASPECT / 2 + SPRITE_MARGIN));
  const sprite = spriteOf(half, half, (ctx) => drawAroundMiddle(ctx, largest));
  if (!sprite) return drawAroundMiddle;
  return (ctx, width) => {
    const shown = (half * 2 * width) / largest;
    ctx.drawImage(sprite, -shown / 2, -shown / 2, shown, shown);
  };
}

function drawAroundMiddle(ctx: Context, width: number): void {
  ctx.translate(-width / 2, (-width * DROP_ASPECT) / 2);
  drawPacket(ctx, width);
}

export function packetStamp(picture: PacketPicture, width: number, tilt: number): Stamp {
  const height = width * DROP_ASPECT;
  const halfX = Math.ceil(width * (0.5 + SPRITE_MARGIN) + Math.abs(tilt) * (height / 2));
  const halfY = Math.ceil(height / 2 + width * SPRITE_MARGIN + Math.abs(tilt) * (width / 2));
  return stampOf(halfX, halfY, (ctx) => {
    ctx.rotate(tilt);
    picture(ctx, width);
  });
}

export function coinStamp(radius: number): Stamp {
  const half = Math.ceil(radius) + 1;
  return stampOf(half, half, (ctx) => drawCoin(ctx, radius));
}

export function plusOneStamp(fontSize: number): Stamp {
  const half = Math.ceil(fontSize);
  return stampOf(half, half, (ctx) => drawPlusOne(ctx, fontSize));
}

/** Draws around 0/0. */
type Draw = (ctx: Context) => void;

/** Draws once, and afterwards only copies, pixel on pixel. */
function stampOf(halfX: number, halfY: number, draw: Draw): Stamp {
  const sprite = spriteOf(halfX, halfY, draw);
  if (sprite) return (ctx, x, y) => ctx.drawImage(sprite, x - halfX, y - halfY);
  // Without offscreen canvases it is drawn each time.
  return (ctx, x, y) => drawAt(ctx, x, y, draw);
}

function drawAt(ctx: Context, x: number, y: number, draw: Draw): void {
  ctx.save();
  ctx.translate(x, y);
  draw(ctx);
  ctx.restore();
}

/** A picture that reaches so far from its middle; null where the phone has no offscreen canvases. */
function spriteOf(halfX: number, halfY: number, draw: Draw) {
  if (!wx.canIUse('createOffscreenCanvas')) return null;
  const sprite = wx.createOffscreenCanvas({ type: '2d', width: halfX * 2, height: halfY * 2 });
  const ctx = sprite.getContext('2d') as Context | null;
  if (!ctx) return null;
  drawAt(ctx, halfX, halfY, draw);
  return sprite;
}

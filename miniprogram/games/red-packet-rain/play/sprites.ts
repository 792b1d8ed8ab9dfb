import { DROP_ASPECT } from '../../../shared/games/red-packet-rain';
import { PALETTE } from '../../../theme/palette';

type Context = WechatMiniprogram.CanvasRenderingContext.CanvasRenderingContext2D;

const CORNER = 0.1;
/** Room around a sprite for its shadow, in widths. */
export const SPRITE_MARGIN = 0.14;

/** A closed packet with its upper left corner at 0/0. Slow: drawn once per size, into a sprite. */
export function drawPacket(ctx: Context, width: number): void {
  const height = width * DROP_ASPECT;
  ctx.save();
  ctx.shadowColor = PALETTE.shadeDeep;
  ctx.shadowBlur = width * 0.1;
  ctx.shadowOffsetY = width * 0.05;
  ctx.fillStyle = PALETTE.brandDeep;
  roundedRect(ctx, width, height);
  ctx.fill();
  ctx.restore();

  ctx.save();
  roundedRect(ctx, width, height);
  ctx.clip();
  ctx.fillStyle = gradient(ctx, height, PALETTE.brand, PALETTE.brandDeep);
  ctx.fillRect(0, 0, width, height);
  drawFlap(ctx, width);
  ctx.restore();
  drawSeal(ctx, width);
}

/** The flap is the lower part of a large circle. */
function drawFlap(ctx: Context, width: number): void {
  const radius = width * 0.78;
  const middleY = width * 0.54 - radius;
  ctx.save();
  ctx.shadowColor = PALETTE.shadeDeep;
  ctx.shadowBlur = width * 0.06;
  ctx.shadowOffsetY = width * 0.03;
  ctx.fillStyle = gradient(ctx, width * 0.56, PALETTE.brandLight, PALETTE.brand);
  ctx.beginPath();
  ctx.arc(width / 2, middleY, radius, 0, Math.PI * 2);
  ctx.fill();
  ctx.restore();
  ctx.strokeStyle = PALETTE.goldDeep;
  ctx.lineWidth = Math.max(width * 0.012, 0.5);
  ctx.stroke();
}

function drawSeal(ctx: Context, width: number): void {
  const x = width / 2;
  const y = width * 0.56;
  const radius = width * 0.17;
  const shine = ctx.createRadialGradient(x - radius / 3, y - radius / 2, radius / 8, x, y, radius);
  shine.addColorStop(0, PALETTE.goldLight);
  shine.addColorStop(0.55, PALETTE.gold);
  shine.addColorStop(1, PALETTE.goldDeep);
  ctx.fillStyle = shine;
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, Math.PI * 2);
  ctx.fill();
  ctx.fillStyle = PALETTE.onGold;
  ctx.font = `600 ${Math.round(radius * 1.05)}px sans-serif`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText('開', x, y + radius * 0.06);
}

/** A coin with its middle at 0/0. */
export function drawCoin(ctx: Context, radius: number): void {
  const shine = ctx.createRadialGradient(-radius / 3, -radius / 3, radius / 8, 0, 0, radius);
  shine.addColorStop(0, PALETTE.goldLight);
  shine.addColorStop(0.6, PALETTE.gold);
  shine.addColorStop(1, PALETTE.goldDeep);
  ctx.fillStyle = shine;
  ctx.beginPath();
  ctx.arc(0, 0, radius, 0, Math.PI * 2);
  ctx.fill();
}

/** What a hit counts, with its middle at 0/0. */
export function drawPlusOne(ctx: Context, fontSize: number): void {
  ctx.fillStyle = PALETTE.goldLight;
  ctx.font = `700 ${fontSize}px sans-serif`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText('+1', 0, 0);
}

function roundedRect(ctx: Context, width: number, height: number): void {
  const corner = width * CORNER;
  ctx.beginPath();
  ctx.moveTo(corner, 0);
  ctx.arcTo(width, 0, width, height, corner);
  ctx.arcTo(width, height, 0, height, corner);
  ctx.arcTo(0, height, 0, 0, corner);
  ctx.arcTo(0, 0, width, 0, corner);
  ctx.closePath();
}

function gradient(ctx: Context, height: number, from: string, to: string) {
  const fill = ctx.createLinearGradient(0, 0, 0, height);
  fill.addColorStop(0, from);
  fill.addColorStop(1, to);
  return fill;
}

import type { Page } from 'playwright-core';
import { dropPosition, type RainDeal } from '../../miniprogram/shared/games/red-packet-rain';

const LOOK_EVERY_MS = 150;
/** A person waits until a packet is well on the screen. */
const SEEN_AFTER_MS = 500;

interface Round {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly deal: RainDeal;
}

/** Hears what the cloud deals to this phone, as its own page does. Ask before the page starts the round. */
export async function nextRound(page: Page): Promise<{ round: Round; serverAheadMs: number }> {
  const response = await page.waitForResponse(
    (candidate) =>
      candidate.url().includes('/cloud/') &&
      (candidate.request().postData() ?? '').includes('start-round'),
  );
  const reply = (await response.json()) as {
    result: { ok: boolean; serverNowMs: number; value: Round };
  };
  if (!reply.result.ok) throw new Error(`no round was dealt: ${JSON.stringify(reply)}`);
  return { round: reply.result.value, serverAheadMs: reply.result.serverNowMs - Date.now() };
}

/** Plays a round of rain with the mouse: one packet after another, a little off its middle. */
export async function playRain(
  page: Page,
  { round, serverAheadMs }: { round: Round; serverAheadMs: number },
): Promise<void> {
  const canvas = await page.locator('wx-canvas#rain, #rain').first().boundingBox();
  if (!canvas) throw new Error('there is no rain on this page');
  const caught = new Set<number>();
  for (;;) {
    const atMs = Date.now() + serverAheadMs - round.startsAtMs;
    if (atMs >= round.endsAtMs - round.startsAtMs) return;
    const falling = round.deal.drops.find(
      (drop) =>
        !caught.has(drop.id) &&
        atMs > drop.enterMs + SEEN_AFTER_MS &&
        atMs < drop.enterMs + drop.fallMs - 300,
    );
    const place = falling && dropPosition(falling, atMs, canvas);
    if (falling && place) {
      caught.add(falling.id);
      const off = ((falling.id * 7) % 9) - 4;
      await page.mouse.click(canvas.x + place.x + off, canvas.y + place.y + off);
    }
    await page.waitForTimeout(LOOK_EVERY_MS + ((caught.size * 37) % 60));
  }
}

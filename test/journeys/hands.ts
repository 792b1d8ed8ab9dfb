import type { Locator, Page, Request } from 'playwright-core';
import { dropPosition, type RainDeal } from '../../miniprogram/shared/games/red-packet-rain';
import { RIDDLE_BANK } from '../../server/games/riddle-bank';

const LOOK_EVERY_MS = 150;
/** A person waits until a packet is well on the screen. */
const SEEN_AFTER_MS = 500;
const TAPS_MOST = 5;

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
  return {
    round: reply.result.value,
    serverAheadMs: reply.result.serverNowMs - halfwayMs(response.request()),
  };
}

/**
 * When the cloud read its clock, to half of the round trip: by the browser's own record, because on a
 * busy machine this process hears of a reply long after the page does.
 */
function halfwayMs(request: Request): number {
  const { startTime, requestStart, responseStart } = request.timing();
  return startTime + (requestStart + responseStart) / 2;
}

/**
 * Plays a round of rain with the mouse: one packet after another, a little off its middle. Like a hand
 * that knows itself, it aims at where the packet will be when the tap arrives.
 */
export async function playRain(
  page: Page,
  { round, serverAheadMs }: { round: Round; serverAheadMs: number },
): Promise<void> {
  const canvas = await page.locator('wx-canvas#rain, #rain').first().boundingBox();
  if (!canvas) throw new Error('there is no rain on this page');
  const caught = new Set<number>();
  let handMs = 0;
  for (;;) {
    const tappedAtMs = Date.now();
    const atMs = tappedAtMs + handMs / 2 + serverAheadMs - round.startsAtMs;
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
      handMs = Date.now() - tappedAtMs;
    }
    await page.waitForTimeout(LOOK_EVERY_MS + ((caught.size * 37) % 60));
  }
}

/** Solves so many riddles, one lantern after another, as somebody who knows them all. */
export async function solveRiddles(page: Page, count: number): Promise<void> {
  await page.getByText('剩余', { exact: true }).waitFor();
  for (let solved = 0; solved < count; solved += 1) {
    const shown = await page.locator('body').innerText();
    const riddle = RIDDLE_BANK.find(({ text }) => shown.includes(text));
    if (!riddle) throw new Error(`no riddle of the bank is on the screen: ${shown}`);
    await page.getByText(riddle.answer, { exact: true }).last().click();
    await page.getByText(riddle.text).waitFor({ state: 'detached' });
  }
}

/** Taps so often that WeChat's page opens: on a busy machine a player may be asked to tap again. */
export async function openWeChatsPage(page: Page, button: string): Promise<Locator> {
  const wechat = page.getByRole('dialog', { name: '红包' });
  const again = page.getByText(/请稍后再试|再点一次/);
  for (let taps = 0; taps < TAPS_MOST; taps += 1) {
    await page.getByText(button).click();
    await again.waitFor({ state: 'hidden' });
    await wechat.or(again).first().waitFor();
    if (await wechat.isVisible()) return wechat;
  }
  throw new Error(`WeChat's page did not open after ${TAPS_MOST} taps`);
}

/** Takes the money on WeChat's own page and leaves it. */
export async function takeOnWeChatsPage(page: Page, button: string): Promise<void> {
  const wechat = await openWeChatsPage(page, button);
  await wechat.getByText('開', { exact: true }).click();
  await wechat.getByText('已存入零钱').waitFor();
  await wechat.getByLabel('关闭').click();
}

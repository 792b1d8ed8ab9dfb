import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { serveSimulator } from '../local/simulator';
import type { RoundStart } from '../miniprogram/shared/contract';
import type { Drop, RainDeal } from '../miniprogram/shared/games/red-packet-rain';
import { launchBrowser } from '../test/support/browser';

const ON_SCREEN = 60;
const FALL_MS = 3_000;
const ROUND_MS = 30_000;
const SETTLE_MS = 4_000;
const MEASURED_MS = 6_000;
const ROUNDS = 2;
const REFRESH_MS = 1000 / 60;
const TAPS_A_SECOND = 5;
const SLOW = 4;
const PAGE = 'games/red-packet-rain/play/play?campaignId=c1';

interface Frames {
  /** From one refresh to the next that got a frame. */
  readonly gapsMs: readonly number[];
  /** From the refresh until every callback of the frame was done. */
  readonly workMs: readonly number[];
  readonly setDataCalls: number;
}

/**
 * The rain with 60 packets on the screen and a finger that hits five times a second, in headless
 * Chromium, with the page's processor as it is and four times slower. Headless Chromium draws in
 * software on the same cores as everything else: an empty page in the same run says what the machine
 * gives at best.
 */
export async function run(): Promise<{ name: string; lines: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-rain-'));
  const simulator = await serveSimulator({
    build: {
      miniprogramRoot: resolve('miniprogram'),
      npmRoot: resolve('.'),
      outDir: join(folder, 'simulator'),
    },
    callFunction: async () => ({ ok: true, serverNowMs: Date.now(), value: roundNow() }),
  });
  const browser = await launchBrowser();
  try {
    const url = simulator.phoneUrl('bench', PAGE);
    const lines: string[] = [];
    for (const slowdown of [1, SLOW]) {
      const empty: Frames[] = [];
      const rain: Frames[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        empty.push(await watchFrames(browser, 'about:blank', slowdown));
        rain.push(await watchFrames(browser, url, slowdown));
      }
      lines.push(...told(slowdown, joined(empty), joined(rain)));
    }
    return { name: `Rain: ${ON_SCREEN} packets on the screen (60 frames a second are all)`, lines };
  } finally {
    await browser.close();
    await simulator.close();
    rmSync(folder, { recursive: true });
  }
}

/** The round runs already, so nobody waits for 3-2-1; always 60 packets are falling. */
function roundNow(): RoundStart {
  const everyMs = FALL_MS / ON_SCREEN;
  const drops = Array.from({ length: ROUND_MS / everyMs }, (_, id): Drop => {
    const xPermille = 80 + ((id * 379) % 840);
    return { id, xPermille, enterMs: id * everyMs, fallMs: FALL_MS, depth: (id % 3) as 0 | 1 | 2 };
  });
  const deal: RainDeal = { roundMs: ROUND_MS, hitsPerPacket: 60, packetsPerRound: 5, drops };
  const startsAtMs = Date.now() - 1_000;
  return {
    roundId: 'r1',
    ticket: 'ticket',
    gameId: 'red-packet-rain',
    startsAtMs,
    endsAtMs: startsAtMs + ROUND_MS,
    deal,
  };
}

async function watchFrames(browser: Browser, url: string, slowdown: number): Promise<Frames> {
  const context = await browser.newContext({
    viewport: { width: 375, height: 812 },
    deviceScaleFactor: 3,
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  await page.goto(url);
  if (url.startsWith('http')) await page.locator('.hud').waitFor();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.waitForTimeout(SETTLE_MS);
  const watching = page.evaluate(`(${WATCH})(${MEASURED_MS})`) as Promise<Frames>;
  const frames = await Promise.race([watching, tapUntilGone(page)]);
  await context.close();
  return frames;
}

/** Runs in the page. The task that a message starts comes after the frame's callbacks. */
const WATCH = `(forMs) => new Promise((done) => {
  const gapsMs = [];
  const workMs = [];
  let setDataCalls = 0;
  const [shown] = typeof getCurrentPages === 'function' ? getCurrentPages().slice(-1) : [];
  if (shown) {
    const { setData } = shown;
    shown.setData = function (...args) {
      setDataCalls += 1;
      return setData.apply(this, args);
    };
  }
  let firstMs = 0;
  let lastMs = 0;
  const channel = new MessageChannel();
  let refreshMs = 0;
  channel.port1.onmessage = () => workMs.push(performance.now() - refreshMs);
  const frame = (nowMs) => {
    firstMs ||= nowMs;
    if (lastMs) gapsMs.push(nowMs - lastMs);
    lastMs = nowMs;
    refreshMs = nowMs;
    if (nowMs - firstMs >= forMs) return done({ gapsMs, workMs, setDataCalls });
    channel.port2.postMessage(null);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})`;

async function tapUntilGone(page: Page): Promise<never> {
  for (let n = 0; ; n += 1) {
    await page.touchscreen
      .tap(40 + ((n * 83) % 300), 200 + ((n * 97) % 500))
      .catch(() => new Promise<never>(() => undefined));
    await new Promise((later) => setTimeout(later, 1_000 / TAPS_A_SECOND));
  }
}

function joined(watched: readonly Frames[]): Frames {
  return {
    gapsMs: watched.flatMap(({ gapsMs }) => gapsMs),
    workMs: watched.flatMap(({ workMs }) => workMs),
    setDataCalls: watched.reduce((sum, { setDataCalls }) => sum + setDataCalls, 0),
  };
}

function told(slowdown: number, empty: Frames, rain: Frames): string[] {
  const who = slowdown === 1 ? 'full speed' : `${slowdown} times slower`;
  const rate = ({ gapsMs }: Frames) => (1_000 * gapsMs.length) / gapsMs.reduce((a, b) => a + b, 0);
  const share = rate(rain) / rate(empty);
  const seconds = rain.gapsMs.reduce((a, b) => a + b, 0) / 1_000;
  return [
    `${who}: ${percent(withinRefresh(rain))} of frames done within 16.7 ms of their refresh (empty page: ${percent(withinRefresh(empty))})`,
    `${who}: ${rate(rain).toFixed(1)} frames a second, ${percent(share)} of the empty page's ${rate(empty).toFixed(1)}; script takes ${median(rain.workMs).toFixed(1)} ms of a frame`,
    `${who}: ${(rain.setDataCalls / seconds).toFixed(1)} setData a second in ${rain.gapsMs.length} frames`,
  ];
}

function withinRefresh({ workMs }: Frames): number {
  return workMs.filter((ms) => ms <= REFRESH_MS).length / workMs.length;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

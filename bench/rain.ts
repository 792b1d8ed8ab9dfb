import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { serveSimulator } from '../local/simulator';
import type { RoundResult, RoundStart } from '../miniprogram/shared/contract/round';
import type { Drop, RainDeal } from '../miniprogram/shared/games/red-packet-rain';
import { launchBrowser } from '../test/support/browser';

const ON_SCREEN = 60;
const FALL_MS = 3_000;
const ROUND_MS = 10_000;
const COUNT_IN_MS = 3_000;
const BARE_SETTLE_MS = 1_000;
const BARE_MS = 5_000;
const REFRESH_MS = 1000 / 60;
/** Refreshes are stamped to the microsecond; the next one but one would be 33 ms away. */
const REFRESH_SLACK_MS = 1;
const TAPS_A_SECOND = 5;
const SLOW = 4;
const PAGE = 'games/red-packet-rain/play/play?campaignId=c1';

/** What the machine gives at best: a page with nothing, and one that wipes a canvas of full detail. */
const BARE_PAGES = {
  'empty page': '',
  'bare canvas': `<canvas width="750" height="1624" style="position: fixed; inset: 0; width: 100%"></canvas>
    <script>
      const canvas = document.querySelector('canvas');
      const ctx = canvas.getContext('2d');
      const wipe = () => {
        ctx.clearRect(0, 0, canvas.width, canvas.height);
        ctx.fillRect(100, 100, 50, 60);
        requestAnimationFrame(wipe);
      };
      wipe();
    </script>`,
} as const;

interface Frames {
  /** From one refresh to the next that got a frame. */
  readonly gapsMs: readonly number[];
  /** From the refresh until every callback of the frame was done and it was handed to the compositor. */
  readonly workMs: readonly number[];
  readonly setDataCalls: number;
  /** Device pixels for a CSS pixel at the end of each round; none for a bare page. */
  readonly ratios: readonly number[];
}

/**
 * Whole rounds, from the first frame of play to the last, with 60 packets on the screen all the time
 * and a finger that hits five times a second, in headless Chromium, with the page's processor as it is
 * and four times slower from before the page is opened. A second round on the same phone follows the
 * first. Headless Chromium draws in software on the same cores as everything else: bare pages in the
 * same run, and the load, say what the machine gives at best.
 */
export async function run(): Promise<{ name: string; lines: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-rain-'));
  const simulator = await serveSimulator({
    build: {
      miniprogramRoot: resolve('miniprogram'),
      npmRoot: resolve('.'),
      outDir: join(folder, 'simulator'),
    },
    callFunction: async (_phoneId, _name, data) => ({
      ok: true,
      serverNowMs: Date.now(),
      value: (data as { action: string }).action === 'start-round' ? roundSoon() : NOTHING_WON,
    }),
  });
  const browser = await launchBrowser();
  try {
    const url = (phone: string) => simulator.phoneUrl(phone, PAGE);
    return {
      name: `Rain: ${ON_SCREEN} packets on the screen (60 frames a second are all)`,
      lines: [
        ...(await measured(browser, 1, [url('fast')])),
        ...(await measured(browser, SLOW, [url('slow-a'), url('slow-b')])),
      ],
    };
  } finally {
    await browser.close();
    await simulator.close();
    rmSync(folder, { recursive: true });
  }
}

const NOTHING_WON: RoundResult = { score: 0, earned: 0, packets: [], shortfall: 'none' };

/** Begins after 3-2-1, and 60 packets are falling from its first frame to its last. */
function roundSoon(): RoundStart {
  const everyMs = FALL_MS / ON_SCREEN;
  const drops = Array.from({ length: (FALL_MS + ROUND_MS) / everyMs }, (_, id): Drop => {
    const xPermille = 80 + ((id * 379) % 840);
    const enterMs = id * everyMs - FALL_MS;
    return { id, xPermille, enterMs, fallMs: FALL_MS, depth: (id % 3) as 0 | 1 | 2 };
  });
  const deal: RainDeal = { roundMs: ROUND_MS, hitsPerPacket: 60, packetsPerRound: 5, drops };
  const startsAtMs = Date.now() + COUNT_IN_MS;
  return {
    roundId: `r${startsAtMs}`,
    ticket: 'ticket',
    gameId: 'red-packet-rain',
    startsAtMs,
    endsAtMs: startsAtMs + ROUND_MS,
    deal,
  };
}

async function measured(
  browser: Browser,
  slowdown: number,
  phones: readonly string[],
): Promise<string[]> {
  const who = slowdown === 1 ? 'full speed' : `${slowdown} times slower`;
  const seen = new Map<string, Frames>();
  const add = (what: string, frames: Frames) => seen.set(what, joined(seen.get(what), frames));
  for (const url of phones) {
    const context = await newPhone(browser);
    for (const [name, content] of Object.entries(BARE_PAGES)) {
      add(name, await watchBare(context, content, slowdown));
    }
    add('first round', await watchRound(context, url, slowdown));
    if (slowdown > 1) add('second round', await watchRound(context, url, slowdown));
    await context.close();
  }
  const lines = [...seen].map(([what, frames]) => `${who}, ${what}: ${told(frames)}`);
  const setDataRate = (1_000 * seen.get('first round')!.setDataCalls) / (ROUND_MS * phones.length);
  lines.push(`${who}: ${setDataRate.toFixed(1)} setData a second`);
  lines.push(`${who}: load of the machine ${loadavg()[0]!.toFixed(1)}`);
  return lines;
}

function newPhone(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width: 375, height: 812 },
    deviceScaleFactor: 3,
    hasTouch: true,
    isMobile: true,
  });
}

async function newPage(context: BrowserContext, slowdown: number): Promise<Page> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  return page;
}

async function watchBare(
  context: BrowserContext,
  content: string,
  slowdown: number,
): Promise<Frames> {
  const page = await newPage(context, slowdown);
  await page.setContent(content);
  await page.waitForTimeout(BARE_SETTLE_MS);
  const counts = `(startedMs, nowMs) => nowMs - startedMs <= ${BARE_MS} ? 'yes' : 'over'`;
  const frames = await whileTapping(page, watch(page, counts));
  await page.close();
  return frames;
}

async function watchRound(context: BrowserContext, url: string, slowdown: number): Promise<Frames> {
  const page = await newPage(context, slowdown);
  await page.goto(url);
  await page.waitForFunction("getCurrentPages().some((page) => page.data.phase === 'ready')");
  const counts = `() => ({ ready: 'not yet', playing: 'yes' })[getCurrentPages()[0].data.phase] ?? 'over'`;
  const frames = await whileTapping(page, watch(page, counts));
  // Settled, so that the next one is a round of its own.
  await page.waitForFunction('getCurrentPages()[0].data.words !== null');
  await page.close();
  return frames;
}

function watch(page: Page, counts: string): Promise<Frames> {
  return page.evaluate(`(${WATCH})(${counts})`) as Promise<Frames>;
}

/**
 * Runs in the page; `counts` says of a frame: not yet, yes, over. The task that a message starts comes
 * after everything the frame does on the page's thread.
 */
const WATCH = `(counts) => new Promise((done) => {
  const gapsMs = [];
  const workMs = [];
  let setDataCalls = 0;
  let counting = false;
  const [shown] = typeof getCurrentPages === 'function' ? getCurrentPages().slice(-1) : [];
  if (shown) {
    const { setData } = shown;
    shown.setData = function (...args) {
      if (counting) setDataCalls += 1;
      return setData.apply(this, args);
    };
  }
  const ratios = () => (shown ? [shown.stage.detail.ratio()] : []);
  const startedMs = performance.now();
  let lastMs = startedMs;
  let refreshMs = 0;
  const channel = new MessageChannel();
  channel.port1.onmessage = () => workMs.push(performance.now() - refreshMs);
  const frame = (nowMs) => {
    const answer = counts(startedMs, nowMs);
    if (answer === 'over') return done({ gapsMs, workMs, setDataCalls, ratios: ratios() });
    counting = answer === 'yes';
    if (counting) {
      gapsMs.push(nowMs - lastMs);
      refreshMs = nowMs;
      channel.port2.postMessage(null);
    }
    lastMs = nowMs;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame((nowMs) => {
    lastMs = nowMs;
    requestAnimationFrame(frame);
  });
})`;

/** Not one tap longer: on the page that follows it could hit a button. */
async function whileTapping(page: Page, frames: Promise<Frames>): Promise<Frames> {
  let over = false;
  void frames.finally(() => {
    over = true;
  });
  for (let n = 0; !over; n += 1) {
    await page.touchscreen.tap(40 + ((n * 83) % 300), 200 + ((n * 97) % 500));
    await new Promise((later) => setTimeout(later, 1_000 / TAPS_A_SECOND));
  }
  return frames;
}

function joined(before: Frames | undefined, now: Frames): Frames {
  if (!before) return now;
  return {
    gapsMs: [...before.gapsMs, ...now.gapsMs],
    workMs: [...before.workMs, ...now.workMs],
    setDataCalls: before.setDataCalls + now.setDataCalls,
    ratios: [...before.ratios, ...now.ratios],
  };
}

function told({ gapsMs, workMs, ratios }: Frames): string {
  const rate = (1_000 * gapsMs.length) / gapsMs.reduce((a, b) => a + b, 0);
  const inTime = share(gapsMs, REFRESH_MS + REFRESH_SLACK_MS);
  const parts = [
    `${inTime} of frames come within 16.7 ms of the one before`,
    `${share(workMs, REFRESH_MS)} are done within 16.7 ms of their refresh`,
    `${rate.toFixed(1)} a second`,
    `half of them take less than ${median(workMs).toFixed(1)} ms`,
  ];
  if (ratios.length) parts.push(`drawn with ${ratios.join(' and ')} device pixels for a CSS pixel`);
  return parts.join(', ');
}

function share(values: readonly number[], most: number): string {
  return `${((100 * values.filter((ms) => ms <= most).length) / values.length).toFixed(1)} %`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

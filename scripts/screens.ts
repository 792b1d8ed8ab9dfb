/**
 * npm run screens [-- PATTERN]
 *
 * A picture of every page in every state, on a phone of 375×812 and a narrow one of 320×640, into
 * `screens/`. Says so when something is wider than the screen or writes an error to the console.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { commandLine, refuse } from '../local/command-line';
import { serveSimulator } from '../local/simulator';
import { launchBrowser } from '../test/support/browser';
import { FUNDING_SCENES } from './screens/funding-scenes';
import { ORGANISER_SCENES } from './screens/organiser-scenes';
import { PLAYER_SCENES } from './screens/player-scenes';
import type { Answers, Refusal, Scene, Silence } from './screens/scene';
import { TAKING_SCENES } from './screens/taking-scenes';

const SIZES = [
  { width: 375, height: 812 },
  { width: 320, height: 640 },
] as const;
const FOLDER = 'screens';
const SHOW_MS = 900;

const USAGE = 'npm run screens [-- PATTERN]';

/** All of them unless a pattern is given. */
function wantedScenes(): readonly Scene[] {
  const { positionals } = commandLine(USAGE, { allowPositionals: true, options: {} });
  const all = [...PLAYER_SCENES, ...TAKING_SCENES, ...ORGANISER_SCENES, ...FUNDING_SCENES];
  const pattern = new RegExp(positionals[0] ?? '.');
  const wanted = all.filter(({ name }) => pattern.test(name));
  if (wanted.length > 0) return wanted;
  return refuse(
    `no scene is called ${pattern}; there are ${all.map(({ name }) => name).join(', ')}`,
  );
}

async function main(scenes: readonly Scene[]): Promise<number> {
  mkdirSync(FOLDER, { recursive: true });
  let answers: Answers = {};
  const simulator = await serveSimulator({
    build: {
      miniprogramRoot: resolve('miniprogram'),
      npmRoot: resolve('.'),
      outDir: resolve('dist/simulator-screens'),
    },
    callFunction: (_phoneId, _name, data) => answerTo(answers, data as { action: string }),
  });
  const browser = await launchBrowser();
  const complaints: string[] = [];
  for (const scene of scenes) {
    answers = scene.answers;
    for (const size of SIZES) {
      const phoneUrl = simulator.phoneUrl(`${scene.name}-${size.width}`, scene.page);
      const url = enteredBy(scene, phoneUrl);
      complaints.push(...(await takePicture(browser, scene, size, url)));
    }
  }
  await browser.close();
  await simulator.close();
  console.log(`${scenes.length} scenes in ${FOLDER}/`);
  for (const complaint of complaints) console.error(complaint);
  return complaints.length === 0 ? 0 : 1;
}

async function takePicture(
  browser: Browser,
  scene: Scene,
  size: (typeof SIZES)[number],
  url: string,
): Promise<string[]> {
  const complaints: string[] = [];
  const context = await browser.newContext({
    viewport: size,
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    colorScheme: scene.dark ? 'dark' : 'light',
  });
  const page = await context.newPage();
  const complain = (what: string) => complaints.push(`${scene.name} ${size.width}: ${what}`);
  page.on('pageerror', (error) => complain(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complain(message.text());
  });
  if (scene.offline) {
    await page.addInitScript(() => {
      const world = globalThis as unknown as { startOffline?: boolean };
      world.startOffline = true;
    });
  }
  await page.goto(url);
  if (scene.offline) {
    await page.evaluate('window.simulator.setOffline(true)');
    await page.evaluate('wx.reLaunch({ url: "/" + getCurrentPages()[0].route })');
  }
  await page.waitForTimeout(scene.afterMs ?? SHOW_MS);
  await page.evaluate(wechatPagesOf(scene));
  await scene.act?.(page);
  for (const wide of await widerThanTheScreen(page)) complain(`wider than the screen: ${wide}`);
  await page.screenshot({ path: join(FOLDER, `${scene.name}-${size.width}.png`) });
  await context.close();
  return complaints;
}

function enteredBy(scene: Scene, phoneUrl: string): string {
  const url = new URL(phoneUrl);
  if (scene.entryScene !== undefined) url.searchParams.set('scene', String(scene.entryScene));
  if (scene.oldWechat) url.searchParams.set('old', '');
  return url.href;
}

/** Stands in for pages that only WeChat itself has; one that is 'open' is never left. */
function wechatPagesOf({ wechatPages = {} }: Scene): string {
  return Object.entries(wechatPages)
    .map(([name, end]) => {
      const answer = `${name}:${end === 'ok' ? 'ok' : 'fail cancel'}`;
      const leave = `setTimeout(() => options.complete({ errMsg: '${answer}' }), 50)`;
      return `wx.${name} = (options) => { ${end === 'open' ? '' : leave} };`;
    })
    .join('\n');
}

/** Names what sticks out at the right, except what is positioned on purpose. */
function widerThanTheScreen(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('page *')]
    .filter((element) => {
      const { width, right } = element.getBoundingClientRect();
      const { position, display } = getComputedStyle(element);
      const sticksOut = width > 0 && right > innerWidth + 1;
      return sticksOut && position !== 'absolute' && display !== 'inline' && !element.closest('wx-scroll-view');
    })
    .slice(0, 3)
    .map((element) => element.tagName + '.' + element.className)`) as Promise<string[]>;
}

function answerTo(answers: Answers, request: { action: string }): Promise<unknown> {
  const answer = answers[request.action as keyof Answers] as
    | ((request: unknown) => object | Refusal | Silence)
    | undefined;
  const value = answer ? answer(request) : { refused: { code: 'NOT_FOUND' } };
  if ('silent' in value) return new Promise(() => undefined);
  const serverNowMs = Date.now();
  if ('refused' in value)
    return Promise.resolve({ ok: false, serverNowMs, failure: value.refused });
  return Promise.resolve({ ok: true, serverNowMs, value });
}

main(wantedScenes()).then(
  (exitCode) => process.exit(exitCode),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Payments, type Simulator, serveSimulator } from '../../local/simulator';
import { launchBrowser } from './browser';

const root = join(__dirname, '../..');

type CallFunction = (phoneId: string, name: string, data: unknown) => Promise<unknown>;

export interface OpenOptions {
  phoneId?: string;
  search?: string;
  touch?: boolean;
}

/**
 * Serves test/fixtures/trap-program for the tests of one file and looks at it in a real browser of a
 * phone's size. Registers its own beforeAll, beforeEach and afterAll.
 */
export function trapProgram(callFunction: CallFunction = async () => null, payments?: Payments) {
  const outDir = mkdtempSync(join(tmpdir(), 'trap-program-'));
  const consoleLines: string[] = [];
  let simulator: Simulator;
  let browser: Browser;
  let page: Page;
  let mousePage: Page | undefined;
  let phones = 0;

  beforeAll(async () => {
    const miniprogramRoot = join(root, 'test/fixtures/trap-program');
    [simulator, browser] = await Promise.all([
      serveSimulator({
        build: { miniprogramRoot, npmRoot: root, outDir },
        callFunction,
        ...(payments && { payments }),
      }),
      launchBrowser(),
    ]);
  }, 60_000);

  beforeEach(() => {
    consoleLines.length = 0;
  });

  afterAll(async () => {
    await browser?.close();
    await simulator?.close();
    rmSync(outDir, { recursive: true, force: true });
  });

  async function newPage(touch: boolean): Promise<Page> {
    const viewport = { width: 375, height: 812 };
    const context = await browser.newContext({ viewport, hasTouch: touch, isMobile: touch });
    const opened = await context.newPage();
    opened.setDefaultTimeout(4000);
    opened.on('console', (message) => consoleLines.push(`${message.type()}: ${message.text()}`));
    opened.on('pageerror', (error) => consoleLines.push(`error: ${error.message}`));
    return opened;
  }

  /** Opens a page on a phone of its own, so that nothing is left from the test before. */
  async function open(route: string, options: OpenOptions = {}): Promise<Page> {
    mousePage ??= await newPage(false);
    page = options.touch ? await newPage(true) : mousePage;
    phones += 1;
    const address = new URL(simulator.phoneUrl(options.phoneId ?? `phone-${phones}`, route));
    address.search = options.search ?? '';
    await page.goto(address.href);
    await page.locator('page').first().waitFor();
    return page;
  }

  const text = async (selector: string) => (await page.locator(selector).textContent()) ?? '';

  /** Waits until an element shows what is expected, and says what it shows when it does not. */
  async function expectText(selector: string, expected: string) {
    await page
      .locator(selector)
      .filter({ hasText: expected })
      .waitFor({ timeout: 2000 })
      .catch(() => {});
    expect(await text(selector)).toContain(expected);
  }

  return {
    open,
    text,
    expectText,
    consoleLines,
    errors: () => consoleLines.filter((line) => line.startsWith('error')),
    style: (selector: string, property: string): Promise<string> =>
      page.evaluate(`getComputedStyle(${element(selector)}).getPropertyValue('${property}')`),
    async box(selector: string) {
      const found = await page.locator(selector).boundingBox();
      if (!found) throw new Error(`${selector} is not laid out`);
      return found;
    },
  };
}

/** Code for the browser is written as text: tests are checked without the browser's types. */
export const element = (selector: string) => `document.querySelector('${selector}')`;

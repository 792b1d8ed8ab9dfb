import type { Browser, Page } from 'playwright-core';
import type { WorldProcess } from '../support/world-process';

const PATIENCE_MS = 30_000;

/** A phone that is entered in some way; WeChat's number for it: 1008 a group's card, 1047 a scan. */
export async function openPhone(
  browser: Browser,
  world: WorldProcess,
  phoneId: string,
  route = 'pages/home/home',
  scene = 1008,
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 375, height: 812 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${world.phoneUrl(phoneId)}?scene=${scene}#/${route}`);
  return page;
}

/** Asks a cloud function as the phone's own page would. */
export async function askCloud<Value>(
  world: WorldProcess,
  phoneId: string,
  name: string,
  data: object,
): Promise<Value> {
  const response = await fetch(new URL('cloud/callFunction', world.phoneUrl(phoneId)), {
    method: 'POST',
    body: JSON.stringify({ name, data }),
  });
  const { result } = (await response.json()) as { result?: { ok: boolean; value: Value } };
  if (!result?.ok) throw new Error(`${name} refused: ${JSON.stringify(result)}`);
  return result.value;
}

/** Waits until the page says this, whatever lies between the words: a name and its amount are apart. */
export async function saysInOneLine(page: Page, words: string): Promise<void> {
  await page.waitForFunction(
    `document.body.innerText.replaceAll(/\\s+/g, '').includes(${JSON.stringify(words)})`,
  );
}

import type { Page } from 'playwright-core';

/** Taps what contains the text, and waits until the page has changed. */
export const tap =
  (text: string, afterMs: number) =>
  async (page: Page): Promise<void> => {
    await page.getByText(text).first().click();
    await page.waitForTimeout(afterMs);
  };

/** Taps what says exactly this. */
export const tapExactly =
  (text: string, afterMs = 700) =>
  async (page: Page): Promise<void> => {
    await page.getByText(text, { exact: true }).first().click();
    await page.waitForTimeout(afterMs);
  };

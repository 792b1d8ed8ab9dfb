import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { startWorldProcess, type WorldProcess } from '../support/world-process';
import { openPhone } from './phones';

const START_MOST_MS = 120_000;

export interface Stage {
  /** Not before the first test begins. */
  readonly world: WorldProcess;
  /** A phone that is entered in some way, as `openPhone` has it. */
  phone(phoneId: string, route?: string, scene?: number): Promise<Page>;
}

/** A world of its own and a browser, for as long as the tests of the surrounding block run. */
export function setStage(): Stage {
  let world: WorldProcess;
  let browser: Browser;

  beforeAll(async () => {
    // One after the other: a browser that started beside a world that did not would never be closed.
    world = await startWorldProcess();
    browser = await launchBrowser();
  }, START_MOST_MS);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  return {
    get world() {
      return world;
    },
    phone: (phoneId, route, scene) => openPhone(browser, world, phoneId, route, scene),
  };
}

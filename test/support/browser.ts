import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** A browser under test asks nobody on the network for anything. */
const QUIET_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts the system's Chromium or Chrome, and where there is none the one that came with npm
 * (`@sparticuz/chromium`, Linux on x64). `BROWSER_FROM=npm` passes the system's over.
 */
export async function launchBrowser(): Promise<Browser> {
  const system = process.env.BROWSER_FROM === 'npm' ? undefined : SYSTEM_BROWSERS.find(existsSync);
  return chromium.launch(
    system === undefined
      ? await packedBrowser()
      : { executablePath: system, args: QUIET_ARGUMENTS },
  );
}

/**
 * The npm package brings the browser, the libraries that a bare image lacks (nss, nspr, expat) and
 * one Latin font; it hands the libraries out only where it believes to run in a Lambda. The system's
 * fonts are used where there are any, because only they have Chinese characters.
 */
async function packedBrowser(): Promise<LaunchOptions> {
  const ownEnvironment = { ...process.env };
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x';
  const { default: packed } = await import('@sparticuz/chromium');
  const executablePath = await oneAtATime('chromium.unpacking', () => packed.executablePath());
  process.env = ownEnvironment;
  const hasFonts = existsSync('/etc/fonts/fonts.conf');
  return {
    executablePath,
    args: [...QUIET_ARGUMENTS, '--no-zygote', '--font-render-hinting=none'],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(tmpdir(), 'al2023', 'lib'),
      FONTCONFIG_PATH: hasFonts ? '/etc/fonts' : join(tmpdir(), 'fonts'),
    },
  };
}

const LOCK_WAIT_MS = 100;
const LOCK_STALE_MS = 60_000;

/** Unpacking 190 MB takes seconds; a second worker must not start a half-written browser. */
async function oneAtATime<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const lock = join(tmpdir(), name);
  for (let waitedMs = 0; ; waitedMs += LOCK_WAIT_MS) {
    try {
      await mkdir(lock);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (waitedMs >= LOCK_STALE_MS) break;
      await sleep(LOCK_WAIT_MS);
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

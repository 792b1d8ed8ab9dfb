import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MovableClock, movableClock } from '../../../local/clock';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../../local/cloud';
import { buildFunctions } from '../../../scripts/build-functions';

export interface World {
  readonly functionsDir: string;
  readonly clock: MovableClock;
  readonly cloud: LocalCloud;
  close(): Promise<void>;
}

/** The fixtures, bundled as for production, in a cloud of their own. */
export async function openWorld(
  options: Partial<LocalCloudOptions> & { clock?: MovableClock } = {},
): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'local-cloud-'));
  const functionsDir = join(folder, 'functions');
  await buildFunctions({ sourceDir: join(__dirname, 'functions'), outDir: functionsDir });
  const clock = options.clock ?? movableClock();
  const cloud = await startLocalCloud({
    dataDir: null,
    functionsDir,
    functionEnv: { SETTING: 'configured' },
    collections: ['notes', 'ticks'].map((name) => ({ name, indexes: [] })),
    timers: 'by-hand',
    ...options,
    clock,
  });
  return {
    functionsDir,
    clock,
    cloud,
    async close() {
      await cloud.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export const ALICE = { openid: 'oAlice0123456789abcdefghijkl' };
export const BOB = { openid: 'oBob000123456789abcdefghijkl', unionid: 'uBob' };

/** The result of a call that must succeed. */
export async function resultOf<T>(reply: Promise<unknown>): Promise<T> {
  const answer = (await reply) as { ok: boolean; result?: T };
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  return answer.result as T;
}

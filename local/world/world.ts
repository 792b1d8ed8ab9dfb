import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COLLECTIONS } from '../../server/collections';
import { type MovableClock, movableClock } from '../clock';
import { fileIdOf, type LocalCloud, startLocalCloud } from '../cloud';
import { ORGANISER, openidOf } from '../players/phones';
import { type Sandbox, startSandbox } from '../wechatpay';
import { replaceFile } from './kept-file';
import { moveOutOfNight } from './night';
import { keptSecret } from './secrets';

/** Everything outside the product, running together: the cloud, WeChat Pay, and one clock for both. */
export interface World {
  readonly clock: MovableClock;
  /** It was night in Beijing at the start, so the clock was moved to the evening. */
  readonly movedFromNight: boolean;
  readonly cloud: LocalCloud;
  readonly sandbox: Sandbox;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly dataFolder: string;
  /** The built functions, one folder each. */
  readonly functionsFolder: string;
  readonly workers: number;
  /** `by-hand` leaves the timers to the caller, as the demo does. */
  readonly timers: 'running' | 'by-hand';
}

export const CERTIFICATE_PATH = 'merchant/apiclient_cert.p12';
const SANDBOX_BALANCE_FEN = 100_000_000;

/** The world's folder keeps bills, documents, secrets and the clock's offset: it starts as it stopped. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { dataFolder } = options;
  const clock = keptClock(join(dataFolder, 'clock.json'));
  const nightMs = moveOutOfNight(clock.now());
  if (nightMs > 0) clock.moveBy(nightMs);
  const sandbox = await startSandbox({
    dataDir: dataFolder,
    nowMs: clock.now,
    balanceFen: SANDBOX_BALANCE_FEN,
  });
  const { merchant } = sandbox;
  const functionEnv: Record<string, string> = {
    TICKET_SECRET: keptSecret(dataFolder, 'ticket'),
    OWNER_OPENIDS: openidOf(ORGANISER.phoneId),
    WECHATPAY_BASE_URL: sandbox.baseUrl,
    WECHATPAY_MCH_ID: merchant.mchId,
    WECHATPAY_API_KEY: merchant.apiKey,
    WECHATPAY_WXAPPID: merchant.wxappid,
    WECHATPAY_CERTIFICATE_FILE_ID: fileIdOf(CERTIFICATE_PATH),
  };
  const cloud = await startLocalCloud({
    dataDir: dataFolder,
    functionsDir: options.functionsFolder,
    functionEnv,
    collections: COLLECTIONS,
    clock,
    workers: options.workers,
    timers: options.timers,
  });
  await cloud.files.put(CERTIFICATE_PATH, merchant.p12);
  return {
    clock,
    movedFromNight: nightMs > 0,
    cloud,
    sandbox,
    close: async () => {
      await cloud.close();
      await sandbox.close();
    },
  };
}

function keptClock(file: string): MovableClock {
  const keptOffsetMs = existsSync(file)
    ? Number(JSON.parse(readFileSync(file, 'utf8')).offsetMs)
    : 0;
  const clock = movableClock(keptOffsetMs);
  clock.onMove(() => replaceFile(file, JSON.stringify({ offsetMs: clock.offsetMs })));
  return clock;
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COLLECTIONS } from '../../server/collections';
import { type MovableClock, movableClock } from '../clock';
import { type LocalCloud, type PhoneIdentity, startLocalCloud } from '../cloud';
import { type OfficialAccount, startOfficialAccount } from '../official-account';
import { isOfficialOpenid, officialOpenidOf, openidOf, unionidOf } from '../players/phones';
import { MINI_APPID, type Sandbox, startSandbox, WXAPPID } from '../wechatpay';
import { replaceFile } from './kept-file';
import { keptPort } from './kept-port';
import { moveOutOfNight } from './night';
import { keptSecret } from './secrets';
import { CERTIFICATE_PATH, functionSettings, HTTP_FUNCTIONS, PUBLIC_KEY_PATH } from './settings';

/** Everything outside the product, running together: the cloud, WeChat Pay, the official account, one clock. */
export interface World {
  readonly clock: MovableClock;
  /** It was night in Beijing at the start, so the clock was moved to the evening. */
  readonly movedFromNight: boolean;
  readonly cloud: LocalCloud;
  readonly sandbox: Sandbox;
  readonly officialAccount: OfficialAccount;
  /** What is configured for the functions. */
  readonly functionEnv: Readonly<Record<string, string>>;
  /** The WeChat user of a phone, as the cloud tells it to functions. */
  identityOf(phoneId: string): PhoneIdentity;
  /** The provider calls back wherever that is due. A running world does it by itself. */
  deliverCallbacks(): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly dataFolder: string;
  /** The built functions, one folder each. */
  readonly functionsFolder: string;
  readonly workers: number;
  /** `by-hand` leaves timers and callbacks to the caller, as the demo does. */
  readonly timers: 'running' | 'by-hand';
}

/** What the merchant has before anything is paid. */
export const SANDBOX_BALANCE_FEN = 100_000_000;
const CALLBACKS_EVERY_MS = 1_000;

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
    appidOf: (openid) => (isOfficialOpenid(openid) ? WXAPPID : MINI_APPID),
  });
  const { merchant } = sandbox;
  const officialAccountSecret = officialSecret(dataFolder);
  const officialAccount = await startOfficialAccount({
    appid: merchant.wxappid,
    secret: officialAccountSecret,
    nowMs: clock.now,
    openidOf: officialOpenidOf,
    unionidOf,
  });
  const ticketSecret = keptSecret(dataFolder, 'ticket');
  const functionEnv = (cloudUrl: string) =>
    functionSettings({ sandbox, officialAccount, officialAccountSecret, ticketSecret }, cloudUrl);
  const cloudPort = await keptPort(join(dataFolder, 'cloud-port'));
  const cloud = await startLocalCloud({
    dataDir: dataFolder,
    functionsDir: options.functionsFolder,
    functionEnv,
    appid: merchant.miniAppid,
    httpFunctions: HTTP_FUNCTIONS,
    collections: COLLECTIONS,
    clock,
    workers: options.workers,
    timers: options.timers,
    port: cloudPort.port,
  });
  cloudPort.keep(cloud.url);
  await cloud.files.put(CERTIFICATE_PATH, merchant.p12);
  await cloud.files.put(PUBLIC_KEY_PATH, Buffer.from(merchant.platformPublicKeyPem));
  const deliverCallbacks = () => sandbox.callbacks.deliverDue();
  const stopDelivering =
    options.timers === 'running' ? keepDelivering(clock, deliverCallbacks) : () => {};
  return {
    clock,
    movedFromNight: nightMs > 0,
    cloud,
    sandbox,
    officialAccount,
    functionEnv: functionEnv(cloud.url),
    identityOf: (phoneId) => ({
      openid: openidOf(phoneId),
      ...(officialAccount.switches().unionid && { unionid: unionidOf(phoneId) }),
    }),
    deliverCallbacks,
    close: async () => {
      stopDelivering();
      await cloud.close();
      await officialAccount.close();
      await sandbox.close();
    },
  };
}

/** As long as real ones. */
function officialSecret(dataFolder: string): string {
  return keptSecret(dataFolder, 'official-account').slice(0, 32);
}

/** After every move of the clock and about once a second; answers how to stop. */
function keepDelivering(clock: MovableClock, deliver: () => Promise<void>): () => void {
  const run = () => void deliver().catch((error) => console.error(error));
  const timer = setInterval(run, CALLBACKS_EVERY_MS);
  timer.unref();
  const unsubscribe = clock.onMove(run);
  return () => {
    clearInterval(timer);
    unsubscribe();
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

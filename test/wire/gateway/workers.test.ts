import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareCertificates } from '../../../local/wechatpay';
import { HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import { PAYOUT_CHANNELS, type PayoutChannel } from '../../../miniprogram/shared/channels';
import { memoryDocuments } from '../../../server/adapters/memory/documents';
import { CHANNEL_ADAPTERS } from '../../../server/adapters/wechatpay/channels';
import type { ClaimRecord } from '../../../server/domain/records';
import { checkSent } from '../../../server/usecases/payout/check-sent';
import { sendOwed } from '../../../server/usecases/payout/send-owed';
import type { PayoutTools } from '../../../server/usecases/payout/tools';
import { linkPair } from '../../../server/usecases/stores/identities';
import { readMerchantState } from '../../../server/usecases/stores/merchant-states';
import { type GatewayWorld, startGatewayWorld } from '../../support/gateway-world';
import { owedClaim } from '../../support/payout-world';

let world: GatewayWorld;
let tools: PayoutTools;

/** The codes and bills of a channel, as its provider has them. */
const PROVIDER: Readonly<
  Record<
    PayoutChannel,
    {
      readonly noMoney: string;
      readonly noResult: string;
      readonly bills: () => readonly { readonly billNo: string; readonly amountFen: number }[];
      readonly open: (billNo: string) => void;
    }
  >
> = {
  sendredpack: {
    noMoney: 'NOTENOUGH',
    noResult: 'SYSTEMERROR',
    bills: () => world.sandbox.bills(),
    open: (billNo) => void world.sandbox.open(billNo),
  },
  sendminiprogramhb: {
    noMoney: 'NOTENOUGH',
    noResult: 'SYSTEMERROR',
    bills: () => world.sandbox.bills(),
    open: (billNo) => void world.sandbox.open(billNo),
  },
  'transfer-bills': {
    noMoney: 'NOT_ENOUGH',
    noResult: 'SYSTEM_ERROR',
    bills: () => transfers().map(({ outBillNo, amountFen }) => ({ billNo: outBillNo, amountFen })),
    open: (billNo) => void world.sandbox.transfers.confirm(billNo),
  },
};

const transfers = () => world.sandbox.transfers.bills();

/** One folder of keys, and a copy of it for each world. */
const root = mkdtempSync(join(tmpdir(), 'gateway-workers-'));
const keys = join(root, 'keys');
let worldCount = 0;

beforeAll(() => prepareCertificates(keys));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function start(channel: PayoutChannel): Promise<void> {
  worldCount += 1;
  const dataDir = join(root, String(worldCount));
  cpSync(keys, dataDir, { recursive: true });
  world = await startGatewayWorld(dataDir);
  const { rate, dailyLimits } = CHANNEL_ADAPTERS[channel];
  tools = {
    channel,
    documents: memoryDocuments(),
    gateway: world.open(channel),
    clock: world.clock,
    // Nobody sleeps in a test: the clock that everybody shares jumps instead.
    sleep: async (ms) => world.advance(ms),
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    log: { info: () => {}, warn: () => {}, alert: () => {} },
    mchId: world.sandbox.merchant.mchId,
    rate,
    dailyLimits,
    quietHours: null,
    runMs: 45_000,
  };
}

afterEach(() => world.close());

async function owe(count: number): Promise<void> {
  const { channel, documents } = tools;
  for (let i = 1; i <= count; i += 1) {
    const no = String(i).padStart(7, '0');
    const openid = `oxTWIuGaIt6gTKsQRLau2${no}`;
    const officialOpenid = `o6_bmjrPTlm6_2sgVt7h${no}`;
    await linkPair(documents, { openid, officialOpenid, unionid: null }, world.clock());
    const entryScene = 1047; // a scan
    const claim = owedClaim(`claim-${i}`, world.clock(), {
      openid,
      channel,
      entryScene,
      amountFen: 100 + i,
    });
    await documents.insert('claims', claim);
  }
}

const claims = () => tools.documents.find<ClaimRecord>('claims', {}, { limit: 100 });

async function steps(): Promise<string[]> {
  return [...new Set((await claims()).map((claim) => claim.step))].sort();
}

async function workFor(ms: number): Promise<void> {
  const untilMs = world.clock() + ms;
  while (world.clock() < untilMs) {
    await sendOwed(tools);
    await checkSent(tools);
    world.advance(MINUTE_MS);
  }
}

describe.each(PAYOUT_CHANNELS)('sender and checker of %s against the sandbox', (channel) => {
  const { noMoney, noResult, bills, open } = PROVIDER[channel];

  beforeEach(() => start(channel));

  it('pay everybody once although answers are lost, broken or about something else', async () => {
    await owe(12);
    const { sandbox } = world;
    sandbox.plan({ kind: 'reset', moment: 'after-effect' });
    sandbox.plan({ kind: 'reset', moment: 'before-effect' });
    sandbox.plan({ kind: 'body', moment: 'after-effect', body: 'truncated' });
    sandbox.plan({ kind: 'body', moment: 'before-effect', body: 'html-502' });
    sandbox.plan({ kind: 'refuse', moment: 'after-effect', errCode: noResult });
    sandbox.plan({ kind: 'body', moment: 'after-effect', body: 'wrong-bill-no' });
    await workFor(20 * MINUTE_MS);
    expect(await steps()).toEqual(['SENT']);
    const amountsFen = bills().map((bill) => bill.amountFen);
    expect(amountsFen.sort()).toEqual(Array.from({ length: 12 }, (_, i) => 101 + i));

    for (const bill of bills().slice(0, 6)) open(bill.billNo);
    await workFor(26 * HOUR_MS);
    expect(await steps()).toEqual(['RECEIVED', 'RETURNED']);
  });

  it('wait for money and go on with the same bills', async () => {
    await owe(3);
    const { sandbox } = world;
    sandbox.balance.add(-sandbox.balance.fen());
    await sendOwed(tools);
    expect((await readMerchantState(tools.documents, channel)).pausedReason).toBe(noMoney);
    expect(await steps()).toEqual(['OWED']);
    const refused = (await claims()).flatMap((claim) => claim.billNo ?? []);
    sandbox.balance.add(1_000);
    await workFor(15 * MINUTE_MS);
    expect(await steps()).toEqual(['SENT']);
    const paid = bills().map((bill) => bill.billNo);
    expect(refused.every((billNo) => paid.includes(billNo))).toBe(true);
  });

  it('replace a bill only when the provider’s record says that it failed', async () => {
    await owe(1);
    world.sandbox.plan({
      kind: 'settle',
      as: 'FAILED',
      failReason: 'OTHER_FAIL_REASON_TYPE',
      afterMs: 2 * MINUTE_MS,
      answer: 'PROCESSING',
    });
    await workFor(MINUTE_MS);
    expect(bills()).toHaveLength(1);
    await workFor(40 * MINUTE_MS);
    expect(await steps()).toEqual(['SENT']);
    expect(bills()).toHaveLength(2);
  });
});

describe('sender and checker of transfers that wait for money at the provider', () => {
  beforeEach(() => start('transfer-bills'));

  it('send the same bills again, and they go on', async () => {
    const { sandbox } = world;
    await owe(3);
    sandbox.set({ lowBalance: 'PROCESSING' });
    sandbox.balance.add(-sandbox.balance.fen());
    await workFor(10 * MINUTE_MS);
    expect(await steps()).toEqual(['UNKNOWN']);
    const waiting = transfers().map((bill) => bill.outBillNo);
    sandbox.balance.add(1_000);
    await workFor(15 * MINUTE_MS);
    expect(await steps()).toEqual(['SENT']);
    expect(transfers().map((bill) => bill.outBillNo)).toEqual(waiting);
    expect((await claims()).every((claim) => claim.pass !== null)).toBe(true);
  });
});

import { HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import { memoryDocuments } from '../../../server/adapters/memory/documents';
import type { ClaimRecord } from '../../../server/domain/records';
import { PROVIDER_DAILY_LIMITS } from '../../../server/domain/send-budget';
import { checkSent } from '../../../server/usecases/payout/check-sent';
import { sendOwed } from '../../../server/usecases/payout/send-owed';
import type { PayoutTools } from '../../../server/usecases/payout/tools';
import { linkPair } from '../../../server/usecases/stores/identities';
import { readMerchantState } from '../../../server/usecases/stores/merchant-states';
import { type GatewayWorld, startGatewayWorld } from '../../support/gateway-world';
import { owedClaim } from '../../support/payout-world';

let world: GatewayWorld;
let tools: PayoutTools;

beforeEach(async () => {
  world = await startGatewayWorld();
  tools = {
    channel: 'sendredpack',
    documents: memoryDocuments(),
    gateway: world.open('sendredpack'),
    clock: world.clock,
    // Nobody sleeps in a test: the clock that everybody shares jumps instead.
    sleep: async (ms) => world.advance(ms),
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    log: { info: () => {}, warn: () => {}, alert: () => {} },
    mchId: world.sandbox.merchant.mchId,
    rate: { perSecond: 30 },
    dailyLimits: PROVIDER_DAILY_LIMITS,
    quietHours: null,
    runMs: 45_000,
  };
});

afterEach(() => world.close());

async function owe(count: number): Promise<void> {
  for (let i = 1; i <= count; i += 1) {
    const no = String(i).padStart(7, '0');
    const openid = `oxTWIuGaIt6gTKsQRLau2${no}`;
    const officialOpenid = `o6_bmjrPTlm6_2sgVt7h${no}`;
    await linkPair(tools.documents, { openid, officialOpenid, unionid: null }, world.clock());
    const claim = owedClaim(`claim-${i}`, world.clock(), { openid, amountFen: 100 + i });
    await tools.documents.insert('claims', claim);
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

describe('sender and checker against the sandbox', () => {
  it('pay everybody once although answers are lost, broken or about something else', async () => {
    await owe(12);
    const { sandbox } = world;
    sandbox.plan({ kind: 'reset', moment: 'after-effect' });
    sandbox.plan({ kind: 'reset', moment: 'before-effect' });
    sandbox.plan({ kind: 'body', moment: 'after-effect', body: 'truncated' });
    sandbox.plan({ kind: 'body', moment: 'before-effect', body: 'html-502' });
    sandbox.plan({ kind: 'refuse', moment: 'after-effect', errCode: 'SYSTEMERROR' });
    sandbox.plan({ kind: 'body', moment: 'after-effect', body: 'wrong-amount' });
    await workFor(20 * MINUTE_MS);
    expect(await steps()).toEqual(['SENT']);
    expect(
      sandbox
        .bills()
        .map((bill) => bill.amountFen)
        .sort(),
    ).toEqual(Array.from({ length: 12 }, (_, i) => 101 + i));

    for (const bill of sandbox.bills().slice(0, 6)) sandbox.open(bill.billNo);
    await workFor(26 * HOUR_MS);
    expect(await steps()).toEqual(['RECEIVED', 'RETURNED']);
  });

  it('wait for money and go on with the same bills', async () => {
    await owe(3);
    const { sandbox } = world;
    sandbox.balance.add(-sandbox.balance.fen());
    await sendOwed(tools);
    expect((await readMerchantState(tools.documents, 'sendredpack')).pausedReason).toBe(
      'NOTENOUGH',
    );
    expect(await steps()).toEqual(['OWED']);
    const refused = (await claims()).flatMap((claim) => claim.billNo ?? []);
    sandbox.balance.add(1_000);
    await workFor(15 * MINUTE_MS);
    expect(await steps()).toEqual(['SENT']);
    const paid = sandbox.bills().map((bill) => bill.billNo);
    expect(refused.every((billNo) => paid.includes(billNo))).toBe(true);
  });

  it('replace a bill only when the provider’s record says that it failed', async () => {
    await owe(1);
    const afterMs = 2 * MINUTE_MS;
    world.sandbox.plan({ kind: 'settle', as: 'FAILED', afterMs, answer: 'PROCESSING' });
    await workFor(40 * MINUTE_MS);
    expect(await steps()).toEqual(['SENT']);
    expect(world.sandbox.bills().map((bill) => bill.status)).toEqual(['FAILED', 'SENT']);
  });
});

import type { PayoutChannel } from '../miniprogram/shared/channels';
import { memoryDocuments } from '../server/adapters/memory/documents';
import { CHANNEL_ADAPTERS } from '../server/adapters/wechatpay/channels';
import type { ClaimRecord } from '../server/domain/records';
import type { Sleep } from '../server/ports/clock';
import type { Documents } from '../server/ports/documents';
import { sendOwed } from '../server/usecases/payout/send-owed';
import type { PayoutTools } from '../server/usecases/payout/tools';
import { linkPair } from '../server/usecases/stores/identities';
import { fakeGateway } from '../test/support/fake-gateway';
import { mostWithin } from '../test/support/most-within';
import { pairOf } from '../test/support/pair';
import { NOON_MS, owedClaim } from '../test/support/payout-world';
import { type VirtualTime, virtualTime } from '../test/support/virtual-time';

const CLAIMS = 10_000;
const LATENCY_MS = 300;
const DATABASE_MS = 10;
const TIMER_MS = 10_000;
const RUN_MS = 42_000;

/**
 * How fast a backlog is paid, on a virtual clock: the sender as its timer starts it, every ten
 * seconds, also while earlier runs still work, a provider that takes 300 ms for an answer, and a database
 * that takes 10.
 */
export async function run(): Promise<{ name: string; lines: string[] }> {
  const lines = [];
  for (const channel of ['sendredpack', 'transfer-bills'] as const) {
    lines.push(...(await drain(channel)));
  }
  return { name: `Payouts: ${CLAIMS} owed claims of each channel drained (virtual clock)`, lines };
}

async function drain(channel: PayoutChannel): Promise<string[]> {
  const { rate, dailyLimits } = CHANNEL_ADAPTERS[channel];
  const time = virtualTime(NOON_MS);
  const stored = memoryDocuments();
  const documents = distant(stored, time.sleep);
  const gateway = fakeGateway({ ...time, latencyMs: LATENCY_MS });
  for (let i = 0; i < CLAIMS; i += 1) {
    const claim = owedClaim(`claim-${i}`, NOON_MS - CLAIMS + i, { channel });
    await linkPair(stored, pairOf(claim.openid), NOON_MS);
    await stored.insert('claims', claim);
  }
  const tools: PayoutTools = {
    channel,
    documents,
    gateway,
    clock: time.clock,
    sleep: time.sleep,
    randomBytes: countingBytes(),
    log: { info: () => {}, warn: () => {}, alert: () => {} },
    mchId: '1900000109',
    rate,
    dailyLimits,
    quietHours: null,
    runMs: RUN_MS,
  };
  await time.run(untilDrained(stored, tools, time));

  const sends = gateway.sends.map((send) => send.atMs);
  const perSecond = (sends.length - 1) / ((sends.at(-1)! - sends[0]!) / 1000);
  const share = perSecond / rate.perSecond;
  const mostInMinute = mostWithin(60_000, sends);
  const mostInSecond = mostWithin(1_000, sends);
  const unpaid = await stored.count('claims', { step: { not: 'SENT' } });
  const perMinute = rate.perSecond * 60;
  const isWhole = gateway.bills.size === CLAIMS && unpaid === 0;
  return [
    `${channel}: ${perSecond.toFixed(2)} a second, ${(share * 100).toFixed(1)} % of the configured rate: ${verdict(share >= 0.99)}`,
    `  most in any 60 seconds: ${mostInMinute} of ${perMinute}: ${verdict(mostInMinute <= perMinute)}`,
    `  most in any second: ${mostInSecond} of ${rate.perSecond}: ${verdict(mostInSecond <= rate.perSecond)}`,
    `  paid ${gateway.bills.size}, sent more than once ${sends.length - gateway.bills.size}, unpaid ${unpaid}: ${verdict(isWhole)}`,
  ];
}

function verdict(holds: boolean): string {
  return holds ? 'ok' : 'MISSED';
}

/** Every call takes as long as one to the cloud's own database. */
function distant(stored: Documents, sleep: Sleep): Documents {
  const after = <T>(call: () => Promise<T>) => sleep(DATABASE_MS).then(call);
  return {
    insert: (collection, doc) => after(() => stored.insert(collection, doc)),
    get: (collection, id) => after(() => stored.get(collection, id)),
    update: (...call) => after(() => stored.update(...call)),
    remove: (...call) => after(() => stored.remove(...call)),
    find: (collection, where, options) => after(() => stored.find(collection, where, options)),
    count: (...call) => after(() => stored.count(...call)),
    sum: (...call) => after(() => stored.sum(...call)),
  };
}

async function untilDrained(
  stored: Documents,
  tools: PayoutTools,
  time: VirtualTime,
): Promise<void> {
  const runs: Promise<unknown>[] = [];
  const paid = () => stored.count('claims', { step: 'SENT' } satisfies Partial<ClaimRecord>);
  while ((await paid()) < CLAIMS) {
    runs.push(sendOwed(tools));
    await time.sleep(TIMER_MS);
  }
  await Promise.all(runs);
}

/** Distinct enough for bill numbers and leases, and the same in every run. */
function countingBytes(): (length: number) => Uint8Array {
  let state = 1;
  return (length) =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state >>> 24;
    });
}

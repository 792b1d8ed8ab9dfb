import { memoryDocuments } from '../server/adapters/memory/documents';
import type { ClaimRecord } from '../server/domain/records';
import { PROVIDER_DAILY_LIMITS, PROVIDER_RATE } from '../server/domain/send-budget';
import { sendOwed } from '../server/usecases/payout/send-owed';
import type { PayoutTools } from '../server/usecases/payout/tools';
import { linkPair } from '../server/usecases/stores/identities';
import { fakeGateway } from '../test/support/fake-gateway';
import { pairOf } from '../test/support/pair';
import { NOON_MS, owedClaim } from '../test/support/payout-world';
import { type VirtualTime, virtualTime } from '../test/support/virtual-time';

const CLAIMS = 10_000;
const LATENCY_MS = 300;
const TIMER_MS = 10_000;
const RUN_MS = 42_000;

/**
 * How fast a backlog is paid, on a virtual clock: the sender as its timer starts it, every ten
 * seconds, also while earlier runs still work, and a provider that takes 300 ms for an answer.
 */
export async function run(): Promise<{ name: string; lines: string[] }> {
  const time = virtualTime(NOON_MS);
  const documents = memoryDocuments();
  const gateway = fakeGateway({ ...time, latencyMs: LATENCY_MS });
  for (let i = 0; i < CLAIMS; i += 1) {
    const claim = owedClaim(`claim-${i}`, NOON_MS - CLAIMS + i);
    await linkPair(documents, pairOf(claim.openid), NOON_MS);
    await documents.insert('claims', claim);
  }
  const tools: PayoutTools = {
    channel: 'sendredpack',
    documents,
    gateway,
    clock: time.clock,
    sleep: time.sleep,
    randomBytes: countingBytes(),
    log: { info: () => {}, warn: () => {}, alert: () => {} },
    mchId: '1900000109',
    rate: PROVIDER_RATE,
    dailyLimits: PROVIDER_DAILY_LIMITS,
    quietHours: null,
    runMs: RUN_MS,
  };
  await time.run(untilDrained(tools, time));

  const sends = gateway.sends.map((send) => send.atMs);
  const perSecond = (sends.length - 1) / ((sends.at(-1)! - sends[0]!) / 1000);
  const share = perSecond / PROVIDER_RATE.perSecond;
  const mostInMinute = mostWithin(60_000, sends);
  const mostInSecond = mostWithin(1_000, sends);
  const unpaid = await documents.count('claims', { step: { not: 'SENT' } });
  return {
    name: `Payouts: ${CLAIMS} owed claims drained (virtual clock)`,
    lines: [
      `${perSecond.toFixed(2)} a second, ${(share * 100).toFixed(1)} % of the configured rate: ${verdict(share >= 0.99)}`,
      `most in any 60 seconds: ${mostInMinute} of 1800: ${verdict(mostInMinute <= 1_800)}`,
      `most in any second: ${mostInSecond} of ${PROVIDER_RATE.perSecond}: ${verdict(mostInSecond <= PROVIDER_RATE.perSecond)}`,
      `paid ${gateway.bills.size}, sent more than once ${sends.length - gateway.bills.size}, unpaid ${unpaid}: ${verdict(gateway.bills.size === CLAIMS && unpaid === 0)}`,
    ],
  };
}

function verdict(holds: boolean): string {
  return holds ? 'ok' : 'MISSED';
}

async function untilDrained(tools: PayoutTools, time: VirtualTime): Promise<void> {
  const runs: Promise<unknown>[] = [];
  const paid = () =>
    tools.documents.count('claims', { step: 'SENT' } satisfies Partial<ClaimRecord>);
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

function mostWithin(windowMs: number, instants: readonly number[]): number {
  const sorted = [...instants].sort((a, b) => a - b);
  let most = 0;
  let from = 0;
  sorted.forEach((atMs, i) => {
    while (sorted[from]! <= atMs - windowMs) from += 1;
    most = Math.max(most, i - from + 1);
  });
  return most;
}

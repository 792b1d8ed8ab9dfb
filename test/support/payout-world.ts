import type { PayoutChannel } from '../../miniprogram/shared/channels';
import { PAYMENT_STEPS } from '../../miniprogram/shared/payment';
import { seededRandom } from '../../miniprogram/shared/seeded-random';
import { memoryDocuments } from '../../server/adapters/memory/documents';
import {
  RED_PACKET_DAILY_LIMITS,
  RED_PACKET_RATE,
} from '../../server/adapters/wechatpay/red-packets/limits';
import { assertClaimBooks, moveClaim } from '../../server/domain/claim-steps';
import { NIGHT } from '../../server/domain/quiet-hours';
import type { BillRecord, ClaimRecord } from '../../server/domain/records';
import type { Documents } from '../../server/ports/documents';
import type { Log } from '../../server/ports/log';
import { type CheckSummary, checkSent } from '../../server/usecases/payout/check-sent';
import { type SendSummary, sendOwed } from '../../server/usecases/payout/send-owed';
import type { PayoutTools } from '../../server/usecases/payout/tools';
import { linkPair } from '../../server/usecases/stores/identities';
import { knownRecords } from '../../server/usecases/stores/known-records';
import { type FakeGateway, fakeGateway } from './fake-gateway';
import { pairOf } from './pair';
import { takingClaim } from './taking-claim';
import { type VirtualTime, virtualTime } from './virtual-time';

/** Noon of a Saturday in Beijing. */
export const NOON_MS = Date.UTC(2026, 10, 21, 4);
export const CAMPAIGN_ID = 'c1';

type Owed = Partial<Pick<ClaimRecord, 'amountFen' | 'openid' | 'channel' | 'entryScene'>>;

export interface PayoutWorld {
  readonly time: VirtualTime;
  readonly documents: Documents;
  readonly gateway: FakeGateway;
  readonly tools: PayoutTools;
  /** 'level event reason', in order. */
  readonly logged: string[];
  /** Inserts claims that are owed now, each to a player of its own unless one is named. */
  owe(count: number, claim?: Owed): Promise<void>;
  send(changes?: Partial<PayoutTools>): Promise<SendSummary>;
  check(changes?: Partial<PayoutTools>): Promise<CheckSummary>;
  claims(): Promise<ClaimRecord[]>;
  claim(id?: string): Promise<ClaimRecord>;
  /** How many claims stand at each step. */
  steps(): Promise<Record<string, number>>;
  /** Runs both workers as their timers would, for so long, and skips the hours in which nothing is due. */
  letItRun(forMs: number): Promise<void>;
}

/** The payout workers over memory, a virtual clock and a scripted provider. */
export function payoutWorld(
  options: { startMs?: number; seed?: number; latencyMs?: number; channel?: PayoutChannel } = {},
): PayoutWorld {
  const time = virtualTime(options.startMs ?? NOON_MS);
  const documents = memoryDocuments();
  const { latencyMs } = options;
  const gateway = fakeGateway({ ...time, ...(latencyMs !== undefined && { latencyMs }) });
  const { channel = 'sendredpack' } = options;
  const logged: string[] = [];
  const random = seededRandom((options.seed ?? 1).toString(16).padStart(64, '0'));
  const tools: PayoutTools = {
    channel,
    documents: knownRecords(documents),
    gateway,
    clock: time.clock,
    sleep: time.sleep,
    randomBytes: (length) => Uint8Array.from({ length }, () => random(256)),
    log: listLog(logged),
    mchId: '1900000109',
    rate: RED_PACKET_RATE,
    dailyLimits: RED_PACKET_DAILY_LIMITS,
    quietHours: NIGHT,
    runMs: 45_000,
  };
  let owedSoFar = 0;

  const world: PayoutWorld = {
    time,
    documents,
    gateway,
    tools,
    logged,
    async owe(count, claim = {}) {
      for (let i = 0; i < count; i += 1) {
        owedSoFar += 1;
        const owed = owedClaim(`claim-${owedSoFar}`, time.clock(), { channel, ...claim });
        await linkPair(documents, pairOf(owed.openid), time.clock());
        await documents.insert('claims', owed);
      }
    },
    send: (changes = {}) => time.run(sendOwed({ ...tools, ...changes })),
    check: (changes = {}) => time.run(checkSent({ ...tools, ...changes })),
    claims: () => allClaims(documents),
    async claim(id = 'claim-1') {
      return (await documents.get<ClaimRecord>('claims', id))!;
    },
    async steps() {
      const steps: Record<string, number> = {};
      for (const { step } of await allClaims(documents)) steps[step] = (steps[step] ?? 0) + 1;
      return steps;
    },
    async letItRun(forMs) {
      const untilMs = time.clock() + forMs;
      while (time.clock() < untilMs) {
        await world.send();
        await world.check();
        const dues = (await allClaims(documents)).map((claim) => claim.dueAtMs);
        const nextMs = Math.max(Math.min(...dues), time.clock() + 10_000);
        time.advance(Math.min(nextMs, untilMs) - time.clock());
      }
    },
  };
  return world;
}

export function owedClaim(
  id: string,
  atMs: number,
  { amountFen = 188, openid = `o-${id}`, channel = 'sendredpack', entryScene = 1008 }: Owed = {},
): ClaimRecord {
  const taking = takingClaim(id, { campaignId: CAMPAIGN_ID, openid, channel, entryScene });
  const place = { shardNo: 0, placeNo: 0, amountFen };
  return moveClaim(taking, 'OWED', { atMs, cause: 'claimed', dueAtMs: atMs, place }).after;
}

/**
 * What must hold whenever nobody works: whole books, one payment per claim at most, bills that say
 * what their claims say, and at the provider only bills that were stored before.
 */
export async function assertPayouts(world: PayoutWorld): Promise<void> {
  const { documents, gateway } = world;
  const claims = new Map((await allClaims(documents)).map((claim) => [claim._id, claim]));
  const bills = await allBills(documents);
  const ownerOf = new Map(bills.map((bill) => [bill._id, bill.claimId]));
  for (const claim of claims.values()) assertClaimBooks(claim);

  const paidClaims = new Map<string, string>();
  for (const paid of gateway.bills.values()) {
    const claim = claims.get(ownerOf.get(paid.billNo) ?? '');
    if (!claim) throw new Error('INV-17: a bill was used that was never stored');
    const agrees = paid.amountFen === claim.amountFen && paid.recipientId === claim.recipientId;
    if (!agrees) throw new Error('INV-11: another amount or another player was paid');
    if (paid.status === 'FAILED') continue;
    // Closed before its player could have taken it: ended unpaid, as the record says.
    if (paid.status === 'REFUND' && claim.endedBillNos.includes(paid.billNo)) continue;
    if (paidClaims.has(claim._id)) throw new Error(`INV-16: ${claim._id} was paid twice`);
    paidClaims.set(claim._id, paid.billNo);
  }
  for (const claim of claims.values()) {
    const bill = claim.billNo === null ? undefined : gateway.bills.get(claim.billNo);
    const expected = { SENT: ['SENT', 'RECEIVED', 'RFUND_ING', 'REFUND', 'FAILED'] }[
      claim.step as 'SENT'
    ];
    if (expected && !expected.includes(bill?.status ?? '')) throw new Error(`INV-21: ${claim._id}`);
    if (claim.step === 'RECEIVED' && bill?.status !== 'RECEIVED') throw new Error('INV-21');
  }
  const attempts = bills.map((bill) => `${bill.claimId}/${bill.attemptNo}`);
  if (new Set(attempts).size !== attempts.length)
    throw new Error('INV-19: two bills of one attempt');
}

async function allClaims(documents: Documents): Promise<ClaimRecord[]> {
  const claims: ClaimRecord[] = [];
  for (const step of PAYMENT_STEPS) {
    const found = await documents.find<ClaimRecord>('claims', { step }, { limit: 1000 });
    if (found.length === 1000) throw new Error('a test world with more than one page');
    claims.push(...found);
  }
  return claims;
}

function allBills(documents: Documents): Promise<BillRecord[]> {
  return documents.find('bills', {}, { limit: 1000 });
}

function listLog(logged: string[]): Log {
  const write =
    (level: string) =>
    (event: string, fields: Record<string, unknown> = {}) => {
      logged.push([level, event, fields['reason'] ?? fields['kind'] ?? ''].join(' ').trim());
    };
  return { info: write('info'), warn: write('warn'), alert: write('alert') };
}

import { HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import { seededRandom } from '../../../miniprogram/shared/seeded-random';
import { memoryDocuments } from '../../../server/adapters/memory/documents';
import { assertFunding, balancesOf } from '../../../server/domain/funding/books';
import type { FundingRecord } from '../../../server/domain/funding/records';
import type { CampaignRecord } from '../../../server/domain/records';
import type { Documents } from '../../../server/ports/documents';

import { recordOrderNotice, recordRefundNotice } from '../../../server/usecases/funding/notices';
import { playersShare } from '../../../server/usecases/funding/players-share';
import {
  type CampaignWorld,
  campaignWorld,
  NOON_MS,
  OWNER,
  wins,
} from '../../support/campaign-world';
import {
  crashingDocuments,
  inspectedDocuments,
  shuffledDocuments,
} from '../../support/watched-documents';
import type { Plant } from './plants';
import { fundingIn, paidInDraft } from './world';

/** That a seed went through what it is there for. */
export interface Reached {
  readonly wasOpened: boolean;
  readonly hadWinners: boolean;
  readonly refunds: number;
  readonly closedRefunds: number;
}

/**
 * One campaign's money under everything that can happen at once: orders, payments, notifications
 * (forged ones too), queries, closing, publishing, budget, play, payouts, the end, refunds and their
 * ends, the keeper; several at a time, their database calls in any order, some dying in between, and
 * a provider that loses answers. After every write the books are compared with the provider's own.
 *
 * `plant` puts a bug between the code and the database. Throws at the first broken rule.
 */
export async function chaos(
  seed: number,
  plant: Plant = (documents) => documents,
): Promise<Reached> {
  const draw = seededRandom(seed.toString(16).padStart(64, '0'));
  const chance = (percent: number) => draw(100) < percent;
  const memory = memoryDocuments();
  let violation: Error | null = null;
  const watched = inspectedDocuments(memory, async () => {
    if (campaignId === '') return;
    await look(world, campaignId, memory).catch((error: Error) => {
      violation ??= error;
    });
  });
  const world: CampaignWorld = campaignWorld(watched);
  const planted = world.through(plant);
  let campaignId = '';
  const { revision, ...draft } = await paidInDraft(world, { endAtMs: NOON_MS + 6 * HOUR_MS });
  campaignId = draft.campaignId;

  const orderNos = () => [...world.orders.ordersMade.keys()];
  const some = <T>(items: readonly T[]): T | null => items[draw(items.length || 1)] ?? null;
  let requests = 0;
  const newRequest = () => {
    requests += 1;
    return `request-${seed}-${requests}`;
  };

  const actions: Record<string, (through: CampaignWorld) => Promise<unknown>> = {
    'pay-in': (through) =>
      through.asCashier(OWNER, 'pay-in', {
        campaignId,
        amountFen: chance(40) ? 1_000 : 1 + draw(700),
        requestId: newRequest(),
      }),
    pay: async () => world.orders.pay(some(orderNos()) ?? ''),
    notice: async (through) => {
      const orderNo = some(orderNos());
      if (!orderNo || world.orders.ordersMade.get(orderNo)?.state !== 'paid') return;
      const notice = world.orders.orderNotice(orderNo);
      const forged = chance(20) ? { ...notice, amountFen: notice.amountFen + 500 } : notice;
      await recordOrderNotice(through.tools, forged);
    },
    check: (through) =>
      through.asCashier(OWNER, 'check-order', { campaignId, orderNo: some(orderNos()) ?? 'x' }),
    close: (through) =>
      through.asCashier(OWNER, 'close-order', { campaignId, orderNo: some(orderNos()) ?? 'x' }),
    publish: (through) => through.asOrganiser(OWNER, 'publish', { campaignId, revision }),
    'add-budget': (through) =>
      through.asOrganiser(OWNER, 'add-budget', {
        campaignId,
        totalFen: 1_200,
        packetCount: 12,
        requestId: newRequest(),
      }),
    win: () => wins(world, `o-${draw(8)}`, campaignId).catch(() => undefined),
    payout: async () => {
      await world.send();
      for (const bill of world.gateway.bills.values()) {
        if (bill.status === 'SENT') bill.status = chance(50) ? 'RECEIVED' : 'REFUND';
      }
      world.clock.advance(MINUTE_MS);
      await world.check();
    },
    end: (through) => through.asOrganiser(OWNER, 'end', { campaignId }),
    'refund-rest': (through) =>
      through.asCashier(OWNER, 'refund-rest', { campaignId, requestId: newRequest() }),
    'refund-end': async (through) => {
      const refundNo = some([...world.orders.refundsMade.keys()]);
      if (!refundNo) return;
      const outcome = some(['refunded', 'refunded', 'closed', 'needs-person'] as const)!;
      world.orders.endRefund(refundNo, outcome);
      if (chance(60) && world.orders.refundsMade.get(refundNo)?.status !== 'PROCESSING') {
        await recordRefundNotice(through.tools, world.orders.refundNotice(refundNo));
      }
    },
    keep: (through) => through.keep(),
    tick: (through) => through.tick(),
  };
  const likely = async (): Promise<readonly string[]> => {
    const campaign = await memory.get<CampaignRecord>('campaigns', campaignId);
    if (campaign?.state === 'ended') return AFTERWARDS;
    return campaign?.state === 'draft' ? BEFOREHAND : MEANWHILE;
  };
  if (chance(80)) world.orders.pay((await paidOrderOf(world, campaignId)) ?? '');

  for (let batch = 0; batch < 14; batch += 1) {
    const shuffled = shuffledDocuments(watched, draw);
    const names = await likely();
    const together = Array.from({ length: 1 + draw(3) }, async () => {
      if (chance(25)) world.orders.fates.push(chance(50) ? 'lost' : 'unanswered');
      const name = some(chance(85) ? names : Object.keys(actions))!;
      const dies = chance(25) ? 1 + draw(8) : 1_000;
      const moment = chance(50) ? 'before' : 'after';
      const through = world.through(() => crashingDocuments(plant(shuffled), dies, moment));
      await actions[name]!(through).catch(() => undefined);
    });
    await Promise.all(together);
    world.clock.advance(draw(12) * MINUTE_MS);
    await look(world, campaignId, memory);
    if (violation) throw violation;
  }
  await settleEverything(planted, campaignId);
  if (violation) throw violation;
  const { receivedFen } = await settledSums(world, campaignId);
  const refunds = [...world.orders.refundsMade.values()];
  return {
    wasOpened: (await memory.get<CampaignRecord>('campaigns', campaignId))?.state === 'ended',
    hadWinners: receivedFen > 0,
    refunds: refunds.length,
    closedRefunds: refunds.filter(({ status }) => status === 'closed').length,
  };
}

const BEFOREHAND = [
  'publish',
  'publish',
  'refund-rest',
  'check',
  'notice',
  'pay',
  'pay-in',
  'keep',
];
const MEANWHILE = ['win', 'win', 'win', 'payout', 'add-budget', 'pay-in', 'pay', 'notice', 'end'];
const AFTERWARDS = ['refund-rest', 'refund-end', 'refund-end', 'payout', 'keep', 'tick', 'notice'];

async function paidOrderOf(world: CampaignWorld, campaignId: string): Promise<string | null> {
  const request = { campaignId, amountFen: 1_000, requestId: 'request-first' };
  const reply = await world.asCashier(OWNER, 'pay-in', request);
  return reply.ok ? reply.value.orderNo : null;
}

/** The faults stop; then every fen is found again, without anybody's help but the keeper's. */
async function settleEverything(world: CampaignWorld, campaignId: string): Promise<void> {
  world.orders.fates.splice(0);
  await world.asOrganiser(OWNER, 'end', { campaignId });
  for (let round = 0; round < 40; round += 1) {
    world.clock.advance(30 * MINUTE_MS);
    await world.tick();
    await world.send();
    for (const bill of world.gateway.bills.values()) {
      if (bill.status === 'SENT') bill.status = 'RECEIVED';
    }
    await world.check();
    await world.keep();
    world.orders.endRefunds();
  }
  const last = { campaignId, requestId: 'request-last' };
  await world.asCashier(OWNER, 'refund-rest', last);
  world.orders.endRefunds();
  world.clock.advance(25 * 60 * MINUTE_MS);
  await world.keep();

  const { view, receivedFen, facts } = await settledSums(world, campaignId);
  mustHold(view.paidInFen === world.orders.paidFen(), `a payment was not booked: ${facts}`);
  mustHold(view.refundedFen === world.orders.givenBackFen(), `a refund was not booked: ${facts}`);
  mustHold(view.differenceFen === 0 && view.refundableFen === 0, `it does not add up: ${facts}`);
  mustHold(view.paidInFen === receivedFen + view.refundedFen, `a fen is nowhere: ${facts}`);
}

async function settledSums(world: CampaignWorld, campaignId: string) {
  const view = await fundingIn(world, campaignId);
  const receivedFen = [...world.gateway.bills.values()]
    .filter(({ status }) => status === 'RECEIVED')
    .reduce((sum, { amountFen }) => sum + amountFen, 0);
  const facts = JSON.stringify({ ...view, orders: undefined, receivedFen });
  return { view, receivedFen, facts };
}

/** What holds after every single write. */
export async function look(
  world: CampaignWorld,
  campaignId: string,
  memory: Documents = world.documents,
): Promise<void> {
  mustHold(
    world.orders.givenBackFen() <= world.orders.paidFen(),
    'more went back than was paid in',
  );
  const fault = world.logged.find((line) => line.startsWith('funding.failed'));
  mustHold(!fault, fault ?? '');
  const funding = await memory.get<FundingRecord>('fundings', campaignId);
  const campaign = await memory.get<CampaignRecord>('campaigns', campaignId);
  if (!funding || !campaign) return;
  assertFunding(funding);
  const balances = balancesOf(funding);
  mustHold(-balances.payer <= world.orders.paidFen(), 'a payment was booked that nobody made');
  const promised = balances.refunding + balances.refunded;
  mustHold(world.orders.givenBackFen() <= promised, 'more went back than was promised');
  if (campaign.state === 'draft') return;
  const share = await playersShare({ documents: memory }, campaign);
  const theirsFen = share?.theirsFen ?? campaign.draft.split.totalFen;
  mustHold(balances['set-aside'] >= theirsFen, 'players’ packets are not covered');
}

function mustHold(holds: boolean, rule: string): void {
  if (!holds) throw new Error(rule);
}

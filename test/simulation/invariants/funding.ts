/*
 * A campaign's money before and after its players: INV-25, 41 to 47 after every write. Sums are made here
 * from the raw postings and claims, and compared with what the provider itself knows.
 */
import type { BalanceRecord, FundingRecord } from '../../../server/domain/funding/records';
import type { CampaignRecord } from '../../../server/domain/records';
import type { Judge } from '../judge';
import type { Mirror } from '../mirror';
import type { Orders } from '../provider/orders';

export interface FundingRules {
  campaignWritten(after: CampaignRecord | null): void;
  written(before: FundingRecord | null, after: FundingRecord | null): void;
  balanceWritten(after: BalanceRecord | null): void;
}

const NOBODYS: ReadonlySet<string> = new Set(['TAKING', 'NONE_LEFT', 'RETURNED', 'CANCELLED']);
const PAID_OUT: ReadonlySet<string> = new Set(['RECEIVED', 'SETTLED']);

export function fundingRules(
  judge: Judge,
  mirror: Mirror,
  { orders, refunds }: Orders,
  wishedFen: ReadonlyMap<string, number>,
): FundingRules {
  const { must } = judge;

  /** What players of a campaign must be able to get: all of it while packets can be taken. */
  function neededFen({ _id, draft, state, shardsClosed }: CampaignRecord): number {
    if (state === 'draft') return 0;
    return state === 'ended' && shardsClosed ? playersFen(mirror, _id) : draft.split.totalFen;
  }

  function isCovered(campaign: CampaignRecord): void {
    const { _id, draft } = campaign;
    const needed = neededFen(campaign);
    const isPaidIn = draft.funding === 'paid-in';
    const asideFen = isPaidIn ? setAsideOf(mirror.fundings.get(_id)) : balanceAside(campaign);
    const isThere = asideFen !== null && asideFen >= needed;
    must(isThere, 'INV-45', () => `${_id}: ${asideFen} fen set aside, ${needed} needed`);
  }

  /** What lies in the merchant's account; a settled entry has nothing left to pay. */
  function balanceAside(campaign: CampaignRecord): number | null {
    const account = campaign.draft.channel === 'transfer-bills' ? 'transfer' : 'red-packet';
    const entry = mirror.balances
      .get(account)
      ?.setAside.find(({ campaignId }) => campaignId === campaign._id);
    const isOver = campaign.shardsClosed && outstandingFen(mirror, campaign._id) === 0;
    if (isOver && (!entry || entry.settledAtMs !== null)) return neededFen(campaign);
    return entry?.amountFen ?? null;
  }

  function notTooMuch(campaignId: string, asideFen: number): void {
    const wished = wishedFen.get(campaignId);
    const fits = wished === undefined || asideFen <= wished;
    must(fits, 'INV-46', () => `${campaignId}: ${asideFen} fen set aside for ${wished}`);
  }

  function paidIsTrue({ _id, orders: booked, postings }: FundingRecord): void {
    let paidFen = 0;
    for (const { orderNo, state } of booked) {
      if (state !== 'PAID') continue;
      const isPaid = orders.get(orderNo)?.state === 'paid';
      must(isPaid, 'INV-41', () => `${_id}: ${orderNo} is booked and was not paid`);
      paidFen += orders.get(orderNo)?.amountFen ?? 0;
    }
    const bookedFen = sumOf(postings.filter(({ from }) => from === 'payer'));
    must(bookedFen === paidFen, 'INV-41', () => `${_id}: ${bookedFen} of ${paidFen} fen booked`);
  }

  function nothingWent(id: string, refundNo: string): void {
    const truth = refunds.get(refundNo)?.status;
    const isStuck = truth === undefined || truth === 'closed' || truth === 'needs-person';
    must(isStuck, 'INV-47', () => `${id}: refund ${refundNo} is settled, in truth ${truth}`);
  }

  function backIsTrue({ _id, orders: booked, postings }: FundingRecord): void {
    const back = booked.flatMap((order) => order.refunds);
    for (const { refundNo, state } of back) {
      if (state === 'SETTLED') nothingWent(_id, refundNo);
      if (state !== 'REFUNDED' && state !== 'CLOSED') continue;
      const truth = refunds.get(refundNo)?.status;
      const isTrue = truth === (state === 'REFUNDED' ? 'refunded' : 'closed');
      must(isTrue, 'INV-41', () => `${_id}: refund ${refundNo} is ${state}, in truth ${truth}`);
    }
    const promisedFen = sumOf(back.filter(({ state }) => state !== 'CLOSED'));
    const paidFen = sumOf(postings.filter(({ from }) => from === 'payer'));
    const settledFen = sumOf(back.filter(({ state }) => state === 'SETTLED'));
    const givenFen = sumOf(postings.filter(({ to }) => to === 'settled-outside'));
    must(
      givenFen === settledFen,
      'INV-47',
      () => `${_id}: ${givenFen} of ${settledFen} fen settled`,
    );
    must(promisedFen <= paidFen, 'INV-42', () => `${_id}: ${promisedFen} of ${paidFen} fen back`);
  }

  return {
    campaignWritten(after) {
      if (after && after.state !== 'draft') isCovered(after);
    },

    written(before, after) {
      must(after !== null, 'INV-25', () => `the funding of ${before?._id} was removed`);
      if (!after) return;
      const earlier = before?.postings ?? [];
      const isKept = earlier.every(
        (posting, i) => JSON.stringify(posting) === JSON.stringify(after.postings[i]),
      );
      must(isKept, 'INV-25', () => `${after._id}: a posting was changed`);
      paidIsTrue(after);
      backIsTrue(after);
      notTooMuch(after._id, setAsideOf(after));
      const campaign = mirror.campaigns.get(after._id);
      if (campaign?.draft.funding === 'paid-in') isCovered(campaign);
    },

    balanceWritten(after) {
      for (const { campaignId, amountFen } of after?.setAside ?? []) {
        notTooMuch(campaignId, amountFen);
      }
      const isAbove = (after?.freeFen ?? 0) >= 0;
      must(isAbove, 'INV-44', () => `${after?._id}: ${after?.freeFen} fen free`);
      for (const campaign of mirror.campaigns.values()) {
        const isFromHere =
          campaign.draft.funding === 'merchant-balance' &&
          (campaign.draft.channel === 'transfer-bills') === (after?._id === 'transfer');
        if (isFromHere && campaign.state !== 'draft') isCovered(campaign);
      }
    },
  };
}

/** Fen of packets that players hold, and of those whose end is open or a person's. */
export function playersFen({ claims }: Mirror, campaignId: string): number {
  return sumOf(
    [...claims.values()].filter(
      (claim) => claim.campaignId === campaignId && !NOBODYS.has(claim.step),
    ),
  );
}

function outstandingFen({ claims }: Mirror, campaignId: string): number {
  return sumOf(
    [...claims.values()].filter(
      ({ campaignId: own, step }) =>
        own === campaignId && !NOBODYS.has(step) && !PAID_OUT.has(step),
    ),
  );
}

export function isSettledByHand({ fundings }: Mirror, refundNo: string): boolean {
  return [...fundings.values()].some(({ orders }) =>
    orders.some(({ refunds }) =>
      refunds.some((refund) => refund.refundNo === refundNo && refund.state === 'SETTLED'),
    ),
  );
}

export function balanceOf(funding: FundingRecord, account: string): number {
  return funding.postings.reduce(
    (sum, { from, to, amountFen }) =>
      sum + (to === account ? amountFen : 0) - (from === account ? amountFen : 0),
    0,
  );
}

function setAsideOf(funding: FundingRecord | undefined): number {
  return funding ? balanceOf(funding, 'set-aside') : 0;
}

function sumOf(rows: readonly { readonly amountFen: number }[]): number {
  return rows.reduce((sum, { amountFen }) => sum + amountFen, 0);
}

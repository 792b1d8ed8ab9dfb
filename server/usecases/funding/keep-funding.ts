/*
 * What nobody asks for but time does: orders whose notification did not come are asked about,
 * abandoned ones closed, refunds driven to their end, and what a settled campaign leaves goes back.
 * Every step is small and safe to repeat; what a run does not reach, the next one finds again.
 */
import { BALANCE_ACCOUNTS } from '../../../miniprogram/shared/channels';
import { balancesOf } from '../../domain/funding/books';
import { orderIn } from '../../domain/funding/changes';
import { watchAt } from '../../domain/funding/funding';
import type { FundingRecord, OrderRecord } from '../../domain/funding/records';
import { WATCH_EVERY_MS } from '../../domain/funding/timing';
import { type CampaignRecord, NEVER_MS } from '../../domain/records';
import { attempt } from '../attempt';
import { addAuditEntry } from '../stores/audit';
import { campaignById } from '../stores/campaigns';
import { changeFunding, dueFundings, fundingOf } from '../stores/fundings';
import { askOrder } from './ask-order';
import { driveRefund } from './drive-refund';
import { planRest } from './plan-rest';
import { playersShare } from './players-share';
import { releaseBalance } from './release-balance';
import type { FundingBooksTools, FundingTools } from './tools';

const FUNDINGS_AT_ONCE = 50;

export interface KeptFunding {
  readonly fundings: number;
  readonly released: number;
}

export async function keepFunding(tools: FundingTools, runMs: number): Promise<KeptFunding> {
  const stopAtMs = tools.clock() + runMs;
  const inTime = () => tools.clock() < stopAtMs;
  let fundings = 0;
  for (const due of await dueFundings(tools.documents, tools.clock(), FUNDINGS_AT_ONCE)) {
    if (!inTime()) break;
    if (
      await attempt(tools.log, 'funding.failed', { campaignId: due._id }, () =>
        keepOne(tools, due, inTime),
      )
    )
      fundings += 1;
  }
  let released = 0;
  for (const account of BALANCE_ACCOUNTS) {
    if (inTime()) released += await releaseBalance(tools, account, inTime);
  }
  return { fundings, released };
}

/** Everything in one campaign's funding that is due by now. */
async function keepOne(
  tools: FundingTools,
  due: FundingRecord,
  inTime: () => boolean,
): Promise<void> {
  for (const order of due.orders) {
    if (!inTime()) return;
    if (order.state === 'UNPAID' && order.dueAtMs <= tools.clock()) {
      await askOrder(tools, due, order);
    }
  }
  if (due.watchAtMs <= tools.clock()) await releaseRest(tools, due._id);
  const planned = (await fundingOf(tools.documents, due._id)) ?? due;
  for (const { orderNo, refunds } of planned.orders) {
    for (const refund of refunds) {
      if (!inTime()) return;
      const order = orderIn(planned, orderNo);
      if (order && refund.dueAtMs <= tools.clock()) {
        await driveRefund(tools, due._id, order, refund);
      }
    }
  }
}

/**
 * Once nothing of an ended campaign is outstanding, the rest of what was paid in for it goes back
 * without anybody asking. Before that its organiser may ask: then what is back by then goes.
 */
async function releaseRest(tools: FundingBooksTools, campaignId: string): Promise<void> {
  const { documents, clock } = tools;
  const campaign = await campaignById(documents, campaignId);
  // Of a draft that was deleted nothing will ever be needed, should a payment still turn up.
  const isSettled = campaign === null || (await isCampaignSettled(tools, campaign));
  const before = await fundingOf(documents, campaignId);
  if (!before) return;
  // What the provider gave back once is not sent after its payer again and again.
  const mayGo = isSettled && !before.orders.some(hasFailedRefund);
  const after = mayGo ? await planSettledRest(tools, before) : before;
  const isOver = mayGo ? after !== null && balancesOf(after).available === 0 : isSettled;
  await changeFunding(documents, campaignId, (funding) =>
    watchAt(funding, isOver ? NEVER_MS : clock() + WATCH_EVERY_MS),
  );
}

async function planSettledRest(
  tools: FundingBooksTools,
  funding: FundingRecord,
): Promise<FundingRecord | null> {
  const { available, 'set-aside': setAsideFen } = balancesOf(funding);
  if (available + setAsideFen === 0) return funding;
  const requestId = `settled.${funding.postings.length}`;
  await addAuditEntry(tools.documents, {
    id: `${funding._id}.refund-rest.${requestId}`,
    campaignId: funding._id,
    atMs: tools.clock(),
    who: 'clock',
    action: 'refund-rest',
    before: balancesOf(funding),
    after: null,
  });
  return planRest(tools, funding._id, requestId);
}

function hasFailedRefund({ refunds }: OrderRecord): boolean {
  return refunds.some(({ state }) => state === 'CLOSED' || state === 'NEEDS_PERSON');
}

async function isCampaignSettled(
  tools: FundingBooksTools,
  campaign: CampaignRecord,
): Promise<boolean> {
  const share = await playersShare(tools, campaign);
  return share !== null && share.outstandingFen === 0;
}

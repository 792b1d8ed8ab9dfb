/*
 * What nobody asks for but time does: orders whose notification did not come are asked about,
 * abandoned ones closed, refunds driven to their end, and what a settled campaign leaves goes back.
 * Every step is small and safe to repeat; what a run does not reach, the next one finds again.
 */
import {
  BALANCE_ACCOUNTS,
  type BalanceAccount,
  CHANNEL_RULES,
} from '../../../miniprogram/shared/channels';
import { giveUp, keepOnly, settle, withoutSettled } from '../../domain/funding/balances';
import { balancesOf } from '../../domain/funding/books';
import { orderIn, watchAt } from '../../domain/funding/funding';
import type {
  BalanceRecord,
  FundingRecord,
  OrderRecord,
  SetAsideRecord,
} from '../../domain/funding/records';
import { STRANDED_AFTER_MS, WATCH_EVERY_MS } from '../../domain/funding/timing';
import { type CampaignRecord, NEVER_MS } from '../../domain/records';
import { addAuditEntry } from '../stores/audit';
import { balanceOf, saveBalance } from '../stores/balances';
import { campaignById, touchDraft } from '../stores/campaigns';
import { changeFunding, dueFundings, fundingOf } from '../stores/fundings';
import { askOrder } from './ask-order';
import { driveRefund } from './drive-refund';
import { planRest } from './plan-rest';
import { playersShare } from './players-share';
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
    if (await attempt(tools, due._id, () => keepOne(tools, due, inTime))) fundings += 1;
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
export async function releaseRest(tools: FundingBooksTools, campaignId: string): Promise<void> {
  const { documents, clock } = tools;
  const campaign = await campaignById(documents, campaignId);
  const isSettled = campaign !== null && (await isCampaignSettled(tools, campaign));
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

/** Gives back what campaigns set aside of one account and need no more. How many gave something. */
async function releaseBalance(
  tools: FundingBooksTools,
  account: BalanceAccount,
  inTime: () => boolean,
): Promise<number> {
  const balance = await balanceOf(tools.documents, account);
  let released = 0;
  for (const entry of balance?.setAside ?? []) {
    if (!inTime()) break;
    const work = async () => {
      if (await releaseEntry(tools, account, entry)) released += 1;
    };
    await attempt(tools, entry.campaignId, work);
  }
  const now = await balanceOf(tools.documents, account);
  const pruned = now && withoutSettled(now, tools.clock());
  if (now && pruned && pruned !== now) await saveBalance(tools.documents, now, pruned);
  return released;
}

/** The account is read before the campaign and written only if nobody changed it since. */
async function releaseEntry(
  tools: FundingBooksTools,
  account: BalanceAccount,
  { campaignId, settledAtMs }: SetAsideRecord,
): Promise<boolean> {
  if (settledAtMs !== null) return false;
  const before = await balanceOf(tools.documents, account);
  if (!before) return false;
  const campaign = await campaignById(tools.documents, campaignId);
  const after = await released(tools, before, campaignId, campaign);
  if (after === before) return false;
  if (!(await saveBalance(tools.documents, before, after))) return false;
  tools.log.info('funding.released', { campaignId, kind: account });
  return true;
}

async function released(
  tools: FundingBooksTools,
  balance: BalanceRecord,
  campaignId: string,
  campaign: CampaignRecord | null,
): Promise<BalanceRecord> {
  const nowMs = tools.clock();
  if (!campaign) return giveUp(balance, campaignId);
  if (campaign.state === 'draft') {
    const entry = balance.setAside.find((one) => one.campaignId === campaignId);
    const isStranded = entry !== undefined && nowMs - entry.atMs >= STRANDED_AFTER_MS;
    // As in plan-rest.ts: whoever publishes at this moment has to set aside again.
    const mayTake = isStranded && (await touchDraft(tools.documents, campaign));
    return mayTake ? giveUp(balance, campaignId) : balance;
  }
  const { draft } = campaign;
  const isFromHere =
    draft.funding === 'merchant-balance' && CHANNEL_RULES[draft.channel].account === balance._id;
  if (!isFromHere) return giveUp(balance, campaignId);
  const share = await playersShare(tools, campaign);
  if (!share) return balance;
  const kept = keepOnly(balance, campaignId, share.theirsFen);
  return share.outstandingFen === 0 ? settle(kept, campaignId, nowMs) : kept;
}

/** One that fails is reported and does not stop the others. */
async function attempt(
  { log }: FundingBooksTools,
  campaignId: string,
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log.alert('funding.failed', { campaignId, message });
    return false;
  }
}

import { CAMPAIGN_LIMITS } from '../../../miniprogram/shared/campaign';
import type { PayIn } from '../../../miniprogram/shared/contract/cashier';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { balancesOf } from '../../domain/funding/books';
import {
  addOrder,
  bookClosed,
  newFunding,
  notePrepay,
  ORDERS_MOST,
} from '../../domain/funding/funding';
import type { FundingRecord, OrderRecord } from '../../domain/funding/records';
import { idFromBytes } from '../../domain/ids';
import type { CampaignRecord } from '../../domain/records';
import { ownCampaign } from '../organiser/own-campaign';
import { addAuditEntry } from '../stores/audit';
import { changeFunding, fundingOf, insertFunding } from '../stores/fundings';
import type { Tools } from '../tools';
import { askOrder, paymentOrderOf } from './ask-order';
import type { FundingTools } from './tools';

const ORDER_NO_BYTES = 16;

export interface PayInRequest {
  readonly campaignId: string;
  readonly amountFen: number;
  readonly requestId: string;
}

/**
 * An order for (a part of) a campaign's budget, and what the phone needs to pay it. Safe to repeat
 * with the same requestId: it is the same order, with the same particulars; `payment` is null when
 * it is paid or closed by now. The payer is who asks, the amount is between one fen and what is
 * missing.
 *
 * The first of these that applies: NOT_FOUND, NOT_FUNDED_THIS_WAY, CAMPAIGN_ENDED, INVALID (the
 * requestId of another amount), ORDER_AMOUNT_RANGE (facts.leastFen, facts.mostFen),
 * BUDGET_ADDED_TOO_OFTEN, BUSY, PROVIDER_UNAVAILABLE.
 */
export async function payIn(
  tools: Tools & FundingTools,
  openid: string,
  request: PayInRequest,
): Promise<Result<PayIn>> {
  const found = await ownCampaign(tools, openid, request.campaignId);
  if (!found.ok) return found;
  const campaign = found.value;
  if (campaign.draft.funding !== 'paid-in') return failure('NOT_FUNDED_THIS_WAY');
  if (campaign.state === 'ended') return failure('CAMPAIGN_ENDED');

  await insertFunding(tools.documents, newFunding(campaign._id, openid));
  const placed = await placeOrder(tools, campaign, request);
  return placed.ok ? prepaid(tools, placed.value, request.requestId) : placed;
}

/** Stores the order before anybody hears of it. */
async function placeOrder(
  tools: Tools & FundingTools,
  campaign: CampaignRecord,
  request: PayInRequest,
): Promise<Result<FundingRecord>> {
  const { documents, clock, randomBytes, names } = tools;
  const { amountFen, requestId } = request;
  const before = await fundingOf(documents, campaign._id);
  if (!before) return failure('BUSY');
  const known = orderOfRequest(before, requestId);
  if (known) {
    return known.amountFen === amountFen
      ? success(before)
      : failure('INVALID', { path: 'requestId' });
  }
  if (before.closed) return failure('NOT_FOUND');
  const mostFen = missingFen(campaign, before);
  if (amountFen < 1 || amountFen > mostFen) {
    return failure('ORDER_AMOUNT_RANGE', { leastFen: 1, mostFen });
  }
  if (before.orders.length >= ORDERS_MOST) {
    return failure('BUDGET_ADDED_TOO_OFTEN', { most: ORDERS_MOST });
  }
  await addAuditEntry(documents, {
    id: `${campaign._id}.pay-in.${requestId}`,
    campaignId: campaign._id,
    atMs: clock(),
    who: names.playerCode(before.organiserOpenid),
    action: 'pay-in',
    before: balancesOf(before),
    after: { amountFen },
  });
  const orderNo = idFromBytes(randomBytes(ORDER_NO_BYTES));
  const order = { orderNo, requestId, amountFen, description: descriptionOf(campaign) };
  const placed = await changeFunding(documents, campaign._id, (funding) => {
    const isFull = funding.orders.length >= ORDERS_MOST;
    if (funding.closed || isFull || orderOfRequest(funding, requestId)) return funding;
    return addOrder(funding, order, clock());
  });
  return placed && orderOfRequest(placed, requestId) ? success(placed) : failure('BUSY');
}

/**
 * What a campaign still needs; once it is open, as much as could still be added to it. Orders that
 * nobody has paid yet do not count: paying both only means that one of them goes back.
 */
function missingFen(campaign: CampaignRecord, funding: FundingRecord | null): number {
  const { split } = campaign.draft;
  const balances = funding ? balancesOf(funding) : { available: 0, 'set-aside': 0 };
  const hereFen = balances.available + balances['set-aside'];
  const neededFen =
    campaign.state === 'draft' ? split.totalFen : CAMPAIGN_LIMITS.packetCount.most * split.maxFen;
  return Math.max(neededFen - hereFen, 0);
}

async function prepaid(
  tools: FundingTools,
  funding: FundingRecord,
  requestId: string,
): Promise<Result<PayIn>> {
  const order = orderOfRequest(funding, requestId);
  if (!order) return failure('BUSY');
  const { orderNo } = order;
  const isOver = order.state !== 'UNPAID' || tools.clock() >= order.expiresAtMs;
  if (isOver || order.closeWanted) return success({ orderNo, payment: null });
  if (order.prepayId !== null) {
    return success({ orderNo, payment: tools.orders.paymentCall(order.prepayId) });
  }
  const answer = await tools.orders.create(paymentOrderOf(funding, order));
  switch (answer.kind) {
    case 'prepaid': {
      const { prepayId } = answer;
      await changeFunding(tools.documents, funding._id, (now) =>
        notePrepay(now, orderNo, prepayId),
      );
      return success({ orderNo, payment: tools.orders.paymentCall(prepayId) });
    }
    case 'closed':
      await changeFunding(tools.documents, funding._id, (now) => bookClosed(now, orderNo));
      return success({ orderNo, payment: null });
    case 'paid':
      await askOrder(tools, funding, order);
      return success({ orderNo, payment: null });
    case 'unknown':
      tools.log.alert('funding.no-order', {
        campaignId: funding._id,
        orderNo,
        code: answer.code,
        ...(answer.alert && { kind: answer.alert }),
      });
      return failure('PROVIDER_UNAVAILABLE');
  }
}

function orderOfRequest(funding: FundingRecord, requestId: string): OrderRecord | null {
  return funding.orders.find((order) => order.requestId === requestId) ?? null;
}

function descriptionOf({ draft }: CampaignRecord): string {
  return `红包派对-${draft.title}`;
}

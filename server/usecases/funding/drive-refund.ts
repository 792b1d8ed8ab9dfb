import type { RefundState } from '../../../miniprogram/shared/contract/funding';
import { known, orderIn } from '../../domain/funding/changes';
import type { FundingRecord, OrderRecord, RefundRecord } from '../../domain/funding/records';
import {
  bookRefund,
  isOver,
  noteRequest,
  type RefundNews,
  refundIn,
} from '../../domain/funding/refunds';
import { PERSON_QUERY_AFTER_MS, refundAgainAfterMs } from '../../domain/funding/timing';
import type { RefundOrder, RefundOutcome } from '../../ports/order-gateway';
import { changeFunding } from '../stores/fundings';
import type { FundingTools } from './tools';

export const STATE_OF: Readonly<Record<RefundOutcome, RefundState>> = {
  refunded: 'REFUNDED',
  closed: 'CLOSED',
  'needs-person': 'NEEDS_PERSON',
};

/**
 * One step of a refund towards its end: asked for until the provider has it in hand, then asked
 * about. Two workers on one refund do no harm: the provider knows its number, and the end is booked
 * once.
 */
export async function driveRefund(
  tools: FundingTools,
  campaignId: string,
  order: OrderRecord,
  refund: RefundRecord,
): Promise<void> {
  const asked = refundOrderOf(order, refund);
  const isTaken = refund.acceptedAtMs !== null;
  const news = isTaken
    ? await newsOf(tools, campaignId, asked, refund)
    : await askFor(tools, campaignId, asked, refund);
  if (news) await bookNews(tools, campaignId, asked, news);
}

async function newsOf(
  tools: FundingTools,
  campaignId: string,
  asked: RefundOrder,
  refund: RefundRecord,
): Promise<RefundNews | null> {
  const answer = await tools.orders.queryRefund(asked);
  const atMs = tools.clock();
  switch (answer.kind) {
    case 'ended':
      return { state: STATE_OF[answer.outcome], code: answer.code, atMs };
    case 'processing':
      return { state: 'PROCESSING', code: 'PROCESSING', atMs };
    case 'not-found':
      // It said otherwise before; the same number again cannot refund twice.
      return askFor(tools, campaignId, asked, refund);
    case 'unknown':
      warn(tools, campaignId, asked, answer);
      return later(refund, answer.code, atMs);
  }
}

/** Null: it is over, and nothing left. */
async function askFor(
  tools: FundingTools,
  campaignId: string,
  asked: RefundOrder,
  refund: RefundRecord,
): Promise<RefundNews | null> {
  const requestAtMs = await noted(tools, campaignId, asked);
  if (requestAtMs === null) return null;
  const answer = await tools.orders.refund(asked);
  const atMs = tools.clock();
  switch (answer.kind) {
    case 'accepted':
      return { state: 'PROCESSING', code: 'ACCEPTED', atMs, requestAtMs };
    case 'refused': {
      // The money stays promised until a person has seen to it.
      const againAtMs = atMs + PERSON_QUERY_AFTER_MS;
      return { state: 'NEEDS_PERSON', code: answer.code, atMs, againAtMs, requestAtMs };
    }
    case 'unknown':
      warn(tools, campaignId, asked, answer);
      return later(refund, answer.code, atMs);
  }
}

/** Stores that a request leaves now, and answers with its mark. Null: none may leave. */
async function noted(
  { documents, clock, log }: FundingTools,
  campaignId: string,
  { orderNo, refundNo }: RefundOrder,
): Promise<number | null> {
  const funding = await changeFunding(documents, campaignId, (now) =>
    noteRequest(now, orderNo, refundNo, clock()),
  );
  if (!funding) {
    log.warn('funding.contended', { campaignId, refundNo });
    return null;
  }
  const refund = refundIn(known(funding, orderNo), refundNo);
  return isOver(refund) ? null : Math.max(...(refund.unansweredAtMs ?? []));
}

/** Nothing is known anew; the same again after a while. */
function later(refund: RefundRecord, code: string, atMs: number): RefundNews {
  const againAtMs = atMs + refundAgainAfterMs(atMs - refund.createdAtMs);
  return { state: refund.state, code, atMs, againAtMs };
}

/** Books the provider's word, and tells what changed. Null: too many others. */
export async function bookNews(
  tools: FundingTools,
  campaignId: string,
  { orderNo, refundNo }: RefundOrder,
  news: RefundNews,
): Promise<FundingRecord | null> {
  const { documents, log } = tools;
  let before: FundingRecord | null = null;
  const after = await changeFunding(documents, campaignId, (funding) => {
    before = funding;
    return bookRefund(funding, orderNo, refundNo, news);
  });
  if (after) reportRefund(tools, before ?? after, after, orderNo, refundNo);
  else log.warn('funding.contended', { campaignId, refundNo });
  return after;
}

/** Tells a change of state; one that needs a person loudly. */
export function reportRefund(
  { log }: Pick<FundingTools, 'log'>,
  before: FundingRecord,
  after: FundingRecord,
  orderNo: string,
  refundNo: string,
): void {
  const stateIn = (funding: FundingRecord) => {
    const order = orderIn(funding, orderNo);
    return order ? refundIn(order, refundNo) : null;
  };
  const was = stateIn(before);
  const now = stateIn(after);
  if (!now) return;
  const fields = {
    campaignId: after._id,
    orderNo,
    refundNo,
    amountFen: now.amountFen,
    code: now.lastCode,
  };
  if (now.settlement?.refundedAtMs !== was?.settlement?.refundedAtMs) {
    log.alert('funding.refunded-twice', fields);
  }
  if (was?.state === now.state) return;
  if (now.state === 'NEEDS_PERSON') log.alert('funding.refund-needs-person', fields);
  else log.info(`funding.refund-${now.state.toLowerCase()}`, fields);
}

function warn(
  { log }: FundingTools,
  campaignId: string,
  { orderNo, refundNo }: RefundOrder,
  answer: { readonly code: string; readonly alert?: string },
): void {
  const fields = { campaignId, orderNo, refundNo, code: answer.code };
  if (answer.alert) log.alert('funding.security', { ...fields, kind: answer.alert });
  else log.warn('funding.unanswered', fields);
}

export function refundOrderOf(order: OrderRecord, refund: RefundRecord): RefundOrder {
  return {
    orderNo: order.orderNo,
    orderAmountFen: order.amountFen,
    refundNo: refund.refundNo,
    amountFen: refund.amountFen,
  };
}

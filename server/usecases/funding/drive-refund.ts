import type { RefundState } from '../../../miniprogram/shared/contract/funding';
import { orderIn } from '../../domain/funding/changes';
import type { FundingRecord, OrderRecord, RefundRecord } from '../../domain/funding/records';
import { bookRefund, refundIn } from '../../domain/funding/refunds';
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
  if (refund.acceptedAtMs === null) return askFor(tools, campaignId, asked, refund);

  const answer = await tools.orders.queryRefund(asked);
  const atMs = tools.clock();
  switch (answer.kind) {
    case 'ended': {
      const state = STATE_OF[answer.outcome];
      return book(tools, campaignId, asked, { state, code: answer.code, atMs });
    }
    case 'processing':
      return book(tools, campaignId, asked, { state: 'PROCESSING', code: 'PROCESSING', atMs });
    case 'not-found':
      // It said otherwise before; the same number again cannot refund twice.
      return askFor(tools, campaignId, asked, refund);
    case 'unknown':
      warn(tools, campaignId, asked, answer);
      return later(tools, campaignId, asked, refund, answer.code);
  }
}

async function askFor(
  tools: FundingTools,
  campaignId: string,
  asked: RefundOrder,
  refund: RefundRecord,
): Promise<void> {
  const answer = await tools.orders.refund(asked);
  const atMs = tools.clock();
  switch (answer.kind) {
    case 'accepted':
      return book(tools, campaignId, asked, { state: 'PROCESSING', code: 'ACCEPTED', atMs });
    case 'refused':
      // The money stays promised: whether it has left is for a person to find out.
      return book(tools, campaignId, asked, {
        state: 'NEEDS_PERSON',
        code: answer.code,
        atMs,
        againAtMs: atMs + PERSON_QUERY_AFTER_MS,
      });
    case 'unknown':
      warn(tools, campaignId, asked, answer);
      return later(tools, campaignId, asked, refund, answer.code);
  }
}

/** Nothing is known anew; the same again after a while. */
function later(
  tools: FundingTools,
  campaignId: string,
  asked: RefundOrder,
  refund: RefundRecord,
  code: string,
): Promise<void> {
  const atMs = tools.clock();
  const againAtMs = atMs + refundAgainAfterMs(atMs - refund.createdAtMs);
  return book(tools, campaignId, asked, { state: refund.state, code, atMs, againAtMs });
}

async function book(
  tools: FundingTools,
  campaignId: string,
  { orderNo, refundNo }: RefundOrder,
  news: Parameters<typeof bookRefund>[3],
): Promise<void> {
  const { documents, log } = tools;
  let before: FundingRecord | null = null;
  const after = await changeFunding(documents, campaignId, (funding) => {
    before = funding;
    return bookRefund(funding, orderNo, refundNo, news);
  });
  if (!after) return log.warn('funding.contended', { campaignId, refundNo });
  reportRefund(tools, before ?? after, after, orderNo, refundNo);
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
  const now = stateIn(after);
  if (!now || stateIn(before)?.state === now.state) return;
  const fields = {
    campaignId: after._id,
    orderNo,
    refundNo,
    amountFen: now.amountFen,
    code: now.lastCode,
  };
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

function refundOrderOf(order: OrderRecord, refund: RefundRecord): RefundOrder {
  return {
    orderNo: order.orderNo,
    orderAmountFen: order.amountFen,
    refundNo: refund.refundNo,
    amountFen: refund.amountFen,
  };
}

import type { FundingView } from '../../../miniprogram/shared/contract/funding';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { known } from '../../domain/funding/changes';
import type { FundingRecord, OrderRecord, RefundRecord } from '../../domain/funding/records';
import { isStuck, maySettle, refundIn, settleByHand } from '../../domain/funding/refunds';
import type { RefundQueryAnswer } from '../../ports/order-gateway';
import { addAuditEntry } from '../stores/audit';
import { changeFunding } from '../stores/fundings';
import type { Tools } from '../tools';
import { bookNews, refundOrderOf, STATE_OF } from './drive-refund';
import { ownOrder } from './own-order';
import type { FundingTools } from './tools';
import { fundingView } from './views';

export interface SettleRefundRequest {
  readonly campaignId: string;
  readonly orderNo: string;
  readonly refundNo: string;
  readonly note: string;
  readonly requestId: string;
}

/**
 * A refund that the provider will not make is given back outside the app; the note says how. The
 * provider is asked first, and only its word that nothing of this refund went allows it; from then
 * on nothing asks for it any more. Safe to repeat with the same requestId.
 *
 * The first of these that applies: NOT_FOUND, REFUND_NOT_STUCK (it goes on, is over, or its money was
 * promised anew), PROVIDER_UNAVAILABLE, REFUND_UNCLEAR (a request of it may still arrive, or the
 * provider does not say that nothing went), BUSY.
 */
export async function settleRefund(
  tools: Tools & FundingTools,
  openid: string,
  request: SettleRefundRequest,
): Promise<Result<FundingView>> {
  const found = await ownOrder(tools, openid, request);
  if (!found.ok) return found;
  const { campaign, funding, order } = found.value;
  const refund = order.refunds.find(({ refundNo }) => refundNo === request.refundNo);
  if (!refund) return failure('NOT_FOUND');
  if (refund.settlement?.requestId === request.requestId) {
    return success(await fundingView(tools, campaign));
  }
  if (!isStuck(funding, order, refund)) return failure('REFUND_NOT_STUCK');

  const answer = await tools.orders.queryRefund(refundOrderOf(order, refund));
  if (answer.kind === 'unknown') return failure('PROVIDER_UNAVAILABLE');
  const current = await booked(tools, funding, order, refund, answer);
  if (!current) return failure('BUSY');
  const refused = refusalOf(current, request, answer, tools.clock());
  if (refused) return failure(refused);

  await audit(tools, openid, request, order, refund);
  const settled = await changeFunding(tools.documents, campaign._id, (now) =>
    settleByHand(now, request.orderNo, request.refundNo, { ...request, atMs: tools.clock() }),
  );
  if (!settled) return failure('BUSY');
  const { settlement } = refundIn(known(settled, request.orderNo), request.refundNo);
  // Asked for once more, or settled by another request, since the provider was asked.
  if (settlement?.requestId !== request.requestId) return failure('REFUND_UNCLEAR');
  const { campaignId, orderNo, refundNo } = request;
  tools.log.info('funding.refund-settled', {
    campaignId,
    orderNo,
    refundNo,
    amountFen: refund.amountFen,
  });
  return success(await fundingView(tools, campaign));
}

/** The funding with the provider's newest word in it. */
async function booked(
  tools: FundingTools,
  funding: FundingRecord,
  order: OrderRecord,
  refund: RefundRecord,
  answer: RefundQueryAnswer,
): Promise<FundingRecord | null> {
  const atMs = tools.clock();
  const asked = refundOrderOf(order, refund);
  if (answer.kind === 'ended') {
    const news = { state: STATE_OF[answer.outcome], code: answer.code, atMs };
    return bookNews(tools, funding._id, asked, news);
  }
  if (answer.kind === 'processing') {
    return bookNews(tools, funding._id, asked, { state: 'PROCESSING', code: 'PROCESSING', atMs });
  }
  return changeFunding(tools.documents, funding._id, (now) => now);
}

function refusalOf(
  funding: FundingRecord,
  { orderNo, refundNo }: SettleRefundRequest,
  answer: RefundQueryAnswer,
  nowMs: number,
): 'REFUND_NOT_STUCK' | 'REFUND_UNCLEAR' | null {
  const order = known(funding, orderNo);
  const refund = refundIn(order, refundNo);
  if (!isStuck(funding, order, refund)) return 'REFUND_NOT_STUCK';
  const isProven = provesNothingWent(answer, refund);
  return isProven && maySettle(funding, order, refund, nowMs) ? null : 'REFUND_UNCLEAR';
}

/** "Not found" says so only of a refund that was never taken in hand. */
function provesNothingWent(answer: RefundQueryAnswer, refund: RefundRecord): boolean {
  if (answer.kind === 'ended') {
    return answer.outcome !== 'refunded' && STATE_OF[answer.outcome] === refund.state;
  }
  return (
    answer.kind === 'not-found' && refund.state === 'NEEDS_PERSON' && refund.acceptedAtMs === null
  );
}

function audit(
  { documents, clock, names }: Tools,
  openid: string,
  { campaignId, orderNo, refundNo, note, requestId }: SettleRefundRequest,
  { transactionId }: OrderRecord,
  { amountFen, state, lastCode }: RefundRecord,
): Promise<void> {
  return addAuditEntry(documents, {
    id: `${campaignId}.settle-refund.${requestId}`,
    campaignId,
    atMs: clock(),
    who: names.playerCode(openid),
    action: 'settle-refund',
    before: { orderNo, transactionId, refundNo, amountFen, state, lastCode },
    after: { state: 'SETTLED', note },
  });
}

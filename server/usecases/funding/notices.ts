/*
 * What the provider tells without being asked. A notice was proven genuine before it gets here; what
 * it may do is decided by what is stored: amounts and payers are compared, never taken over. Each
 * takes at most three requests to the database.
 */
import { orderIn } from '../../domain/funding/changes';
import { bookPaid } from '../../domain/funding/funding';
import type { FundingRecord } from '../../domain/funding/records';
import { bookRefund } from '../../domain/funding/refunds';
import type { OrderNotice, RefundNotice } from '../../ports/payment-notices';
import { fundingByOrderNo, saveFunding } from '../stores/fundings';
import { reportRefund, STATE_OF } from './drive-refund';
import type { FundingBooksTools } from './tools';

/** `again`: nothing was booked, and the provider shall repeat it. */
export type NoticeOutcome = 'handled' | 'again';

/** An order was paid: booked once, however often it is told. */
export async function recordOrderNotice(
  tools: FundingBooksTools,
  notice: OrderNotice,
): Promise<NoticeOutcome> {
  const { orderNo, amountFen, payerOpenid, transactionId, paidAtMs } = notice;
  const funding = await fundingByOrderNo(tools.documents, orderNo);
  const order = funding && orderIn(funding, orderNo);
  if (!order) {
    tools.log.alert('funding.unknown-order', { orderNo, amountFen });
    return 'again';
  }
  const fits =
    amountFen === order.amountFen &&
    payerOpenid === funding.organiserOpenid &&
    (order.transactionId ?? transactionId) === transactionId;
  if (!fits) {
    tools.log.alert('funding.notice-differs', { campaignId: funding._id, orderNo, amountFen });
    return 'again';
  }
  const booked = bookPaid(funding, orderNo, { transactionId, paidAtMs }, tools.clock());
  const outcome = await save(tools, funding, booked);
  if (outcome === 'handled' && booked !== funding) {
    const fields = { campaignId: funding._id, orderNo, amountFen, reason: 'notice' };
    tools.log.info('funding.paid', fields);
    if (order.state === 'CLOSED') tools.log.alert('funding.paid-after-close', fields);
  }
  return outcome;
}

/** A refund ended, or needs a person. */
export async function recordRefundNotice(
  tools: FundingBooksTools,
  notice: RefundNotice,
): Promise<NoticeOutcome> {
  const { orderNo, refundNo, amountFen, orderAmountFen, outcome, code } = notice;
  const funding = await fundingByOrderNo(tools.documents, orderNo);
  const order = funding && orderIn(funding, orderNo);
  const refund = order?.refunds.find((one) => one.refundNo === refundNo);
  if (!order || !refund) {
    tools.log.alert('funding.unknown-refund', { orderNo, refundNo, amountFen });
    return 'again';
  }
  if (amountFen !== refund.amountFen || orderAmountFen !== order.amountFen) {
    tools.log.alert('funding.notice-differs', {
      campaignId: funding._id,
      orderNo,
      refundNo,
      amountFen,
    });
    return 'again';
  }
  const news = { state: STATE_OF[outcome], code, atMs: tools.clock() };
  const booked = bookRefund(funding, orderNo, refundNo, news);
  const saved = await save(tools, funding, booked);
  if (saved === 'handled') reportRefund(tools, funding, booked, orderNo, refundNo);
  return saved;
}

/** Somebody else was faster: it comes again within seconds, and then there may be nothing to do. */
async function save(
  { documents }: FundingBooksTools,
  before: FundingRecord,
  after: FundingRecord,
): Promise<NoticeOutcome> {
  if (after === before) return 'handled';
  return (await saveFunding(documents, before, after)) ? 'handled' : 'again';
}

import { bookClosed, bookPaid, lookAgain, type Payment } from '../../domain/funding/funding';
import type { FundingRecord, OrderRecord } from '../../domain/funding/records';
import {
  CLOCK_MARGIN_MS,
  CLOSABLE_AFTER_MS,
  unpaidQueryAfterMs,
} from '../../domain/funding/timing';
import type { PaymentOrder, Unknown } from '../../ports/order-gateway';
import { changeFunding } from '../stores/fundings';
import type { FundingTools } from './tools';

/** `unclear`: the provider gave no definite answer, and nothing was changed. */
export type OrderNews = 'paid' | 'closed' | 'unpaid' | 'unclear';

/**
 * Asks the provider what became of an order that is unpaid here, books it, and closes it once nobody
 * will pay it any more: after its time, or when its organiser said so and the provider closes orders
 * of this age. Safe to repeat; nothing is closed here without the provider's word.
 */
export async function askOrder(
  tools: FundingTools,
  funding: FundingRecord,
  order: OrderRecord,
): Promise<OrderNews> {
  if (order.state === 'PAID') return 'paid';
  const asked = paymentOrderOf(funding, order);
  const answer = await tools.orders.query(asked);
  switch (answer.kind) {
    case 'paid':
      return paid(tools, funding, order, answer);
    case 'closed':
      return closed(tools, funding, order);
    case 'unpaid':
    case 'not-found':
      return order.state === 'CLOSED' ? 'closed' : stillUnpaid(tools, funding, order);
    case 'unknown':
      warn(tools, asked, answer);
      await later(tools, funding, order);
      return 'unclear';
  }
}

export function paymentOrderOf(funding: FundingRecord, order: OrderRecord): PaymentOrder {
  const { orderNo, amountFen, description, createdAtMs, expiresAtMs } = order;
  return {
    orderNo,
    payerOpenid: funding.organiserOpenid,
    amountFen,
    description,
    createdAtMs,
    expiresAtMs,
  };
}

async function stillUnpaid(
  tools: FundingTools,
  funding: FundingRecord,
  order: OrderRecord,
): Promise<OrderNews> {
  const nowMs = tools.clock();
  const isExpired = nowMs >= order.expiresAtMs + CLOCK_MARGIN_MS;
  const isUnwanted = order.closeWanted && nowMs - order.createdAtMs >= CLOSABLE_AFTER_MS;
  if (!isExpired && !isUnwanted) {
    await later(tools, funding, order);
    return 'unpaid';
  }
  const asked = paymentOrderOf(funding, order);
  const answer = await tools.orders.close(asked);
  switch (answer.kind) {
    case 'closed':
      return closed(tools, funding, order);
    case 'not-found':
      // Before its time is over, a request to make the order may still arrive.
      if (isExpired) return closed(tools, funding, order);
      await later(tools, funding, order);
      return 'unpaid';
    case 'paid': {
      const since = await tools.orders.query(asked);
      if (since.kind === 'paid') return paid(tools, funding, order, since);
      await later(tools, funding, order);
      return 'unclear';
    }
    case 'unknown':
      warn(tools, asked, answer);
      await later(tools, funding, order);
      return 'unclear';
  }
}

async function paid(
  tools: FundingTools,
  funding: FundingRecord,
  order: OrderRecord,
  { transactionId, paidAtMs }: Payment,
): Promise<OrderNews> {
  const { orderNo, amountFen } = order;
  const payment = { transactionId, paidAtMs };
  const booked = await changeFunding(tools.documents, funding._id, (now) =>
    bookPaid(now, orderNo, payment, tools.clock()),
  );
  if (!booked) return 'unclear';
  tools.log.info('funding.paid', { campaignId: funding._id, orderNo, amountFen, reason: 'query' });
  return 'paid';
}

async function closed(
  tools: FundingTools,
  funding: FundingRecord,
  order: OrderRecord,
): Promise<OrderNews> {
  const { orderNo } = order;
  const booked = await changeFunding(tools.documents, funding._id, (now) =>
    bookClosed(now, orderNo),
  );
  if (!booked) return 'unclear';
  tools.log.info('funding.order-closed', { campaignId: funding._id, orderNo });
  return 'closed';
}

async function later(tools: FundingTools, funding: FundingRecord, order: OrderRecord) {
  const nowMs = tools.clock();
  const { orderNo, createdAtMs } = order;
  const dueAtMs = nowMs + unpaidQueryAfterMs(nowMs - createdAtMs);
  await changeFunding(tools.documents, funding._id, (now) => lookAgain(now, orderNo, dueAtMs));
}

function warn({ log }: FundingTools, { orderNo }: PaymentOrder, answer: Unknown): void {
  const fields = { orderNo, code: answer.code };
  if (answer.alert) log.alert('funding.security', { ...fields, kind: answer.alert });
  else log.warn('funding.unanswered', fields);
}

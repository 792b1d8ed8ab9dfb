import { fieldFault } from '../v2-fields';
import { refusal, type Shop, type V2Call, type Verdict } from '../v2-verdict';
import type { Fields } from '../xml';
import type { Order, Refund } from './order';
import { REFUND_FIELDS } from './order-fields';
import { refundedFen } from './orders';
import { missingNumber, orderNamedIn } from './query-order';

/**
 * 申请退款, with the client certificate. The first of these that applies is answered:
 *
 *   1. PARAM_ERROR          a field is missing, too long or misshapen
 *   2. APPID_MCHID_NOT_MATCH, ORDERNOTEXIST
 *   3. ORDER_NOT_READY      nobody has paid yet
 *   4. for a known out_refund_no: REFUND_FEE_MISMATCH (another order or amount), or the first answer
 *      again; nothing is refunded a second time
 *   5. REFUND_FEE_MISMATCH  total_fee is not the order's
 *   6. TRADE_OVERDUE        paid more than a year ago
 *   7. ERROR                more than was paid, together with what was refunded; a 51st refund
 *   8. NOTENOUGH
 */
export function refundOrder(shop: Shop, call: V2Call): Verdict {
  const { fields, atMs } = call;
  const fault = fieldFault(fields, REFUND_FIELDS) ?? missingNumber(fields);
  if (fault) return refusal('PARAM_ERROR', [], fault);
  if (fields.get('appid') !== shop.miniAppid) return refusal('APPID_MCHID_NOT_MATCH', []);
  const order = orderNamedIn(shop, fields);
  if (!order) return refusal('ORDERNOTEXIST', []);
  if (order.paidAtMs === null) return refusal('ORDER_NOT_READY', []);

  const refund = refundOf(shop, order, fields, atMs);
  const known = shop.orders.refund(refund.outRefundNo);
  const isMismatch =
    known && (known.outTradeNo !== refund.outTradeNo || known.amountFen !== refund.amountFen);
  if (isMismatch || Number(fields.get('total_fee')) !== order.totalFen) {
    return refusal('REFUND_FEE_MISMATCH', []);
  }
  if (known) return accepted(order, known, () => {});
  if (atMs - order.paidAtMs > shop.limits.refundableForMs) return refusal('TRADE_OVERDUE', []);

  const limit = limitOf(shop, order, refund);
  if (limit !== null) return refusal('ERROR', [], limit);
  if (shop.balanceFen() < refund.amountFen) return refusal('NOTENOUGH', []);
  return accepted(order, refund, () => shop.orders.putRefund(refund));
}

function limitOf(shop: Shop, order: Order, refund: Refund): string | null {
  const earlier = shop.orders.refundsOf(order.outTradeNo);
  const earlierFen = earlier.reduce((sum, one) => sum + refundedFen(one), 0);
  if (earlierFen + refund.amountFen > order.totalFen) return '累计退款金额大于支付金额';
  if (earlier.length >= shop.limits.refundsPerOrder) return '超过部分退款次数上限';
  return null;
}

function accepted(order: Order, refund: Refund, effect: () => void): Verdict {
  return {
    errCode: 'SUCCESS',
    errCodeDes: 'OK',
    fields: [
      ['transaction_id', order.transactionId ?? ''],
      ['out_trade_no', order.outTradeNo],
      ['out_refund_no', refund.outRefundNo],
      ['refund_id', refund.refundId],
      ['refund_fee', refund.amountFen],
      ['total_fee', order.totalFen],
      ['cash_fee', order.totalFen],
      ['cash_refund_fee', refund.amountFen],
    ],
    effect,
  };
}

function refundOf(shop: Shop, order: Order, fields: Fields, atMs: number): Refund {
  return {
    outRefundNo: fields.get('out_refund_no') ?? '',
    refundId: shop.numbers.refundId(atMs),
    outTradeNo: order.outTradeNo,
    amountFen: Number(fields.get('refund_fee')),
    notifyUrl: fields.get('notify_url') || null,
    status: 'PROCESSING',
    acceptedAtMs: atMs,
    endedAtMs: null,
  };
}

import { beijingText } from '../beijing';
import { fieldFault } from '../v2-fields';
import { refusal, type Shop, type V2Call, type Verdict } from '../v2-verdict';
import type { Fields, XmlField } from '../xml';
import type { Order, Refund } from './order';
import { REFUND_QUERY_FIELDS } from './order-fields';
import { missingNumber, orderNamedIn } from './query-order';

/** An order with more refunds must be asked about by the number of a refund. */
const LISTED_MAX = 20;

/** 查询退款: PARAM_ERROR, APPID_MCHID_NOT_MATCH, REFUNDNOTEXIST. A refund's own number goes first. */
export function queryRefund(shop: Shop, { fields }: V2Call): Verdict {
  const refundNo = fields.get('refund_id') || fields.get('out_refund_no') || null;
  const fault =
    fieldFault(fields, REFUND_QUERY_FIELDS) ?? (refundNo === null ? missingNumber(fields) : null);
  if (fault) return refusal('PARAM_ERROR', [], fault);
  if (fields.get('appid') !== shop.miniAppid) return refusal('APPID_MCHID_NOT_MATCH', []);

  const { order, refunds } = found(shop, fields, refundNo);
  if (!order || refunds.length === 0) return refusal('REFUNDNOTEXIST', []);
  if (refunds.length > LISTED_MAX) {
    return refusal('PARAM_ERROR', [], '部分退款次数超过20次，请使用退款单号查询');
  }
  return {
    errCode: 'SUCCESS',
    errCodeDes: 'OK',
    fields: recordsOf(order, refunds),
    effect: () => {},
  };
}

function found(
  shop: Shop,
  fields: Fields,
  refundNo: string | null,
): { readonly order: Order | null; readonly refunds: readonly Refund[] } {
  if (refundNo === null) {
    const order = orderNamedIn(shop, fields);
    return { order, refunds: order ? shop.orders.refundsOf(order.outTradeNo) : [] };
  }
  const refund = shop.orders.refund(refundNo);
  if (!refund) return { order: null, refunds: [] };
  return { order: shop.orders.get(refund.outTradeNo), refunds: [refund] };
}

function recordsOf(order: Order, refunds: readonly Refund[]): XmlField[] {
  return [
    ['transaction_id', order.transactionId ?? ''],
    ['out_trade_no', order.outTradeNo],
    ['total_fee', order.totalFen],
    ['cash_fee', order.totalFen],
    ['refund_count', refunds.length],
    ...refunds.flatMap(recordOf),
  ];
}

function recordOf(refund: Refund, n: number): XmlField[] {
  const record: XmlField[] = [
    [`out_refund_no_${n}`, refund.outRefundNo],
    [`refund_id_${n}`, refund.refundId],
    [`refund_channel_${n}`, 'ORIGINAL'],
    [`refund_fee_${n}`, refund.amountFen],
    [`settlement_refund_fee_${n}`, refund.amountFen],
    [`refund_status_${n}`, refund.status],
    [`refund_account_${n}`, 'REFUND_SOURCE_UNSETTLED_FUNDS'],
    [`refund_recv_accout_${n}`, '支付用户零钱'],
  ];
  if (refund.status === 'SUCCESS' && refund.endedAtMs !== null) {
    record.push([`refund_success_time_${n}`, beijingText(refund.endedAtMs)]);
  }
  return record;
}

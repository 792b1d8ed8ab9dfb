import { beijingDigits } from '../beijing';
import { fieldFault } from '../v2-fields';
import { refusal, type Shop, type V2Call, type Verdict } from '../v2-verdict';
import type { Fields, XmlField } from '../xml';
import type { Order, TradeState } from './order';
import { CLOSE_ORDER_FIELDS, ORDER_QUERY_FIELDS } from './order-fields';

/** 查询订单: PARAM_ERROR, APPID_MCHID_NOT_MATCH, ORDERNOTEXIST. */
export function queryOrder(shop: Shop, { fields }: V2Call): Verdict {
  const fault = fieldFault(fields, ORDER_QUERY_FIELDS) ?? missingNumber(fields);
  if (fault) return refusal('PARAM_ERROR', [], fault);
  if (fields.get('appid') !== shop.miniAppid) return refusal('APPID_MCHID_NOT_MATCH', []);
  const order = orderNamedIn(shop, fields);
  if (!order) return refusal('ORDERNOTEXIST', []);
  return { errCode: 'SUCCESS', errCodeDes: 'OK', fields: recordOf(order), effect: () => {} };
}

/** 关闭订单: PARAM_ERROR, APPID_MCHID_NOT_MATCH, ORDERNOTEXIST, ORDERPAID, ORDERCLOSED. */
export function closeOrder(shop: Shop, { fields }: V2Call): Verdict {
  const fault = fieldFault(fields, CLOSE_ORDER_FIELDS);
  if (fault) return refusal('PARAM_ERROR', [], fault);
  if (fields.get('appid') !== shop.miniAppid) return refusal('APPID_MCHID_NOT_MATCH', []);
  const order = orderNamedIn(shop, fields);
  if (!order) return refusal('ORDERNOTEXIST', []);
  if (order.paidAtMs !== null) return refusal('ORDERPAID', []);
  if (order.state === 'CLOSED') return refusal('ORDERCLOSED', []);
  const effect = () => shop.orders.put({ ...order, state: 'CLOSED' });
  return { errCode: 'SUCCESS', errCodeDes: 'OK', fields: [], effect };
}

/** Either number names an order; transaction_id goes first. A prepay_id names none. */
export function orderNamedIn(shop: Shop, fields: Fields): Order | null {
  const transactionId = fields.get('transaction_id') ?? '';
  const outTradeNo = fields.get('out_trade_no') ?? '';
  const order = shop.orders.get(transactionId || outTradeNo);
  if (!order) return null;
  return [order.transactionId, order.outTradeNo].includes(transactionId || outTradeNo)
    ? order
    : null;
}

export function missingNumber(fields: Fields): string | null {
  if (fields.get('transaction_id') || fields.get('out_trade_no')) return null;
  return '参数错误:transaction_id和out_trade_no不能同时为空';
}

const DESCRIPTIONS: Readonly<Record<TradeState, string>> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  CLOSED: '订单已关闭',
  REFUND: '订单发生过退款，退款详情请查询退款单',
};

function recordOf(order: Order): XmlField[] {
  return [
    ['trade_state', order.state],
    ['trade_state_desc', DESCRIPTIONS[order.state]],
    ['out_trade_no', order.outTradeNo],
    ['total_fee', order.totalFen],
    ...(order.attach === '' ? [] : ([['attach', order.attach]] satisfies XmlField[])),
    ...paymentOf(order),
  ];
}

/** What is only known of a paid order; the notification says the same. */
export function paymentOf(order: Order): XmlField[] {
  if (order.paidAtMs === null) return [];
  return [
    ['openid', order.openid],
    ['is_subscribe', 'N'],
    ['trade_type', 'JSAPI'],
    ['bank_type', 'OTHERS'],
    ['fee_type', 'CNY'],
    ['cash_fee', order.totalFen],
    ['transaction_id', order.transactionId ?? ''],
    ['time_end', beijingDigits(order.paidAtMs)],
  ];
}

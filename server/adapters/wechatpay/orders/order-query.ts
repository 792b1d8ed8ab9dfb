import type { CloseAnswer, OrderAnswer, PaymentOrder } from '../../../ports/order-gateway';
import { agrees, fenOf } from '../call';
import type { Fields } from '../signature';
import type { OrderMerchant } from './merchant';
import { mismatch, type OrderReply } from './reply';
import { fromBeijingDigits } from './times';

export const ORDER_QUERY_PATH = '/pay/orderquery';
export const CLOSE_ORDER_PATH = '/pay/closeorder';

/** 查询订单 and 关闭订单 (wxa_api.php?chapter=9_2 and 9_3) name the order in the same way. */
export function orderFields(order: PaymentOrder, merchant: OrderMerchant): Fields {
  return { appid: merchant.appid, mch_id: merchant.mchId, out_trade_no: order.orderNo };
}

/** An order that was refunded was paid. */
export function readOrderQuery(reply: OrderReply, order: PaymentOrder): OrderAnswer {
  if (reply.kind === 'unknown') return reply;
  if (reply.kind === 'error') {
    return reply.code === 'ORDERNOTEXIST'
      ? { kind: 'not-found' }
      : { kind: 'unknown', code: reply.code };
  }
  const { fields } = reply;
  if (fields['out_trade_no'] !== order.orderNo) return mismatch();
  switch (fields['trade_state']) {
    case 'SUCCESS':
    case 'REFUND':
      return paymentIn(fields, order);
    case 'NOTPAY':
    case 'USERPAYING':
    case 'PAYERROR':
      return { kind: 'unpaid' };
    case 'CLOSED':
    case 'REVOKED':
      return { kind: 'closed' };
    default:
      return { kind: 'unknown', code: 'STRANGE_STATE' };
  }
}

/** Amount and payer are the order's, or it is not this payment. */
function paymentIn(fields: Fields, order: PaymentOrder): OrderAnswer {
  const isOurs =
    fenOf(fields['total_fee'] ?? '') === order.amountFen &&
    agrees(fields, 'openid', order.payerOpenid) &&
    agrees(fields, 'fee_type', 'CNY');
  if (!isOurs) return mismatch();
  const transactionId = fields['transaction_id'] ?? '';
  const paidAtMs = fromBeijingDigits(fields['time_end'] ?? '');
  if (transactionId === '' || paidAtMs === null) {
    return { kind: 'unknown', code: 'SUCCESS_WITHOUT_PAYMENT' };
  }
  return { kind: 'paid', transactionId, paidAtMs };
}

export function readCloseOrder(reply: OrderReply): CloseAnswer {
  if (reply.kind === 'unknown') return reply;
  if (reply.kind === 'success') return { kind: 'closed' };
  switch (reply.code) {
    case 'ORDERCLOSED':
      return { kind: 'closed' };
    case 'ORDERPAID':
      return { kind: 'paid' };
    case 'ORDERNOTEXIST':
      return { kind: 'not-found' };
    default:
      return { kind: 'unknown', code: reply.code };
  }
}

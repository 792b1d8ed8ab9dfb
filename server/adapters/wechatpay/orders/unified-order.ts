import type { CreateAnswer, PaymentOrder } from '../../../ports/order-gateway';
import type { Fields } from '../signature';
import { cutToBytes } from '../texts';
import type { OrderMerchant } from './merchant';
import type { OrderReply } from './reply';
import { beijingDigits } from './times';

export const UNIFIED_ORDER_PATH = '/pay/unifiedorder';

/** `body` is String(128). */
const BODY_BYTES_MOST = 128;

/**
 * 统一下单 (JSAPI), pay.weixin.qq.com/wiki/doc/api/wxa/wxa_api.php?chapter=9_1. Everything follows
 * from the stored order, so that a repeat says exactly the same and is given the same prepay_id.
 */
export function unifiedOrderFields(
  order: PaymentOrder,
  merchant: OrderMerchant,
  notifyUrl: string,
): Fields {
  return {
    appid: merchant.appid,
    mch_id: merchant.mchId,
    body: cutToBytes(order.description, BODY_BYTES_MOST),
    out_trade_no: order.orderNo,
    total_fee: String(order.amountFen),
    spbill_create_ip: merchant.clientIp,
    time_start: beijingDigits(order.createdAtMs),
    time_expire: beijingDigits(order.expiresAtMs),
    notify_url: notifyUrl,
    trade_type: 'JSAPI',
    openid: order.payerOpenid,
  };
}

export function readUnifiedOrder(reply: OrderReply): CreateAnswer {
  if (reply.kind === 'unknown') return reply;
  if (reply.kind === 'error') {
    if (reply.code === 'ORDERPAID') return { kind: 'paid' };
    if (reply.code === 'ORDERCLOSED') return { kind: 'closed' };
    return { kind: 'unknown', code: reply.code };
  }
  const prepayId = reply.fields['prepay_id'] ?? '';
  return /^\w{1,64}$/.test(prepayId)
    ? { kind: 'prepaid', prepayId }
    : { kind: 'unknown', code: 'SUCCESS_WITHOUT_PREPAY_ID' };
}

import { fromBeijingDigits } from '../beijing';
import { signTypeOf } from '../signature';
import { fieldFault } from '../v2-fields';
import { refusal, type Shop, type V2Call, type Verdict } from '../v2-verdict';
import type { Fields } from '../xml';
import type { Order, OrderRequest } from './order';
import { UNIFIED_ORDER_FIELDS } from './order-fields';

/**
 * 统一下单, JSAPI. The first of these that applies is answered:
 *
 *   1. PARAM_ERROR            a field is missing, too long or misshapen, time_expire is not ahead,
 *                             or nobody has this openid under the mini program
 *   2. APPID_MCHID_NOT_MATCH  not the mini program
 *   3. for a known number: ORDERPAID, ORDERCLOSED, OUT_TRADE_NO_USED (other parameters), or its
 *      prepay_id again; a new one when the old one has expired
 */
export function unifiedOrder(shop: Shop, { fields, atMs }: V2Call): Verdict {
  const fault = fieldFault(fields, UNIFIED_ORDER_FIELDS);
  if (fault) return refusal('PARAM_ERROR', [], fault);
  if (fields.get('appid') !== shop.miniAppid) return refusal('APPID_MCHID_NOT_MATCH', []);
  const request = requestOf(fields);
  if (fields.get('time_expire') && (request.expiresAtMs ?? 0) <= atMs) {
    return refusal('PARAM_ERROR', [], '参数错误:time_expire时间过短或格式不正确');
  }
  if (!shop.isUserOf(request.openid, shop.miniAppid)) {
    return refusal('PARAM_ERROR', [], '参数错误:openid和appid不匹配');
  }

  const known = shop.orders.get(request.outTradeNo);
  if (known) return answerAgain(shop, known, request, atMs);
  return prepaid(shop, {
    ...request,
    state: 'NOTPAY',
    createdAtMs: atMs,
    prepayId: shop.numbers.prepayId(atMs),
    prepaidAtMs: atMs,
    transactionId: null,
    paidAtMs: null,
  });
}

function answerAgain(shop: Shop, known: Order, request: OrderRequest, atMs: number): Verdict {
  if (known.paidAtMs !== null) return refusal('ORDERPAID', []);
  if (known.state === 'CLOSED') return refusal('ORDERCLOSED', []);
  const names = Object.keys(request) as (keyof OrderRequest)[];
  if (names.some((name) => known[name] !== request[name])) return refusal('OUT_TRADE_NO_USED', []);
  if (atMs - known.prepaidAtMs < shop.limits.prepayLivesMs) return answered(known, () => {});
  return prepaid(shop, { ...known, prepayId: shop.numbers.prepayId(atMs), prepaidAtMs: atMs });
}

function prepaid(shop: Shop, order: Order): Verdict {
  return answered(order, () => shop.orders.put(order));
}

function answered(order: Order, effect: () => void): Verdict {
  return {
    errCode: 'SUCCESS',
    errCodeDes: 'OK',
    fields: [
      ['trade_type', 'JSAPI'],
      ['prepay_id', order.prepayId],
    ],
    effect,
  };
}

function requestOf(fields: Fields): OrderRequest {
  const text = (name: string) => fields.get(name) ?? '';
  return {
    outTradeNo: text('out_trade_no'),
    openid: text('openid'),
    totalFen: Number(text('total_fee')),
    body: text('body'),
    attach: text('attach'),
    notifyUrl: text('notify_url'),
    signType: signTypeOf(fields) ?? 'MD5',
    expiresAtMs: fromBeijingDigits(text('time_expire')),
  };
}

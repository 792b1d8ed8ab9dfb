import type {
  RefundAnswer,
  RefundOrder,
  RefundOutcome,
  RefundQueryAnswer,
} from '../../../ports/order-gateway';
import { agreesOnFen, fenOf } from '../call';
import type { Fields } from '../signature';
import type { OrderMerchant } from './merchant';
import { mismatch, type OrderReply } from './reply';

/** The only one of these calls that asks for the client certificate. */
export const REFUND_PATH = '/secapi/pay/refund';
export const REFUND_QUERY_PATH = '/pay/refundquery';

/**
 * Asking again does not end these (wxa_api.php?chapter=9_4). Everything else is asked for again
 * under the same number: a temporary refusal, no money in the account just now, or nobody knows.
 */
const FOR_A_PERSON: ReadonlySet<string> = new Set([
  'ERROR', // the order is refunded, or refunded as often as it may be
  'TRADE_OVERDUE',
  'USER_ACCOUNT_ABNORMAL',
  'REFUND_FEE_MISMATCH',
  'ORDERNOTEXIST',
  'ORDER_NOT_READY',
  'INVALID_TRANSACTIONID',
  'APPID_NOT_EXIST',
  'MCHID_NOT_EXIST',
  'APPID_MCHID_NOT_MATCH',
  'PARAM_ERROR',
]);

/** 申请退款. The amounts follow from the stored refund. */
export function refundFields(
  refund: RefundOrder,
  merchant: OrderMerchant,
  notifyUrl: string,
): Fields {
  return {
    appid: merchant.appid,
    mch_id: merchant.mchId,
    out_trade_no: refund.orderNo,
    out_refund_no: refund.refundNo,
    total_fee: String(refund.orderAmountFen),
    refund_fee: String(refund.amountFen),
    refund_desc: '活动结余退回',
    notify_url: notifyUrl,
  };
}

export function readRefund(reply: OrderReply, refund: RefundOrder): RefundAnswer {
  if (reply.kind === 'unknown') return reply;
  if (reply.kind === 'error') {
    const { code } = reply;
    return { kind: FOR_A_PERSON.has(code) ? 'refused' : 'unknown', code };
  }
  const { fields } = reply;
  const isOurs =
    fields['out_refund_no'] === refund.refundNo &&
    fields['out_trade_no'] === refund.orderNo &&
    agreesOnFen(fields, 'total_fee', refund.orderAmountFen) &&
    agreesOnFen(fields, 'refund_fee', refund.amountFen);
  return isOurs ? { kind: 'accepted' } : mismatch();
}

/** 查询退款, by the refund's own number: an order may have more than the 20 that are listed. */
export function refundQueryFields(refund: RefundOrder, merchant: OrderMerchant): Fields {
  return { appid: merchant.appid, mch_id: merchant.mchId, out_refund_no: refund.refundNo };
}

export function readRefundQuery(reply: OrderReply, refund: RefundOrder): RefundQueryAnswer {
  if (reply.kind === 'unknown') return reply;
  if (reply.kind === 'error') {
    return reply.code === 'REFUNDNOTEXIST'
      ? { kind: 'not-found' }
      : { kind: 'unknown', code: reply.code };
  }
  const { fields } = reply;
  const row = rowOf(fields, refund.refundNo);
  const isOurs =
    row !== null &&
    fields['out_trade_no'] === refund.orderNo &&
    agreesOnFen(fields, 'total_fee', refund.orderAmountFen) &&
    fenOf(fields[`refund_fee_${row}`] ?? '') === refund.amountFen;
  if (!isOurs) return mismatch();
  const status = fields[`refund_status_${row}`] ?? '';
  if (status === 'PROCESSING') return { kind: 'processing' };
  const outcome = outcomeOf(status);
  return outcome
    ? { kind: 'ended', outcome, code: status }
    : { kind: 'unknown', code: 'STRANGE_STATUS' };
}

/** The provider's words for the end of a refund; null for anything else. */
export function outcomeOf(status: string): RefundOutcome | null {
  switch (status) {
    case 'SUCCESS':
      return 'refunded';
    case 'REFUNDCLOSE':
      return 'closed';
    case 'CHANGE':
      return 'needs-person';
    default:
      return null;
  }
}

/** The n of `out_refund_no_$n`. */
function rowOf(fields: Fields, refundNo: string): string | null {
  const name = Object.keys(fields).find(
    (key) => /^out_refund_no_\d+$/.test(key) && fields[key] === refundNo,
  );
  return name?.replace('out_refund_no_', '') ?? null;
}

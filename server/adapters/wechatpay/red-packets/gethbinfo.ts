import { fromBeijing } from '../../../../miniprogram/shared/beijing-time';
import type { PayoutOrder, QueryAnswer } from '../../../ports/payout-gateway';
import { agrees, agreesOnFen, errorCodeOf, fenOf, type Reply, succeeded } from '../call';
import type { Fields } from '../signature';
import type { RedPacketMerchant } from './merchant';

export const QUERY_PATH = '/mmpaymkttransfers/gethbinfo';

/**
 * 查询红包记录, page 4011983160, for both red packet products. The field is `appid` here, not
 * `wxappid`.
 */
export function queryFields(order: PayoutOrder, merchant: RedPacketMerchant): Fields {
  return {
    mch_billno: order.billNo,
    mch_id: merchant.mchId,
    appid: merchant.appid,
    bill_type: 'MCHT',
  };
}

/** What the provider's record proves about the bill; the words of `status` are spelled as they are. */
export function readQueryReply(
  reply: Reply,
  order: PayoutOrder,
  merchant: RedPacketMerchant,
): QueryAnswer {
  if (reply.kind === 'unknown') return reply;
  const { fields, packets } = reply;
  if (!speaksOf(fields, packets, order, merchant)) {
    return { kind: 'unknown', code: 'MISMATCH', alert: 'mismatch' };
  }
  if (!succeeded(fields)) {
    const code = errorCodeOf(fields);
    return code === 'NOT_FOUND' ? { kind: 'not-found' } : { kind: 'unknown', code };
  }
  if (!fields['mch_billno'] || !fields['mch_id']) {
    return { kind: 'unknown', code: 'SUCCESS_WITHOUT_BILL' };
  }
  switch (fields['status']) {
    case 'SENDING':
      return { kind: 'sending' };
    case 'SENT':
      return { kind: 'sent' };
    case 'RECEIVED':
      return { kind: 'received', receivedAtMs: beijingTextMs(packets[0]?.['rcv_time'] ?? '') };
    case 'RFUND_ING':
      return { kind: 'returning' };
    case 'REFUND':
      return {
        kind: 'returned',
        amountFen: fenOf(fields['refund_amount'] ?? '') ?? order.amountFen,
      };
    case 'FAILED':
      // `reason` is empty on real failures, so nobody can be blamed.
      return { kind: 'failed', reason: fields['reason'] || 'FAILED', blames: 'circumstances' };
    default:
      return { kind: 'unknown', code: 'STRANGE_STATUS' };
  }
}

/** INV-30: every field that is present and was asked about says what was asked. */
function speaksOf(
  fields: Fields,
  packets: readonly Fields[],
  order: PayoutOrder,
  merchant: RedPacketMerchant,
): boolean {
  return (
    agrees(fields, 'mch_id', merchant.mchId) &&
    agrees(fields, 'mch_billno', order.billNo) &&
    agreesOnFen(fields, 'total_amount', order.amountFen) &&
    agreesOnFen(fields, 'refund_amount', order.amountFen) &&
    packets.every(
      (packet) =>
        agrees(packet, 'openid', order.recipientId) &&
        agreesOnFen(packet, 'amount', order.amountFen),
    )
  );
}

/** '2015-04-21 20:00:00' in Beijing; null for anything else, because only a screen wants it. */
function beijingTextMs(text: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(text);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  return fromBeijing(year!, month!, day!, hour, minute, second);
}

import type { PayoutOrder, SendAnswer } from '../../../ports/payout-gateway';
import { agrees, agreesOnFen, errorCodeOf, type Reply, succeeded } from '../call';
import type { Fields } from '../signature';
import { cutToBytes } from '../texts';
import type { RedPacketMerchant } from './merchant';
import { redPacketRefusal } from './refusals';

/** Byte lengths of the interfaces' text fields; Chinese characters take three bytes each. */
const BYTES_MOST = { send_name: 32, wishing: 128, act_name: 32, remark: 256 } as const;

/**
 * What both red packet interfaces ask for (pages 4011974053 and 4011941282). scene_id is left out:
 * accounts of today have no scenes and refuse it, which means 1 to 200 yuan.
 */
export function commonSendFields(order: PayoutOrder, merchant: RedPacketMerchant): Fields {
  return {
    mch_billno: order.billNo,
    mch_id: merchant.mchId,
    wxappid: merchant.appid,
    send_name: cutToBytes(order.senderName, BYTES_MOST.send_name),
    re_openid: order.recipientId,
    total_amount: String(order.amountFen),
    total_num: '1',
    wishing: cutToBytes(order.greeting, BYTES_MOST.wishing),
    act_name: cutToBytes(order.campaignTitle, BYTES_MOST.act_name),
    remark: cutToBytes(order.campaignTitle, BYTES_MOST.remark),
  };
}

/** What an answer proves. Whatever is not documented as definite stays unknown. */
export function readSendReply(
  reply: Reply,
  order: PayoutOrder,
  merchant: RedPacketMerchant,
): SendAnswer {
  if (reply.kind === 'unknown') return reply;
  const { fields } = reply;
  if (!speaksOf(fields, order, merchant)) {
    return { kind: 'unknown', code: 'MISMATCH', alert: 'mismatch' };
  }
  if (succeeded(fields)) return successOf(fields);
  const code = errorCodeOf(fields);
  const refusal = redPacketRefusal(code);
  return refusal === null ? { kind: 'unknown', code } : { kind: 'refused', code, refusal };
}

/** A success has to name the bill and the merchant; otherwise it could be anybody's. */
function successOf(fields: Fields): SendAnswer {
  if (!fields['mch_billno'] || !fields['mch_id']) {
    return { kind: 'unknown', code: 'SUCCESS_WITHOUT_BILL' };
  }
  // Only packets that open in the mini program come with `package`.
  const pass = fields['package'] || null;
  return { kind: 'sent', providerNo: fields['send_listid'] ?? '', pass };
}

function speaksOf(fields: Fields, order: PayoutOrder, merchant: RedPacketMerchant): boolean {
  return (
    agrees(fields, 'mch_id', merchant.mchId) &&
    agrees(fields, 'mch_billno', order.billNo) &&
    agrees(fields, 'wxappid', merchant.appid) &&
    agrees(fields, 're_openid', order.recipientId) &&
    agreesOnFen(fields, 'total_amount', order.amountFen)
  );
}

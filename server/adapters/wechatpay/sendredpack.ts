import { refusalClassOf } from '../../domain/refusals';
import type { PayoutOrder, SendAnswer } from '../../ports/payout-gateway';
import { agrees, agreesOnFen, errorCodeOf, type Reply, succeeded } from './call';
import type { Fields } from './signature';

export const SEND_PATH = '/mmpaymkttransfers/sendredpack';

export interface Merchant {
  readonly mchId: string;
  readonly apiKey: string;
  /** The official account's appid; recipients are openids under it. */
  readonly wxappid: string;
  readonly clientIp: string;
}

/** Byte lengths of the interface's text fields; Chinese characters take three bytes each. */
const BYTES_MOST = { send_name: 32, wishing: 128, act_name: 32, remark: 256 } as const;

/**
 * 现金红包, page 4011974053 of 2025.08.22. risk_info is left out, and so is scene_id: accounts of
 * today have no scenes and refuse it, which means 1 to 200 yuan.
 */
export function sendFields(order: PayoutOrder, merchant: Merchant): Fields {
  return {
    mch_billno: order.billNo,
    mch_id: merchant.mchId,
    wxappid: merchant.wxappid,
    send_name: cutToBytes(order.senderName, BYTES_MOST.send_name),
    re_openid: order.recipientId,
    total_amount: String(order.amountFen),
    total_num: '1',
    wishing: cutToBytes(order.greeting, BYTES_MOST.wishing),
    client_ip: merchant.clientIp,
    act_name: cutToBytes(order.campaignTitle, BYTES_MOST.act_name),
    remark: cutToBytes(order.campaignTitle, BYTES_MOST.remark),
  };
}

/** What an answer proves. Whatever is not documented as definite stays unknown. */
export function readSendReply(reply: Reply, order: PayoutOrder, merchant: Merchant): SendAnswer {
  if (reply.kind === 'unknown') return reply;
  const { fields } = reply;
  if (!speaksOf(fields, order, merchant)) {
    return { kind: 'unknown', code: 'MISMATCH', alert: 'mismatch' };
  }
  if (succeeded(fields)) return successOf(fields);
  const code = errorCodeOf(fields);
  const refusalClass = refusalClassOf(code);
  return refusalClass === null
    ? { kind: 'unknown', code }
    : { kind: 'refused', code, class: refusalClass };
}

/** A success has to name the bill and the merchant; otherwise it could be anybody's. */
function successOf(fields: Fields): SendAnswer {
  if (!fields['mch_billno'] || !fields['mch_id']) {
    return { kind: 'unknown', code: 'SUCCESS_WITHOUT_BILL' };
  }
  return { kind: 'sent', providerNo: fields['send_listid'] ?? '' };
}

function speaksOf(fields: Fields, order: PayoutOrder, merchant: Merchant): boolean {
  return (
    agrees(fields, 'mch_id', merchant.mchId) &&
    agrees(fields, 'mch_billno', order.billNo) &&
    agrees(fields, 'wxappid', merchant.wxappid) &&
    agrees(fields, 're_openid', order.recipientId) &&
    agreesOnFen(fields, 'total_amount', order.amountFen)
  );
}

/** Cut at a whole character; control characters have no place in XML. */
export function cutToBytes(text: string, bytesMost: number): string {
  let cut = '';
  let bytes = 0;
  for (const character of text.replace(/[\p{Cc}\p{Cs}]/gu, ' ').trim()) {
    bytes += Buffer.byteLength(character);
    if (bytes > bytesMost) break;
    cut += character;
  }
  return cut.trimEnd();
}

import { beijingText } from './beijing';
import type { Bill } from './bill';
import { fieldFault, GET_HB_INFO_FIELDS } from './v2-fields';
import { refusal, type Shop, type V2Call, type Verdict } from './v2-verdict';
import type { XmlField } from './xml';

/**
 * 查询红包记录 (page 4011983160). The first of these that applies is answered:
 *
 *   1. PARAM_ERROR  a field is missing or misshapen, or the appid is not this merchant's
 *   2. NOT_FOUND    no such bill, or it is older than 30 days
 */
export function getHbInfo(shop: Shop, { fields, atMs }: V2Call): Verdict {
  const fault = fieldFault(fields, GET_HB_INFO_FIELDS);
  if (fault) return refusal('PARAM_ERROR', [], fault);
  if (![shop.wxappid, shop.miniAppid].includes(fields.get('appid') ?? '')) {
    return refusal('PARAM_ERROR', [], '参数错误:appid与mch_id不匹配');
  }
  const bill = shop.bills.get(fields.get('mch_billno') ?? '');
  if (!bill || atMs - bill.acceptedAtMs > shop.limits.queryableForMs) {
    return refusal('NOT_FOUND', []);
  }
  return {
    errCode: 'SUCCESS',
    errCodeDes: 'OK',
    fields: recordOf(bill, shop.mchId),
    effect: () => {},
  };
}

function recordOf(bill: Bill, mchId: string): XmlField[] {
  const { reachedAtMs } = bill;
  const record: XmlField[] = [
    ['mch_billno', bill.billNo],
    ['mch_id', mchId],
    ['detail_id', bill.listId],
    ['status', bill.status],
    ['send_type', 'API'],
    ['hb_type', 'NORMAL'],
    ['total_num', 1],
    ['total_amount', bill.amountFen],
    ['send_time', beijingText(bill.acceptedAtMs)],
    ['wishing', bill.wishing],
    ['remark', bill.remark],
    ['act_name', bill.actName],
  ];
  // Developers see failures without a reason; so a client must not need one.
  if (bill.status === 'FAILED') record.push(['reason', '']);
  if (reachedAtMs.REFUND !== undefined) {
    record.push(['refund_time', beijingText(reachedAtMs.REFUND)]);
    record.push(['refund_amount', bill.amountFen]);
  }
  if (reachedAtMs.RECEIVED !== undefined) {
    const info: XmlField[] = [
      ['openid', bill.openid],
      ['amount', bill.amountFen],
      ['rcv_time', beijingText(reachedAtMs.RECEIVED)],
    ];
    record.push(['hblist', [['hbinfo', info]]]);
  }
  return record;
}

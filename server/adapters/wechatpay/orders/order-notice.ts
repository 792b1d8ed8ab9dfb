import type { OpenOrderNotice, RefusedNotice } from '../../../ports/payment-notices';
import type { SecurityAlert } from '../../../ports/payout-gateway';
import { agrees, fenOf } from '../call';
import { checkSignature, type Fields } from '../signature';
import { readXml } from '../xml';
import type { OrderMerchant } from './merchant';
import { fromBeijingDigits } from './times';

/**
 * Opens 支付结果通知 (wxa_api.php?chapter=9_7). Nothing is looked at before the signature is right.
 * The first of these that applies refuses it: the codes of `readXml`, UNSIGNED, BAD_SIGNATURE,
 * OTHER_MERCHANT, STRANGE_NOTICE. A payment that failed is nothing to book.
 */
export function orderNoticeOpener(merchant: OrderMerchant): OpenOrderNotice {
  return ({ body }) => {
    const reading = readXml(body);
    if (reading.kind === 'refused') return refused(reading.reason);
    const { fields } = reading;
    const signature = checkSignature(fields, merchant.apiKey);
    if (signature === 'absent') return refused('UNSIGNED', 'bad-signature');
    if (signature === 'bad') return refused('BAD_SIGNATURE', 'bad-signature');
    const isOurs = fields['mch_id'] === merchant.mchId && fields['appid'] === merchant.appid;
    if (!isOurs) return refused('OTHER_MERCHANT', 'mismatch');
    if (fields['return_code'] !== 'SUCCESS') return refused('STRANGE_NOTICE');
    return fields['result_code'] === 'SUCCESS' ? paymentIn(fields) : { kind: 'nothing' };
  };
}

function paymentIn(fields: Fields): ReturnType<OpenOrderNotice> {
  const amountFen = fenOf(fields['total_fee'] ?? '');
  const paidAtMs = fromBeijingDigits(fields['time_end'] ?? '');
  const orderNo = fields['out_trade_no'] ?? '';
  const transactionId = fields['transaction_id'] ?? '';
  const payerOpenid = fields['openid'] ?? '';
  const isWhole = orderNo !== '' && transactionId !== '' && payerOpenid !== '';
  const isCny = agrees(fields, 'fee_type', 'CNY');
  if (!isWhole || !isCny || amountFen === null || paidAtMs === null) {
    return refused('STRANGE_NOTICE');
  }
  return { kind: 'notice', orderNo, amountFen, payerOpenid, transactionId, paidAtMs };
}

function refused(code: string, alert?: SecurityAlert): RefusedNotice {
  return { kind: 'refused', code, ...(alert && { alert }) };
}

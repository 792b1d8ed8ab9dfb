import { createDecipheriv, createHash } from 'node:crypto';
import type { OpenRefundNotice, RefusedNotice } from '../../../ports/payment-notices';
import type { SecurityAlert } from '../../../ports/payout-gateway';
import { fenOf } from '../call';
import type { Fields } from '../signature';
import { readXml } from '../xml';
import type { OrderMerchant } from './merchant';
import { outcomeOf } from './refund';

/**
 * Opens 退款结果通知 (wxa_api.php?chapter=9_16). There is no signature: what is inside `req_info` can
 * only have been written by who knows the v2 key, and the fields outside prove nothing. The first of
 * these that applies refuses it: the codes of `readXml`, OTHER_MERCHANT, UNDECIPHERABLE,
 * STRANGE_NOTICE.
 */
export function refundNoticeOpener(merchant: OrderMerchant): OpenRefundNotice {
  return ({ body }) => {
    const outside = readXml(body);
    if (outside.kind === 'refused') return refused(outside.reason);
    const { fields } = outside;
    const isOurs = fields['mch_id'] === merchant.mchId && fields['appid'] === merchant.appid;
    if (!isOurs) return refused('OTHER_MERCHANT', 'mismatch');
    const opened = unsealed(fields['req_info'] ?? '', merchant.apiKey);
    const inside = opened && readXml(opened, 'root');
    if (!inside || inside.kind === 'refused') return refused('UNDECIPHERABLE', 'bad-signature');
    return endingIn(inside.fields);
  };
}

function endingIn(fields: Fields): ReturnType<OpenRefundNotice> {
  const code = fields['refund_status'] ?? '';
  const outcome = outcomeOf(code);
  const amountFen = fenOf(fields['refund_fee'] ?? '');
  const orderAmountFen = fenOf(fields['total_fee'] ?? '');
  const orderNo = fields['out_trade_no'] ?? '';
  const refundNo = fields['out_refund_no'] ?? '';
  const isWhole = orderNo !== '' && refundNo !== '';
  if (!isWhole || outcome === null || amountFen === null || orderAmountFen === null) {
    return refused('STRANGE_NOTICE');
  }
  return { kind: 'notice', orderNo, orderAmountFen, refundNo, amountFen, outcome, code };
}

/** AES-256-ECB, PKCS #7; the key is the lower-case hex MD5 of the v2 key, as 32 characters. */
function unsealed(base64: string, apiKey: string): Uint8Array | null {
  const key = createHash('md5').update(apiKey).digest('hex');
  try {
    const decipher = createDecipheriv('aes-256-ecb', key, null);
    return Buffer.concat([decipher.update(base64, 'base64'), decipher.final()]);
  } catch {
    return null; // sealed with another key, changed on the way, or never sealed: the caller says so
  }
}

function refused(code: string, alert?: SecurityAlert): RefusedNotice {
  return { kind: 'refused', code, ...(alert && { alert }) };
}

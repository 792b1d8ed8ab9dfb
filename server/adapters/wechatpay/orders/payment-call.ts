import type { PaymentCall } from '../../../../miniprogram/shared/contract/phone-calls';
import type { Clock } from '../../../ports/clock';
import type { RandomBytes } from '../../../ports/random';
import { signMd5 } from '../signature';
import type { OrderMerchant } from './merchant';

/**
 * The arguments of wx.requestPayment. `signType` is the order's own and is signed with the rest;
 * `appId` is signed, but not handed over (wxa_api.php?chapter=7_7).
 */
export function paymentCallOf(
  prepayId: string,
  merchant: OrderMerchant,
  { clock, randomBytes }: { readonly clock: Clock; readonly randomBytes: RandomBytes },
): PaymentCall {
  const call = {
    timeStamp: String(Math.floor(clock() / 1000)),
    nonceStr: Buffer.from(randomBytes(16)).toString('hex'),
    package: `prepay_id=${prepayId}`,
    signType: 'MD5',
  } as const;
  return { ...call, paySign: signMd5({ appId: merchant.appid, ...call }, merchant.apiKey) };
}

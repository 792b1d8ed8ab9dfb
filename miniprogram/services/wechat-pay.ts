/*
 * WeChat's own payment pages. What they report is how the page was left, never whether money moved:
 * that is asked of the cloud every time (money-pages.ts).
 */
import type { PaymentCall, PhoneCall } from '../shared/contract/phone-calls';
import { type PageEnd, pageEnd } from './page-end';

interface Ended {
  complete(result: { readonly errMsg?: string }): void;
}

/** Missing in the official typings: https://pay.weixin.qq.com/doc/v2/partner/4011941288 */
interface BizRedPackets {
  sendBizRedPacket?(
    options: Omit<Extract<PhoneCall, { kind: 'biz-red-packet' }>, 'kind'> & Ended,
  ): void;
}

/** Hands one packet over on WeChat's page, and waits until that page is gone. */
export function showPacketPage(call: PhoneCall): Promise<PageEnd> {
  switch (call.kind) {
    case 'merchant-transfer': {
      const { kind: _, ...options } = call;
      // Since base library 3.3.0; there is no promise form.
      return wx.canIUse('requestMerchantTransfer')
        ? leftPage((ended) => wx.requestMerchantTransfer({ ...options, ...ended }))
        : Promise.resolve('too-old');
    }
    case 'biz-red-packet': {
      const { kind: _, ...options } = call;
      const redPackets = wx as BizRedPackets;
      return redPackets.sendBizRedPacket
        ? leftPage((ended) => redPackets.sendBizRedPacket?.({ ...options, ...ended }))
        : Promise.resolve('too-old');
    }
  }
}

/** Pays one order on WeChat's page, and waits until that page is gone. */
export function showPaymentPage(call: PaymentCall): Promise<PageEnd> {
  return leftPage((ended) => wx.requestPayment({ ...call, ...ended }));
}

/** `complete` alone: where a cancelled page reports (success or fail) differs between the three. */
function leftPage(show: (ended: Ended) => void): Promise<PageEnd> {
  return new Promise((resolve) => {
    show({
      complete({ errMsg = '' }) {
        const end = pageEnd(errMsg);
        if (end === 'failed') console.warn('a payment page of WeChat did not open', errMsg);
        resolve(end);
      },
    });
  });
}

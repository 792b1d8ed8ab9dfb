/** wx.requestPayment, wx.requestMerchantTransfer and wx.sendBizRedPacket: WeChat's pages and answers. */
import type { PaymentAnswer, PaymentCall, PaymentPage, PaymentRequest } from '../../payments';
import { openCashier } from '../frame/payments/cashier';
import { openEnvelope } from '../frame/payments/envelope';
import { openTransferPage } from '../frame/payments/transfer-page';
import { ApiFailure, asyncApi, type Callbacks } from './async-api';
import { enterScene, isOldWeChat } from './phone';
import { askServer } from './server';

type Options = Readonly<Record<string, unknown>>;

const REQUIRED: Readonly<Record<PaymentCall, readonly string[]>> = {
  requestPayment: ['timeStamp', 'nonceStr', 'package', 'paySign'],
  requestMerchantTransfer: ['mchId', 'package'],
  sendBizRedPacket: ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign'],
};
const OPTIONAL: Readonly<Record<PaymentCall, Readonly<Record<string, string>>>> = {
  requestPayment: { signType: 'MD5' },
  requestMerchantTransfer: { appId: '' },
  sendBizRedPacket: {},
};

/** Refuses what is no text, as WeChat does: a timeStamp that is a number is the usual mistake. */
function readParams(call: PaymentCall, options: Options): Record<string, string> {
  const wanted = { ...OPTIONAL[call], ...options };
  const names = [...REQUIRED[call], ...Object.keys(OPTIONAL[call])];
  return Object.fromEntries(
    names.map((name) => {
      const value = wanted[name];
      if (typeof value === 'string') return [name, value];
      const found =
        value === undefined ? 'Undefined' : Object.prototype.toString.call(value).slice(8, -1);
      throw new ApiFailure(
        `parameter error: parameter.${name} should be String instead of ${found};`,
      );
    }),
  );
}

async function ask(step: 'open' | 'agree', request: PaymentRequest): Promise<PaymentPage> {
  const answer = (await askServer(`payments/${step}`, request)) as PaymentAnswer;
  if (answer.ok) return answer.page;
  throw new ApiFailure(answer.errMsg, undefined, { errMsg: answer.errMsg });
}

function payment(call: PaymentCall) {
  return async (options: Options) => {
    const request = { call, params: readParams(call, options), scene: enterScene };
    const page = await ask('open', request);
    const agree = async () => void (await ask('agree', request));
    if (page.kind === 'order') {
      const paid = await openCashier(page, agree);
      if (!paid) throw new ApiFailure('cancel');
      return;
    }
    const received =
      page.kind === 'transfer'
        ? await openTransferPage(page, agree)
        : await openEnvelope(page, agree);
    // Of a transfer, success says that the page was shown and closed, not that money moved.
    const cancelled = call === 'sendBizRedPacket' && !received;
    if (cancelled) throw new ApiFailure('cancel', undefined, { errMsg: `${call}:cancel` });
  };
}

/** These two answer by callbacks alone. */
function withoutPromise(call: PaymentCall) {
  const api = asyncApi(call, payment(call));
  return (options: Callbacks & Record<string, unknown> = {}) => {
    void api({ complete: () => {}, ...options });
  };
}

export const paymentAsync = { requestPayment: payment('requestPayment') };

export const paymentSync = isOldWeChat
  ? {}
  : {
      requestMerchantTransfer: withoutPromise('requestMerchantTransfer'),
      sendBizRedPacket: withoutPromise('sendBizRedPacket'),
    };

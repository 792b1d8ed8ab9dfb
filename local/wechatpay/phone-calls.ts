import type { Limits, Switches } from './limits';
import type { Memory } from './memory';
import type { Merchant } from './merchant';
import { isPayable } from './orders/control';
import { signFields } from './signature';
import { readPackageInfo } from './transfers/package-info';

/** What the WeChat app says to a call of the mini program before the player sees anything. */
export type PhoneVerdict =
  /** The page opens; `no` is the bill or order on it. */
  | { readonly ok: true; readonly no: string }
  /** The errMsg of the fail callback. */
  | { readonly ok: false; readonly errMsg: string };

export interface RequestPaymentParams {
  readonly timeStamp: string;
  readonly nonceStr: string;
  /** prepay_id=… */
  readonly package: string;
  readonly signType: string;
  readonly paySign: string;
}

export interface MerchantTransferParams {
  readonly mchId: string;
  readonly appId: string;
  /** package_info */
  readonly package: string;
}

export interface SendBizRedPacketParams {
  readonly timeStamp: string;
  readonly nonceStr: string;
  /** URL-encoded once. */
  readonly package: string;
  readonly signType: string;
  readonly paySign: string;
}

/**
 * The wx.* calls of the payment pages as the WeChat app judges them. `openid` is the player who
 * holds the phone, under the mini program's appid. They open a page; what the player does there is
 * `open`, `transfers.confirm`, `orders.pay` and so on.
 */
export interface PhoneCalls {
  requestPayment(params: RequestPaymentParams, openid: string): PhoneVerdict;
  requestMerchantTransfer(params: MerchantTransferParams, openid: string): PhoneVerdict;
  /** Only from a scan: scene 1011, 1025, 1047 or 1124. */
  sendBizRedPacket(params: SendBizRedPacketParams, openid: string, scene: number): PhoneVerdict;
}

export interface PhoneCallsOptions {
  readonly merchant: Pick<Merchant, 'mchId' | 'apiKey' | 'apiV3Key' | 'miniAppid'>;
  readonly memory: Pick<Memory, 'bills' | 'orders' | 'transfers'>;
  readonly limits: Limits;
  readonly switches: () => Switches;
  readonly nowMs: () => number;
}

const SCAN_SCENES = [1011, 1025, 1047, 1124];

/** Each call's refusals in the order they are looked for. */
export function createPhoneCalls(options: PhoneCallsOptions): PhoneCalls {
  const { merchant, memory, limits, switches, nowMs } = options;
  const { apiKey, apiV3Key, miniAppid, mchId } = merchant;

  return {
    requestPayment(params, openid) {
      const fail = failureOf('requestPayment');
      const prepayId = /^prepay_id=(\w+)$/.exec(params.package)?.[1] ?? '';
      const order = memory.orders.get(prepayId);
      if (!order) return fail('支付验证签名失败');
      const { paySign, ...signed } = params;
      const isOwn = params.signType === order.signType;
      if (!isOwn || paySign !== paymentSignature({ appId: miniAppid, ...signed }, apiKey)) {
        return fail('支付验证签名失败');
      }
      if (openid !== order.openid) return fail('下单账号与支付账号不一致');
      if (!isPayable(order, prepayId, nowMs(), limits)) return fail('订单已支付、已关闭或已过期');
      return { ok: true, no: order.outTradeNo };
    },

    requestMerchantTransfer(params, openid) {
      const fail = failureOf('requestMerchantTransfer');
      const info = readPackageInfo(params.package, apiV3Key);
      const transfer = info && memory.transfers.get(info.outBillNo);
      if (!transfer || params.mchId !== mchId || params.appId !== transfer.appid) {
        return fail('信息有误');
      }
      const { packageInfoLivesMs } = switches();
      const ageMs = nowMs() - info.issuedAtMs;
      if (packageInfoLivesMs !== null && ageMs > packageInfoLivesMs) return fail('信息有误');
      if (openid !== transfer.openid) return fail('你的微信号与商家指定的微信号不一致');
      const canBeShown = transfer.state === 'WAIT_USER_CONFIRM' || transfer.state === 'TRANSFERING';
      return canBeShown ? { ok: true, no: transfer.outBillNo } : fail('单据已关闭');
    },

    sendBizRedPacket(params, openid, scene) {
      const fail = failureOf('sendBizRedPacket');
      if (!SCAN_SCENES.includes(scene)) return fail(`scene ${scene} not support`);
      const { paySign, signType, ...signed } = params;
      const isSigned = paySign === bizRedPacketSignature({ appId: miniAppid, ...signed }, apiKey);
      if (signType !== 'MD5' || !isSigned) return fail('签名错误');
      const raw = decoded(params.package);
      const bill = memory.bills.all().find((one) => one.package === raw);
      if (!bill) return fail('红包不存在');
      if (openid !== bill.openid) return fail('红包不属于当前用户');
      const canBeShown = bill.status === 'SENT' || bill.status === 'RECEIVED';
      return canBeShown ? { ok: true, no: bill.billNo } : fail('红包已失效');
    },
  };
}

/** paySign of wx.requestPayment (v2): signType takes part. */
export function paymentSignature(
  params: { readonly appId: string } & Omit<RequestPaymentParams, 'paySign'>,
  apiKey: string,
): string {
  const signType = params.signType === 'HMAC-SHA256' ? 'HMAC-SHA256' : 'MD5';
  return signFields(Object.entries(params), apiKey, signType);
}

/** paySign of wx.sendBizRedPacket: MD5 over the encoded package, lower case, without signType. */
export function bizRedPacketSignature(
  params: { readonly appId: string } & Omit<SendBizRedPacketParams, 'paySign' | 'signType'>,
  apiKey: string,
): string {
  return signFields(Object.entries(params), apiKey, 'MD5').toLowerCase();
}

function failureOf(call: string) {
  return (reason: string): PhoneVerdict => ({ ok: false, errMsg: `${call}:fail ${reason}` });
}

/** Null for what is not URL-encoded at all. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

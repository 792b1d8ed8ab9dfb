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

/** The arguments of the one call of `wx` that opens a packet. */
export type PhoneCall =
  | {
      readonly kind: 'merchant-transfer';
      readonly mchId: string;
      readonly appId: string;
      readonly package: string;
    }
  | {
      readonly kind: 'biz-red-packet';
      readonly timeStamp: string;
      readonly nonceStr: string;
      /** Encoded once already. */
      readonly package: string;
      readonly signType: 'MD5';
      readonly paySign: string;
    };

/** The arguments of wx.requestPayment. */
export interface PaymentCall {
  readonly timeStamp: string;
  readonly nonceStr: string;
  readonly package: string;
  readonly signType: 'MD5';
  readonly paySign: string;
}

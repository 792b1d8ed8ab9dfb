/** Who pays through a red packet interface. */
export interface RedPacketMerchant {
  readonly mchId: string;
  /** The v2 key. */
  readonly apiKey: string;
  /** The account under which recipients have their openids. */
  readonly appid: string;
}

import type { PhoneCall } from '../../../../../miniprogram/shared/contract/phone-calls';
import { signMd5 } from '../../signature';

/** What is signed for the phone, besides the pass. */
export interface PhoneSigning {
  readonly appid: string;
  readonly apiKey: string;
  readonly atMs: number;
  readonly nonce: string;
}

/**
 * The arguments of wx.sendBizRedPacket (page 4011941288). The package is URL-encoded once and signed
 * so; signType is not signed; timeStamp is a text of seconds. The signature stays in lower case,
 * unlike all others: so does the official sample, and so do those who made it work.
 */
export function bizRedPacketCall(
  pass: string,
  { appid, apiKey, atMs, nonce }: PhoneSigning,
): PhoneCall {
  const signed = {
    timeStamp: String(Math.floor(atMs / 1000)),
    nonceStr: nonce,
    package: encodeURIComponent(pass),
  };
  const paySign = signMd5({ appId: appid, ...signed }, apiKey).toLowerCase();
  return { kind: 'biz-red-packet', ...signed, signType: 'MD5', paySign };
}

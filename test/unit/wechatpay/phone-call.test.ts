import { bizRedPacketCall } from '../../../server/adapters/wechatpay/channels/sendminiprogramhb/phone-call';
import { KEY, OPENING, OPENING_MD5, PASS } from '../../support/signature-vectors';

describe('the call that opens a packet in the mini program', () => {
  it('has its package encoded once, and a signature in lower case over it', () => {
    const call = bizRedPacketCall(PASS, {
      appid: OPENING.appId,
      apiKey: KEY,
      atMs: 1_514_363_815_999,
      nonce: OPENING.nonceStr,
    });
    expect(call).toEqual({
      kind: 'biz-red-packet',
      timeStamp: OPENING.timeStamp,
      nonceStr: OPENING.nonceStr,
      package: PASS.replaceAll('=', '%3D').replaceAll('&', '%26'),
      signType: 'MD5',
      paySign: OPENING_MD5,
    });
  });
});

import { bizRedPacketCall } from '../../../server/adapters/wechatpay/channels/sendminiprogramhb/phone-call';

describe('the call that opens a packet in the mini program', () => {
  it('has its package encoded once, and a signature in lower case over it', () => {
    const pass =
      'sendid=242e8abd163d300019b2cae74ba8e8c06e3f0e51ab84d16b3c80decd22a5b672&ver=8' +
      '&sign=4110d649a5aef52dd6b95654ddf91ca7&mchid=11475856&spid=10000098';
    const call = bizRedPacketCall(pass, {
      appid: 'wx8888888888888888',
      apiKey: '192006250b4c09247ec02edce69f6a2d',
      atMs: 1_514_363_815_999,
      nonce: 'Ww213sdad',
    });
    expect(call).toEqual({
      kind: 'biz-red-packet',
      timeStamp: '1514363815',
      nonceStr: 'Ww213sdad',
      package: pass.replaceAll('=', '%3D').replaceAll('&', '%26'),
      signType: 'MD5',
      paySign: '8986d97f4b780f30872e6cc97256eae9',
    });
  });
});

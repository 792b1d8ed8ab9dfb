import { checkSignature, signMd5 } from '../../../server/adapters/wechatpay/signature';

const KEY = '192006250b4c09247ec02edce69f6a2d';

/** pay.weixin.qq.com/doc/v2/merchant/4011985891. */
const OFFICIAL = {
  appid: 'wxd930ea5d5a258f4f',
  mch_id: '10000100',
  device_info: '1000',
  body: 'test',
  nonce_str: 'ibuaiVcKdpRxkhJA',
};

const RED_PACKET = {
  nonce_str: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',
  mch_billno: '10000098201411111234567890',
  mch_id: '10000098',
  wxappid: 'wx8888888888888888',
  send_name: '天虹百货',
  re_openid: 'oxTWIuGaIt6gTKsQRLau2M0yL16E',
  total_amount: '1000',
  total_num: '1',
  wishing: '感谢您参加猜灯谜活动，祝您元宵节快乐！',
  client_ip: '192.168.0.1',
  act_name: '猜灯谜抢红包活动',
  remark: '猜越多得越多，快来抢！',
  scene_id: 'PRODUCT_2',
  risk_info: '',
};

describe('the signature', () => {
  it('is the one of the official example', () => {
    expect(signMd5(OFFICIAL, KEY)).toBe('9A0A8659F005D6984697E2CA0A9CF3B7');
  });

  it('covers Chinese text as UTF-8 and leaves empty fields out', () => {
    expect(signMd5(RED_PACKET, KEY)).toBe('004407BF2FAEBA79F19A877F83E306DA');
    const { risk_info: _, ...withoutEmpty } = RED_PACKET;
    expect(signMd5(withoutEmpty, KEY)).toBe(signMd5(RED_PACKET, KEY));
  });

  it('sorts by ASCII: capitals before small letters', () => {
    const payment = {
      appId: 'wxd930ea5d5a258f4f',
      timeStamp: '1490840662',
      nonceStr: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',
      package: 'prepay_id=wx2017033010242291fcfe0db70013231072',
      signType: 'MD5',
    };
    expect(signMd5(payment, KEY)).toBe('A3C4993E71916E54AE93F5D2B1E888AF');
  });

  it('is checked with unknown fields taking part', () => {
    const answer = { ...OFFICIAL, field_of_tomorrow: 'x' };
    const signed = { ...answer, sign: signMd5(answer, KEY) };
    expect(checkSignature(signed, KEY)).toBe('good');
    expect(checkSignature({ ...signed, field_of_tomorrow: 'y' }, KEY)).toBe('bad');
    expect(checkSignature(signed, KEY.replace('1', '2'))).toBe('bad');
    expect(checkSignature({ ...signed, sign: 'short' }, KEY)).toBe('bad');
    expect(checkSignature({ ...signed, sign: signed.sign.toLowerCase() }, KEY)).toBe('bad');
  });

  it('may be absent', () => {
    expect(checkSignature(OFFICIAL, KEY)).toBe('absent');
    expect(checkSignature({ ...OFFICIAL, sign: '' }, KEY)).toBe('absent');
  });
});

import { signMd5 } from '../../../local/wechatpay/signature';
import { type Params, sign } from './client';

const KEY = '192006250b4c09247ec02edce69f6a2d';

const OFFICIAL: Params = {
  appid: 'wxd930ea5d5a258f4f',
  mch_id: '10000100',
  device_info: '1000',
  body: 'test',
  nonce_str: 'ibuaiVcKdpRxkhJA',
};

const RED_PACKET: Params = {
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

// The tests' signer and the sandbox's are two programs; both must give the published values.
describe.each([
  ['the sandbox', (params: Params) => signMd5(Object.entries(params), KEY)],
  ['the client of these tests', (params: Params) => sign(params, KEY)],
])('MD5 signature of %s', (_name, signed) => {
  it('gives the value the provider publishes', () => {
    expect(signed(OFFICIAL)).toBe('9A0A8659F005D6984697E2CA0A9CF3B7');
  });

  it('leaves out empty values and signs Chinese text as UTF-8', () => {
    expect(signed(RED_PACKET)).toBe('004407BF2FAEBA79F19A877F83E306DA');
  });

  it('does not sign the signature', () => {
    expect(signed({ ...OFFICIAL, sign: 'ANYTHING' })).toBe('9A0A8659F005D6984697E2CA0A9CF3B7');
  });

  it('sorts names in ASCII order, capitals first', () => {
    expect(signed({ b: '1', B: '2', a_: '3', aA: '4' })).toBe(
      signed({ aA: '4', B: '2', a_: '3', b: '1' }),
    );
  });
});

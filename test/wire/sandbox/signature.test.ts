import { encryptGcm, encryptReqInfo } from '../../../local/wechatpay/callbacks/encryption';
import { signFields, signMd5 } from '../../../local/wechatpay/signature';
import { type Params, sign } from './client';
import { decryptReqInfo } from './order-client';
import { decryptResource } from './v3-client';

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

it('HMAC-SHA256 of the sandbox gives the value the provider publishes', () => {
  expect(signFields(Object.entries(OFFICIAL), KEY, 'HMAC-SHA256')).toBe(
    '6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6',
  );
});

// As above: the sandbox encrypts, the tests' client decrypts, and both must agree with the vector.
describe('encryption', () => {
  it('of a v3 callback is AES-256-GCM with the tag at the end', () => {
    const apiV3Key = '0123456789abcdef0123456789abcdef';
    const nonce = 'fdasflkja484';
    const text = '{"out_bill_no":"plfk2020042013","state":"SUCCESS","transfer_amount":188}';
    const ciphertext =
      'DUcclrHBBYhSdGkV69Hc0kc2mwLiwd2QDAcZIiV27Pb6eQMalsV7I4ixXvHv+dpoSKql/gpnmkCtp9OtJMCUW59mXp07zWFo+0aCgE7rwK17frzR1elIzQ==';
    expect(encryptGcm(text, { apiV3Key, nonce, associatedData: 'mch_payment' })).toBe(ciphertext);
    const resource = { ciphertext, nonce, associated_data: 'mch_payment' };
    expect(decryptResource(resource, apiV3Key)).toBe(text);
  });

  it('of req_info is AES-256-ECB under the MD5 of the API key', () => {
    const xml =
      '<root><out_refund_no><![CDATA[R1]]></out_refund_no><refund_status><![CDATA[SUCCESS]]></refund_status></root>';
    const reqInfo =
      'WBzGpzQuNpcFxIlFjUUD9BZv+lpBMzd2SHiKCkwfALWid5G8ZvfOussfMIHLbKJmcnxPKdb1ZJEqTAp8ysQv+xa1fj+Eorgndx3fNxf3KAYa3LPgsjvZgxaeYyrhV05Kbjkj6ywg27cEyTTaPZFYNg==';
    expect(encryptReqInfo(xml, KEY)).toBe(reqInfo);
    expect(decryptReqInfo(reqInfo, KEY)).toBe(xml);
  });
});

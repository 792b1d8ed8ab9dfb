import { encryptGcm, encryptReqInfo } from '../../../local/wechatpay/callbacks/encryption';
import { signFields, signMd5 } from '../../../local/wechatpay/signature';
import {
  KEY,
  OFFICIAL,
  OFFICIAL_HMAC_SHA256,
  OFFICIAL_MD5,
  RED_PACKET,
  RED_PACKET_MD5,
} from '../../support/signature-vectors';
import { type Params, sign } from './client';
import { decryptReqInfo } from './order-client';
import { decryptResource } from './v3-client';

// The tests' signer and the sandbox's are two programs; both must give the published values.
describe.each([
  ['the sandbox', (params: Params) => signMd5(Object.entries(params), KEY)],
  ['the client of these tests', (params: Params) => sign(params, KEY)],
])('MD5 signature of %s', (_name, signed) => {
  it('gives the value the provider publishes', () => {
    expect(signed(OFFICIAL)).toBe(OFFICIAL_MD5);
  });

  it('leaves out empty values and signs Chinese text as UTF-8', () => {
    expect(signed(RED_PACKET)).toBe(RED_PACKET_MD5);
  });

  it('does not sign the signature', () => {
    expect(signed({ ...OFFICIAL, sign: 'ANYTHING' })).toBe(OFFICIAL_MD5);
  });

  it('sorts names in ASCII order, capitals first', () => {
    expect(signed({ b: '1', B: '2', a_: '3', aA: '4' })).toBe(
      signed({ aA: '4', B: '2', a_: '3', b: '1' }),
    );
  });
});

it('HMAC-SHA256 of the sandbox gives the value the provider publishes', () => {
  expect(signFields(Object.entries(OFFICIAL), KEY, 'HMAC-SHA256')).toBe(OFFICIAL_HMAC_SHA256);
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

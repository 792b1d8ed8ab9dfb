import { checkSignature, signMd5 } from '../../../server/adapters/wechatpay/signature';
import {
  KEY,
  OFFICIAL,
  OFFICIAL_MD5,
  PAYMENT,
  PAYMENT_MD5,
  RED_PACKET,
  RED_PACKET_MD5,
} from '../../support/signature-vectors';

describe('the signature', () => {
  it('is the one of the official example', () => {
    expect(signMd5(OFFICIAL, KEY)).toBe(OFFICIAL_MD5);
  });

  it('covers Chinese text as UTF-8 and leaves empty fields out', () => {
    expect(signMd5(RED_PACKET, KEY)).toBe(RED_PACKET_MD5);
    const { risk_info: _, ...withoutEmpty } = RED_PACKET;
    expect(signMd5(withoutEmpty, KEY)).toBe(signMd5(RED_PACKET, KEY));
  });

  it('sorts by ASCII: capitals before small letters', () => {
    expect(signMd5(PAYMENT, KEY)).toBe(PAYMENT_MD5);
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

// The signing rule of WeChat Pay's XML interfaces (v2), and nothing else. No network, no clock.
import { createHash, timingSafeEqual } from 'node:crypto';

export type Fields = Readonly<Record<string, string>>;

/**
 * MD5 over the non-empty fields except `sign`, sorted by name in ASCII order, as `k=v&…&key=KEY`;
 * upper-case hex. Values are raw UTF-8, and fields we do not know take part too. The red packet
 * interfaces know MD5 alone: their `sign` is String(32). pay.weixin.qq.com/doc/v2/merchant/4011985891
 */
export function signMd5(fields: Fields, apiKey: string): string {
  const pairs = Object.keys(fields)
    .filter((name) => name !== 'sign' && fields[name] !== '')
    .sort()
    .map((name) => `${name}=${fields[name]}`);
  const text = [...pairs, `key=${apiKey}`].join('&');
  return createHash('md5').update(text, 'utf8').digest('hex').toUpperCase();
}

export type SignatureCheck = 'absent' | 'good' | 'bad';

/** Red packet answers may carry no signature; one that is present must be right. Constant time. */
export function checkSignature(fields: Fields, apiKey: string): SignatureCheck {
  const given = fields['sign'];
  if (given === undefined || given === '') return 'absent';
  const expectedBytes = Buffer.from(signMd5(fields, apiKey));
  const givenBytes = Buffer.from(given);
  const equal =
    givenBytes.length === expectedBytes.length && timingSafeEqual(givenBytes, expectedBytes);
  return equal ? 'good' : 'bad';
}

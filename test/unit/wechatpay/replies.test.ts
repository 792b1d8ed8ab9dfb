import fc from 'fast-check';
import { fromBeijing } from '../../../miniprogram/shared/beijing-time';
import { replyOf } from '../../../server/adapters/wechatpay/call';
import {
  queryFields,
  readQueryReply,
} from '../../../server/adapters/wechatpay/red-packets/gethbinfo';
import {
  commonSendFields,
  readSendReply,
} from '../../../server/adapters/wechatpay/red-packets/send';
import { signMd5 } from '../../../server/adapters/wechatpay/signature';
import { cutToBytes, cutToCharacters } from '../../../server/adapters/wechatpay/texts';
import { writeXml } from '../../../server/adapters/wechatpay/xml';
import { newOrder } from '../../support/payout-order';

const MERCHANT = {
  mchId: '1900000109',
  apiKey: '192006250b4c09247ec02edce69f6a2d',
  appid: 'wx8888888888888888',
};

const ORDER = newOrder('sendredpack', { amountFen: 288 });

const SENT = {
  return_code: 'SUCCESS',
  return_msg: '发放成功',
  result_code: 'SUCCESS',
  err_code: 'SUCCESS',
  mch_billno: ORDER.billNo,
  mch_id: MERCHANT.mchId,
  wxappid: MERCHANT.appid,
  re_openid: ORDER.recipientId,
  total_amount: '288',
  send_listid: '1000041701202611213000000000001',
};

const body = (xml: string) => ({ kind: 'body' as const, body: new Uint8Array(Buffer.from(xml)) });
const sendAnswer = (fields: Record<string, string>) =>
  readSendReply(replyOf(body(writeXml(fields)), MERCHANT.apiKey), ORDER, MERCHANT);
const queryAnswer = (fields: Record<string, string>, inside = '') =>
  readQueryReply(
    replyOf(body(writeXml(fields).replace('</xml>', `${inside}</xml>`)), MERCHANT.apiKey),
    ORDER,
    MERCHANT,
  );

describe('a send request', () => {
  it('has the fields that both red packet interfaces ask for', () => {
    expect(commonSendFields(ORDER, MERCHANT)).toEqual({
      mch_billno: ORDER.billNo,
      mch_id: '1900000109',
      wxappid: 'wx8888888888888888',
      send_name: ORDER.senderName,
      re_openid: ORDER.recipientId,
      total_amount: '288',
      total_num: '1',
      wishing: ORDER.greeting,
      act_name: ORDER.campaignTitle,
      remark: ORDER.campaignTitle,
    });
  });

  it('cuts texts to their bytes at a whole character', () => {
    expect(cutToBytes('红包雨大派对', 10)).toBe('红包雨');
    expect(cutToBytes('ab🎉cd', 5)).toBe('ab');
    expect(cutToBytes(' a\u0000b\nc ', 32)).toBe('a b c');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, bytesMost) => {
        const cut = cutToBytes(text, bytesMost);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytesMost);
        expect(cut).not.toMatch(/\p{Cs}/u);
      }),
      { numRuns: 300, seed: 9 },
    );
  });

  it('cuts texts that are counted in characters, not in halves of them', () => {
    expect(cutToCharacters(' 🎉🎉红包雨', 3)).toBe('🎉🎉红');
    expect(cutToCharacters('a\u0000b c ', 4)).toBe('a b');
  });
});

describe('the answer to a send', () => {
  it('proves a sent packet when it speaks of this bill', () => {
    expect(sendAnswer(SENT)).toEqual({ kind: 'sent', providerNo: SENT.send_listid, pass: null });
    expect(sendAnswer({ ...SENT, package: 'sendid=1&ver=8' })).toMatchObject({
      pass: 'sendid=1&ver=8',
    });
  });

  it('is accepted in any order, with more fields, and with a right signature', () => {
    const more = Object.fromEntries(Object.entries({ ...SENT, tomorrow: 'x' }).reverse());
    expect(sendAnswer({ ...more, sign: signMd5(more, MERCHANT.apiKey) })).toMatchObject({
      kind: 'sent',
    });
  });

  it.each([
    ['mch_id', '1900000110'],
    ['mch_billno', '1900000109202611219999999999'],
    ['wxappid', 'wx0000000000000000'],
    ['re_openid', 'oxTWIuGaIt6gTKsQRLau2M0yL16F'],
    ['total_amount', '289'],
    ['total_amount', '2.88e2'],
    ['total_amount', '0288'],
    ['total_amount', '+288'],
  ])('with another %s is unknown and a security alert', (name, value) => {
    expect(sendAnswer({ ...SENT, [name]: value })).toEqual({
      kind: 'unknown',
      code: 'MISMATCH',
      alert: 'mismatch',
    });
  });

  it('with a wrong signature is unknown and a security alert', () => {
    expect(sendAnswer({ ...SENT, sign: 'A'.repeat(32) })).toEqual({
      kind: 'unknown',
      code: 'BAD_SIGNATURE',
      alert: 'bad-signature',
    });
  });

  it('that names no bill proves nothing', () => {
    const { mch_billno: _, ...anonymous } = SENT;
    expect(sendAnswer(anonymous)).toMatchObject({ kind: 'unknown' });
  });

  it.each([
    ['NOTENOUGH', { kind: 'refused', code: 'NOTENOUGH', refusal: 'merchant' }],
    ['SEND_FAILED', { kind: 'refused', code: 'SEND_FAILED', refusal: 'bill-failed' }],
    ['SYSTEMERROR', { kind: 'unknown', code: 'SYSTEMERROR' }],
    ['PROCESSING', { kind: 'unknown', code: 'PROCESSING' }],
    ['NEVER_SEEN', { kind: 'unknown', code: 'NEVER_SEEN' }],
  ])('with err_code %s', (err_code, expected) => {
    expect(
      sendAnswer({ return_code: 'SUCCESS', result_code: 'FAIL', err_code, err_code_des: '' }),
    ).toEqual(expected);
  });

  it('is decided by codes, whatever the words for people say', () => {
    const words = ['余额不足', 'SUCCESS', '发放失败', ''];
    const answers = words.map((err_code_des) =>
      sendAnswer({
        return_code: 'SUCCESS',
        result_code: 'FAIL',
        err_code: 'SYSTEMERROR',
        err_code_des,
      }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('without any code is unknown', () => {
    expect(sendAnswer({ return_code: 'FAIL', return_msg: '签名错误' })).toEqual({
      kind: 'unknown',
      code: 'RETURN_FAIL',
    });
    expect(sendAnswer({ something: 'else' })).toMatchObject({ kind: 'unknown' });
  });

  it('is sent, refused or unknown for any bytes, and sent only for the right bill', () => {
    const mixed = fc
      .dictionary(
        fc.constantFrom(...Object.keys(SENT)),
        fc.constantFrom('SUCCESS', 'FAIL', '288', '289', ORDER.billNo, MERCHANT.mchId, 'x'),
      )
      .map((fields) => Uint8Array.from(Buffer.from(writeXml(fields))));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), mixed), (bytes) => {
        const answer = readSendReply(
          replyOf({ kind: 'body', body: bytes }, MERCHANT.apiKey),
          ORDER,
          MERCHANT,
        );
        expect(['sent', 'refused', 'unknown']).toContain(answer.kind);
        if (answer.kind === 'sent') {
          const text = Buffer.from(bytes).toString();
          expect(text).toContain(ORDER.billNo);
          expect(text).not.toContain('289');
        }
      }),
      { numRuns: 2_000, seed: 13 },
    );
  });
});

describe('the answer to a query', () => {
  const RECORD = {
    return_code: 'SUCCESS',
    result_code: 'SUCCESS',
    err_code: 'SUCCESS',
    mch_billno: ORDER.billNo,
    mch_id: MERCHANT.mchId,
    total_num: '1',
    total_amount: '288',
  };
  const packet = (openid: string, amount = '288') =>
    `<hblist><hbinfo><openid>${openid}</openid><amount>${amount}</amount>` +
    '<rcv_time>2026-11-21 20:00:05</rcv_time></hbinfo></hblist>';

  it('asks with appid, not wxappid', () => {
    expect(queryFields(ORDER, MERCHANT)).toEqual({
      mch_billno: ORDER.billNo,
      mch_id: '1900000109',
      appid: 'wx8888888888888888',
      bill_type: 'MCHT',
    });
  });

  it.each([
    ['SENDING', { kind: 'sending' }],
    ['SENT', { kind: 'sent' }],
    ['RECEIVED', { kind: 'received', receivedAtMs: null }],
    ['RFUND_ING', { kind: 'returning' }],
    ['REFUND', { kind: 'returned', amountFen: 288 }],
    ['FAILED', { kind: 'failed', reason: 'FAILED', blames: 'circumstances' }],
    ['REFUNDING', { kind: 'unknown', code: 'STRANGE_STATUS' }],
  ])('%s', (status, expected) => {
    expect(queryAnswer({ ...RECORD, status })).toEqual(expected);
  });

  it('says when the packet was opened, in Beijing time', () => {
    expect(queryAnswer({ ...RECORD, status: 'RECEIVED' }, packet(ORDER.recipientId))).toEqual({
      kind: 'received',
      receivedAtMs: fromBeijing(2026, 11, 21, 20, 0, 5),
    });
  });

  it.each([
    ['another bill', { mch_billno: '1900000109202611219999999999' }, ''],
    ['another amount', { total_amount: '1e3' }, ''],
    ['another amount that came back', { refund_amount: '287' }, ''],
    ['another player', {}, packet('oxTWIuGaIt6gTKsQRLau2M0yL16F')],
    ['another amount received', {}, packet(ORDER.recipientId, '287')],
  ])('about %s is unknown and a security alert', (_title, changes, inside) => {
    expect(queryAnswer({ ...RECORD, status: 'REFUND', ...changes }, inside)).toMatchObject({
      kind: 'unknown',
      alert: 'mismatch',
    });
  });

  it('not found is not failed, and an error is not "not found"', () => {
    const fail = { return_code: 'SUCCESS', result_code: 'FAIL' };
    expect(queryAnswer({ ...fail, err_code: 'NOT_FOUND' })).toEqual({ kind: 'not-found' });
    expect(queryAnswer({ ...fail, err_code: 'SYSTEMERROR', err_code_des: '单号不存在' })).toEqual({
      kind: 'unknown',
      code: 'SYSTEMERROR',
    });
  });
});

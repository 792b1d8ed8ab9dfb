import { createCipheriv, createHash } from 'node:crypto';
import { orderNoticeOpener } from '../../../server/adapters/wechatpay/orders/order-notice';
import { refundNoticeOpener } from '../../../server/adapters/wechatpay/orders/refund-notice';
import { readReply } from '../../../server/adapters/wechatpay/orders/reply';
import { beijingDigits, fromBeijingDigits } from '../../../server/adapters/wechatpay/orders/times';
import { signMd5 } from '../../../server/adapters/wechatpay/signature';
import { writeXml } from '../../../server/adapters/wechatpay/xml';

const merchant = {
  mchId: '1900000109',
  appid: 'wx0000000000000001',
  apiKey: '192006250b4c09247ec02edce69f6a2d',
  clientIp: '127.0.0.1',
};

const bytes = (text: string) => ({ headers: {}, body: new Uint8Array(Buffer.from(text)) });

const PAID = {
  return_code: 'SUCCESS',
  result_code: 'SUCCESS',
  appid: merchant.appid,
  mch_id: merchant.mchId,
  nonce_str: 'n0nce',
  openid: 'o-owner',
  total_fee: '1000',
  fee_type: 'CNY',
  transaction_id: '4200000001',
  out_trade_no: 'order1',
  time_end: '20261121120000',
};

function told(changes: Record<string, string>, key = merchant.apiKey) {
  const fields: Record<string, string> = { ...PAID, ...changes };
  const sign = changes['sign'] ?? signMd5(fields, key);
  return orderNoticeOpener(merchant)(bytes(writeXml({ ...fields, sign })));
}

describe('a payment notification', () => {
  it('is read field by field once its signature is right', () => {
    expect(told({})).toEqual({
      kind: 'notice',
      orderNo: 'order1',
      amountFen: 1_000,
      payerOpenid: 'o-owner',
      transactionId: '4200000001',
      paidAtMs: Date.UTC(2026, 10, 21, 4),
    });
  });

  it('about a payment that failed is nothing to book', () => {
    expect(told({ result_code: 'FAIL' })).toEqual({ kind: 'nothing' });
  });

  it.each([
    ['signed with another key', {}, 'BAD_SIGNATURE', 'f'.repeat(32)],
    ['without a signature', { sign: '' }, 'UNSIGNED', merchant.apiKey],
    ['of another merchant', { mch_id: '1900000108' }, 'OTHER_MERCHANT', merchant.apiKey],
    ['of another app', { appid: 'wx2' }, 'OTHER_MERCHANT', merchant.apiKey],
    ['without a number', { out_trade_no: '' }, 'STRANGE_NOTICE', merchant.apiKey],
    ['without a payment', { transaction_id: '' }, 'STRANGE_NOTICE', merchant.apiKey],
    ['with an amount as 1e3 (F-41)', { total_fee: '1e3' }, 'STRANGE_NOTICE', merchant.apiKey],
    ['in another currency', { fee_type: 'USD' }, 'STRANGE_NOTICE', merchant.apiKey],
    ['that says return_code FAIL', { return_code: 'FAIL' }, 'STRANGE_NOTICE', merchant.apiKey],
  ])('%s proves nothing', (_what, changes, code, key) => {
    expect(told(changes as Record<string, string>, key)).toMatchObject({ kind: 'refused', code });
  });
});

describe('a refund notification', () => {
  const INSIDE = {
    refund_id: '50000001',
    out_refund_no: 'refund1',
    transaction_id: '4200000001',
    out_trade_no: 'order1',
    total_fee: '1000',
    refund_fee: '400',
    settlement_refund_fee: '400',
    refund_status: 'SUCCESS',
  };

  function sealed(inside: Record<string, string>, apiKey = merchant.apiKey): string {
    const key = createHash('md5').update(apiKey).digest('hex');
    const cipher = createCipheriv('aes-256-ecb', key, null);
    const xml = writeXml(inside).replace('<xml>', '<root>').replace('</xml>', '</root>');
    return Buffer.concat([cipher.update(xml), cipher.final()]).toString('base64');
  }

  function opened(reqInfo: string, changes: Record<string, string> = {}) {
    const { appid, mchId } = merchant;
    const outside = { return_code: 'SUCCESS', appid, mch_id: mchId, req_info: reqInfo, ...changes };
    return refundNoticeOpener(merchant)(bytes(writeXml(outside)));
  }

  it.each([
    ['SUCCESS', 'refunded'],
    ['REFUNDCLOSE', 'closed'],
    ['CHANGE', 'needs-person'],
  ])('%s is %s', (refundStatus, outcome) => {
    expect(opened(sealed({ ...INSIDE, refund_status: refundStatus }))).toEqual({
      kind: 'notice',
      orderNo: 'order1',
      orderAmountFen: 1_000,
      refundNo: 'refund1',
      amountFen: 400,
      outcome,
      code: refundStatus,
    });
  });

  it('opens what the key of the documentation sealed', () => {
    const reqInfo =
      'WBzGpzQuNpcFxIlFjUUD9BZv+lpBMzd2SHiKCkwfALWid5G8ZvfOussfMIHLbKJmcnxPKdb1ZJEqTAp8ysQv+xa1fj+Eorgndx3fNxf3KAYa3LPgsjvZgxaeYyrhV05Kbjkj6ywg27cEyTTaPZFYNg==';
    // It holds a number and a status alone, which is not enough to book anything.
    expect(opened(reqInfo)).toEqual({ kind: 'refused', code: 'STRANGE_NOTICE' });
  });

  it.each([
    ['sealed with another key', sealed(INSIDE, 'f'.repeat(32)), 'UNDECIPHERABLE'],
    ['that was never sealed', Buffer.from('hello').toString('base64'), 'UNDECIPHERABLE'],
    ['without anything', '', 'UNDECIPHERABLE'],
    ['with a status nobody knows', sealed({ ...INSIDE, refund_status: 'X' }), 'STRANGE_NOTICE'],
    ['with an amount as 4e2', sealed({ ...INSIDE, refund_fee: '4e2' }), 'STRANGE_NOTICE'],
  ])('%s proves nothing', (_what, reqInfo, code) => {
    expect(opened(reqInfo)).toMatchObject({ kind: 'refused', code });
  });

  it('of another merchant proves nothing', () => {
    const other = opened(sealed(INSIDE), { mch_id: '1900000108' });
    expect(other).toMatchObject({ kind: 'refused', code: 'OTHER_MERCHANT' });
  });
});

describe('an answer of the order interfaces', () => {
  const answer = (fields: Record<string, string>) => {
    const body = new Uint8Array(Buffer.from(writeXml(fields)));
    return readReply({ kind: 'body', body }, merchant);
  };
  const SUCCESS = { return_code: 'SUCCESS', result_code: 'SUCCESS', mch_id: merchant.mchId };

  it('counts when it is signed', () => {
    const sign = signMd5(SUCCESS, merchant.apiKey);
    expect(answer({ ...SUCCESS, sign })).toMatchObject({ kind: 'success' });
  });

  it('proves nothing without a signature', () => {
    const unsigned = { kind: 'unknown', code: 'UNSIGNED', alert: 'bad-signature' };
    expect(answer(SUCCESS)).toEqual(unsigned);
  });
});

describe('times of the order interfaces', () => {
  it('are Beijing’s, and come back as they went', () => {
    const atMs = Date.UTC(2026, 11, 31, 16, 5, 9);
    expect(beijingDigits(atMs)).toBe('20270101000509');
    expect(fromBeijingDigits('20270101000509')).toBe(atMs);
    expect(fromBeijingDigits('2027010100050')).toBeNull();
  });
});

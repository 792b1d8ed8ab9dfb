import fc from 'fast-check';
import { MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import {
  readCancelled,
  readCreated,
  readQueried,
} from '../../../server/adapters/wechatpay/channels/transfer-bills/replies';
import { transferBody } from '../../../server/adapters/wechatpay/channels/transfer-bills/request';
import { newOrder } from '../../support/payout-order';

const NOW_MS = Date.UTC(2026, 10, 21, 4);
const UPDATED = '2026-11-21T11:59:00.120+08:00';

const MERCHANT = {
  mchId: '1900000109',
  appid: 'wx6666666666666666',
  notifyUrl: 'https://pay.example.com/notice/transfer',
};

const ORDER = newOrder('transfer-bills', { amountFen: 288 });

const created = (fields: object) => readCreated({ kind: 'success', json: fields }, ORDER);
const CREATED = {
  out_bill_no: ORDER.billNo,
  transfer_bill_no: '1330000071100999991182020050700019480001',
  create_time: UPDATED,
};

const queried = (fields: object, nowMs = NOW_MS) =>
  readQueried({ kind: 'success', json: fields }, ORDER, MERCHANT, nowMs);
const BILL = {
  mch_id: MERCHANT.mchId,
  out_bill_no: ORDER.billNo,
  transfer_bill_no: CREATED.transfer_bill_no,
  appid: MERCHANT.appid,
  state: 'SUCCESS',
  transfer_amount: 288,
  transfer_remark: ORDER.greeting,
  openid: ORDER.recipientId,
  create_time: UPDATED,
  update_time: UPDATED,
};

const refusal = (code: string, message = '') =>
  readCreated({ kind: 'error', code, message }, ORDER);

describe('a transfer request', () => {
  it('has the fields of a red packet of scene 1000 and no others', () => {
    expect(JSON.parse(transferBody(ORDER, MERCHANT))).toEqual({
      appid: MERCHANT.appid,
      out_bill_no: ORDER.billNo,
      transfer_scene_id: '1000',
      openid: ORDER.recipientId,
      transfer_amount: 288,
      transfer_remark: ORDER.greeting,
      notify_url: MERCHANT.notifyUrl,
      user_recv_perception: '活动奖励',
      transfer_scene_report_infos: [
        { info_type: '活动名称', info_content: ORDER.campaignTitle },
        { info_type: '奖励说明', info_content: '游戏红包奖励' },
      ],
      user_recv_style: { type: 'RED_PACKET' },
    });
  });

  it('cuts its texts to 32 characters, and says the same at every attempt', () => {
    const long = { ...ORDER, greeting: '恭喜🎉'.repeat(20), campaignTitle: '活动'.repeat(20) };
    const body = transferBody(long, MERCHANT);
    const { transfer_remark, transfer_scene_report_infos } = JSON.parse(body);
    expect([...transfer_remark]).toHaveLength(32);
    expect([...transfer_scene_report_infos[0].info_content]).toHaveLength(32);
    expect(transferBody(long, MERCHANT)).toBe(body);
  });
});

describe('the answer to a transfer', () => {
  it.each([
    ['ACCEPTED', { kind: 'unknown', code: 'ACCEPTED' }],
    ['PROCESSING', { kind: 'unknown', code: 'LOCKING' }],
    ['WAIT_USER_CONFIRM', { kind: 'sent', providerNo: CREATED.transfer_bill_no, pass: 'info==' }],
    ['TRANSFERING', { kind: 'sent', providerNo: CREATED.transfer_bill_no, pass: null }],
    ['SUCCESS', { kind: 'sent', providerNo: CREATED.transfer_bill_no, pass: null }],
    ['CANCELING', { kind: 'unknown', code: 'CANCELING' }],
    ['CANCELLED', { kind: 'refused', code: 'CANCELLED', refusal: 'bill-failed' }],
    ['FAIL', { kind: 'refused', code: 'FAIL', refusal: 'bill-failed' }],
    ['STATE_OF_TOMORROW', { kind: 'unknown', code: 'STRANGE_STATE' }],
  ])('in state %s', (state, expected) => {
    const info = state === 'WAIT_USER_CONFIRM' ? { package_info: 'info==' } : {};
    expect(created({ ...CREATED, ...info, state, field_of_tomorrow: {} })).toEqual(expected);
  });

  it('about another bill is unknown and a security alert', () => {
    expect(created({ ...CREATED, state: 'SUCCESS', out_bill_no: '1' })).toEqual({
      kind: 'unknown',
      code: 'MISMATCH',
      alert: 'mismatch',
    });
  });

  it('that is not one is unknown', () => {
    for (const json of [null, [], 'SUCCESS', {}, { ...CREATED }, { ...CREATED, state: 1 }]) {
      expect(readCreated({ kind: 'success', json }, ORDER).kind).toBe('unknown');
    }
  });

  it('names an address that is not allowed: the one sentence that is looked at', () => {
    expect(refusal('INVALID_REQUEST', '此IP地址不允许调用该接口')).toEqual({
      kind: 'refused',
      code: 'IP_NOT_ALLOWED',
      refusal: 'merchant',
    });
    expect(refusal('INVALID_REQUEST', '单号已存在但信息不一致')).toMatchObject({
      code: 'INVALID_REQUEST',
      refusal: 'bill-differs',
    });
    expect(refusal('SYSTEM_ERROR', '此IP地址不允许调用该接口')).toEqual({
      kind: 'unknown',
      code: 'SYSTEM_ERROR',
    });
  });

  it('is otherwise decided by codes, whatever the words for people say', () => {
    const words = ['资金不足', 'SUCCESS', '频率超过限制', ''];
    const answers = words.map((message) => JSON.stringify(refusal('SYSTEM_ERROR', message)));
    expect(new Set(answers).size).toBe(1);
  });

  it('that never left this machine is a refusal of everything', () => {
    expect(readCreated({ kind: 'not-ready', fault: 'PLATFORM_KEY_UNREADABLE' }, ORDER)).toEqual({
      kind: 'refused',
      code: 'PLATFORM_KEY_UNREADABLE',
      refusal: 'merchant',
    });
  });
});

describe('the record of a transfer', () => {
  it.each([
    ['ACCEPTED', { kind: 'sending' }],
    ['PROCESSING', { kind: 'sending' }],
    ['WAIT_USER_CONFIRM', { kind: 'sent' }],
    ['TRANSFERING', { kind: 'sent' }],
    ['SUCCESS', { kind: 'received', receivedAtMs: Date.UTC(2026, 10, 21, 3, 59, 0, 120) }],
    ['CANCELING', { kind: 'returning' }],
    ['CANCELLED', { kind: 'returned', amountFen: 288 }],
    ['FAIL', { kind: 'failed', reason: 'FAIL', blames: 'circumstances' }],
    ['STATE_OF_TOMORROW', { kind: 'unknown', code: 'STRANGE_STATE' }],
  ])('in state %s', (state, expected) => {
    expect(queried({ ...BILL, state, field_of_tomorrow: null })).toEqual(expected);
  });

  it.each(['ACCEPTED', 'PROCESSING'])('that stays %s asks for the same bill again', (state) => {
    const later = Date.parse(UPDATED) + 5 * MINUTE_MS;
    expect(queried({ ...BILL, state }, later - 1)).toEqual({ kind: 'sending' });
    expect(queried({ ...BILL, state }, later)).toEqual({ kind: 'not-found' });
    expect(queried({ ...BILL, state, update_time: 'soon' }, later)).toEqual({ kind: 'sending' });
  });

  it.each([
    ['OVERDUE_CLOSE', { kind: 'returned', amountFen: 288 }],
    ['MCH_CANCEL', { kind: 'returned', amountFen: 288 }],
    ['MERCHANT_REJECT', { kind: 'returned', amountFen: 288 }],
    ['ACCOUNT_FROZEN', { kind: 'failed', reason: 'ACCOUNT_FROZEN', blames: 'recipient' }],
    ['OPENID_INVALID', { kind: 'failed', reason: 'OPENID_INVALID', blames: 'recipient' }],
    ['TRANSFER_RISK', { kind: 'failed', reason: 'TRANSFER_RISK', blames: 'recipient' }],
    ['BUDGET_NOT_ENOUGH', { kind: 'failed', reason: 'BUDGET_NOT_ENOUGH', blames: 'circumstances' }],
    ['OF_TOMORROW', { kind: 'failed', reason: 'OF_TOMORROW', blames: 'circumstances' }],
    ['对方账户异常', { kind: 'failed', reason: 'FAIL', blames: 'circumstances' }],
  ])('in FAIL for %s', (fail_reason, expected) => {
    expect(queried({ ...BILL, state: 'FAIL', fail_reason })).toEqual(expected);
  });

  it.each([
    ['another merchant', { mch_id: '1900000110' }],
    ['another bill', { out_bill_no: '1900000109202611219999999999' }],
    ['another app', { appid: 'wx0000000000000000' }],
    ['another player', { openid: 'oxTWIuGaIt6gTKsQRLau2M0yL16F' }],
    ['another amount', { transfer_amount: 289 }],
  ])('about %s is unknown and a security alert', (_title, changes) => {
    expect(queried({ ...BILL, ...changes })).toEqual({
      kind: 'unknown',
      code: 'MISMATCH',
      alert: 'mismatch',
    });
  });

  it.each(['288', 288.5, '2.88e2', -288, null])('with %p as its amount is none', (amount) => {
    expect(queried({ ...BILL, transfer_amount: amount })).toEqual({
      kind: 'unknown',
      code: 'STRANGE_ANSWER',
    });
  });

  it('may leave out app and player', () => {
    const { appid: _, openid: __, ...rest } = BILL;
    expect(queried(rest)).toMatchObject({ kind: 'received' });
  });

  it('that does not exist is not failed, and an error is not "not found"', () => {
    const error = (code: string) =>
      readQueried({ kind: 'error', code, message: '记录不存在' }, ORDER, MERCHANT, NOW_MS);
    expect(error('NOT_FOUND')).toEqual({ kind: 'not-found' });
    expect(error('SYSTEM_ERROR')).toEqual({ kind: 'unknown', code: 'SYSTEM_ERROR' });
    expect(error('INVALID_REQUEST')).toEqual({ kind: 'unknown', code: 'INVALID_REQUEST' });
  });

  it('never throws, and is final only for the right bill', () => {
    const values = fc.constantFrom<unknown>('SUCCESS', 'FAIL', 288, 289, '288', null, {}, 'x');
    const bills = fc
      .dictionary(fc.constantFrom(...Object.keys(BILL)), values)
      .chain((changes) =>
        fc.boolean().map((isWhole) => (isWhole ? { ...BILL, ...changes } : changes)),
      );
    fc.assert(
      fc.property(bills, (bill) => {
        const answer = queried(bill);
        if (answer.kind === 'unknown') return;
        expect(bill).toMatchObject({ mch_id: MERCHANT.mchId, out_bill_no: ORDER.billNo });
        expect(bill).toMatchObject({ transfer_amount: 288 });
      }),
      { numRuns: 1_000, seed: 17 },
    );
  });
});

describe('the answer to a cancellation', () => {
  const cancelled = (json: object) => readCancelled({ kind: 'success', json }, ORDER);
  const error = (code: string, message = '') =>
    readCancelled({ kind: 'error', code, message }, ORDER);

  it('is accepted, too late or unknown', () => {
    for (const state of ['CANCELING', 'CANCELLED']) {
      expect(cancelled({ ...CREATED, state })).toEqual({ kind: 'accepted' });
    }
    expect(cancelled({ ...CREATED, state: 'SUCCESS' }).kind).toBe('unknown');
    expect(cancelled({ ...CREATED, state: 'CANCELLED', out_bill_no: '1' }).kind).toBe('unknown');
    expect(error('INVALID_REQUEST', '当前状态不允许撤销')).toEqual({ kind: 'too-late' });
    expect(error('INVALID_REQUEST', '此IP地址不允许调用该接口')).toEqual({
      kind: 'unknown',
      code: 'IP_NOT_ALLOWED',
    });
    expect(error('NOT_FOUND')).toEqual({ kind: 'unknown', code: 'NOT_FOUND' });
  });
});

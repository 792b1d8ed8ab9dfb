import { constants, publicEncrypt, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { OPENID } from './client';
import { BILLS, type Body, codeOf, OUT_BILL_NO, transferBody } from './v3-client';
import { createWorlds, type World } from './world';

const worlds = createWorlds();
afterAll(() => worlds.close());

const SECOND_MS = 1_000;
const DAY_MS = 24 * 3_600_000;

/** A bill that waits for its player. */
async function startWithBill(changes: Body = {}) {
  const world = await worlds.start({ balanceFen: 1_000 });
  const created = await world.v3.create(changes);
  const state = async () => (await world.v3.query()).body['state'];
  return { ...world, created, state };
}

describe('a transfer', () => {
  it('waits for its player with the money set aside', async () => {
    const { created, sandbox } = await startWithBill();
    expect(created.status).toBe(200);
    expect(created.body).toEqual({
      out_bill_no: OUT_BILL_NO,
      transfer_bill_no: expect.stringMatching(/^\d{40}$/),
      create_time: '2026-11-21T12:00:00+08:00',
      state: 'WAIT_USER_CONFIRM',
      package_info: expect.any(String),
    });
    expect(sandbox.balance.fen()).toBe(812);
    expect(sandbox.calls().at(-1)).toMatchObject({ path: BILLS, billNo: OUT_BILL_NO });
  });

  it('is paid when the player confirms, and found by both numbers', async () => {
    const { sandbox, v3, advance, created } = await startWithBill();
    expect(sandbox.transfers.confirm(OUT_BILL_NO, { afterMs: 2_000 })).toEqual({
      done: true,
      state: 'TRANSFERING',
    });
    advance(2_000);
    const transferBillNo = String(created.body['transfer_bill_no']);
    const found = await v3.call('GET', `${BILLS}/transfer-bill-no/${transferBillNo}`);
    expect(found.body).toEqual({
      mch_id: sandbox.merchant.mchId,
      out_bill_no: OUT_BILL_NO,
      transfer_bill_no: transferBillNo,
      appid: sandbox.merchant.miniAppid,
      state: 'SUCCESS',
      transfer_amount: 188,
      transfer_remark: '新年红包',
      openid: OPENID,
      create_time: '2026-11-21T12:00:00+08:00',
      update_time: '2026-11-21T12:00:02+08:00',
    });
    expect((await v3.query()).body).toEqual(found.body);
    expect(codeOf(await v3.query(transferBillNo))).toBe('NOT_FOUND');
    expect(sandbox.balance.fen()).toBe(812);
    expect(sandbox.transfers.decline(OUT_BILL_NO)).toEqual({ done: false, state: 'SUCCESS' });
  });

  it.each([
    ['OTHER_FAIL_REASON_TYPE', (w: World) => w.sandbox.transfers.decline(OUT_BILL_NO)],
    ['OVERDUE_CLOSE', (w: World) => w.sandbox.transfers.expire(OUT_BILL_NO)],
    ['NAME_NOT_CORRECT', failAfterConfirming],
  ])('that fails with %s gives the money back once', async (reason, fail) => {
    const { sandbox, v3, advance, ...rest } = await startWithBill();
    fail({ sandbox, v3, advance, ...rest });
    fail({ sandbox, v3, advance, ...rest });
    const { body } = await v3.query();
    expect([body['state'], body['fail_reason']]).toEqual(['FAIL', reason]);
    expect(sandbox.balance.fen()).toBe(1_000);
    advance(2 * DAY_MS);
    expect(sandbox.balance.fen()).toBe(1_000);
  });

  it('is closed after 24 hours, and the money is back', async () => {
    const { sandbox, advance, state } = await startWithBill();
    advance(DAY_MS - 1);
    expect(await state()).toBe('WAIT_USER_CONFIRM');
    advance(1);
    expect(await state()).toBe('FAIL');
    expect(sandbox.transfers.bill(OUT_BILL_NO)?.failReason).toBe('OVERDUE_CLOSE');
    expect(sandbox.balance.fen()).toBe(1_000);
  });

  it('may be planned to stay ACCEPTED or PROCESSING before the page can be opened', async () => {
    const { sandbox, v3, advance } = await worlds.start();
    sandbox.plan({ kind: 'settle', as: 'SENT', afterMs: 5_000, answer: 'SUCCESS' });
    expect((await v3.create()).body['state']).toBe('ACCEPTED');
    sandbox.plan({ kind: 'settle', as: 'FAILED', afterMs: 5_000, answer: 'PROCESSING' });
    expect((await v3.create({ out_bill_no: 'B' })).body['state']).toBe('PROCESSING');
    advance(5_000);
    expect((await v3.create()).body).toMatchObject({
      state: 'WAIT_USER_CONFIRM',
      package_info: expect.any(String),
    });
    expect((await v3.query('B')).body['state']).toBe('FAIL');
  });
});

describe('the same out_bill_no again', () => {
  it('gives the same bill with a fresh package_info and pays nothing more', async () => {
    const { sandbox, v3, advance, created } = await startWithBill();
    advance(SECOND_MS);
    const again = await v3.create();
    expect(again.body['transfer_bill_no']).toBe(created.body['transfer_bill_no']);
    expect(again.body['package_info']).not.toBe(created.body['package_info']);
    expect(sandbox.balance.fen()).toBe(812);
  });

  it.each<[string, Body]>([
    ['amount', { transfer_amount: 189 }],
    ['recipient', { openid: 'oSomebodyElse' }],
    ['remark', { transfer_remark: '别的' }],
    ['style', { user_recv_style: { type: 'CONFIRM_PAGE' } }],
  ])('with another %s is INVALID_REQUEST', async (_what, changes) => {
    const { sandbox, v3 } = await startWithBill();
    const reply = await v3.create(changes);
    expect([codeOf(reply), reply.body['message']]).toEqual([
      'INVALID_REQUEST',
      '单号已存在但信息不一致',
    ]);
    expect(sandbox.transfers.bills()).toHaveLength(1);
  });
});

describe('cancelling', () => {
  it('is accepted first and done later; the money is back when it is done', async () => {
    const { sandbox, v3, advance, state } = await startWithBill();
    expect((await v3.cancel()).body).toMatchObject({
      out_bill_no: OUT_BILL_NO,
      state: 'CANCELING',
      update_time: '2026-11-21T12:00:00+08:00',
    });
    expect(sandbox.balance.fen()).toBe(812);
    advance(SECOND_MS);
    expect(await state()).toBe('CANCELLED');
    expect((await v3.cancel()).body['state']).toBe('CANCELLED');
    expect(sandbox.balance.fen()).toBe(1_000);
    expect(sandbox.transfers.confirm(OUT_BILL_NO).done).toBe(false);
  });

  it('is refused once the player has confirmed, and unknown for an unknown number', async () => {
    const { sandbox, v3 } = await startWithBill();
    sandbox.transfers.confirm(OUT_BILL_NO, { afterMs: 60_000 });
    expect(codeOf(await v3.cancel())).toBe('INVALID_REQUEST');
    expect(codeOf(await v3.cancel('unknown'))).toBe('NOT_FOUND');
    const target = `${BILLS}/out-bill-no/${OUT_BILL_NO}/cancel`;
    expect(codeOf(await v3.call('POST', target, '{"reason":1}'))).toBe('PARAM_ERROR');
  });
});

describe('money that is not there', () => {
  it('is NOT_ENOUGH, and the same bill goes on after a top-up', async () => {
    const { sandbox, v3 } = await worlds.start({ balanceFen: 187 });
    const refused = await v3.create();
    expect([refused.status, codeOf(refused)]).toEqual([403, 'NOT_ENOUGH']);
    expect(codeOf(await v3.query())).toBe('NOT_FOUND');
    sandbox.balance.add(1);
    expect((await v3.create()).body['state']).toBe('WAIT_USER_CONFIRM');
    expect(sandbox.balance.fen()).toBe(0);
  });

  it('keeps the bill PROCESSING when switched so, until it is asked for again', async () => {
    const { sandbox, v3 } = await worlds.start({ balanceFen: 187 });
    sandbox.set({ lowBalance: 'PROCESSING' });
    expect((await v3.create()).body['state']).toBe('PROCESSING');
    sandbox.balance.add(1);
    expect((await v3.query()).body['state']).toBe('PROCESSING');
    expect(sandbox.balance.fen()).toBe(188);
    expect((await v3.create()).body['state']).toBe('WAIT_USER_CONFIRM');
    expect(sandbox.balance.fen()).toBe(0);
  });
});

describe('what is asked for', () => {
  const report = (type: string, content: string) => ({ info_type: type, info_content: content });
  const reports = (...list: Body[]) => ({ transfer_scene_report_infos: list });
  const wrong: [string, string, Body][] = [
    ['no openid', 'PARAM_ERROR', { openid: '' }],
    ['a number with a dash', 'PARAM_ERROR', { out_bill_no: 'a-b' }],
    ['a number of 33 characters', 'PARAM_ERROR', { out_bill_no: 'a'.repeat(33) }],
    ['9 fen', 'PARAM_ERROR', { transfer_amount: 9 }],
    ['an amount as text', 'PARAM_ERROR', { transfer_amount: '188' }],
    ['part of a fen', 'PARAM_ERROR', { transfer_amount: 188.5 }],
    ['a remark of 33 characters', 'PARAM_ERROR', { transfer_remark: '红'.repeat(33) }],
    ['a callback with a query', 'PARAM_ERROR', { notify_url: 'https://example.com/a?b=1' }],
    ['a callback in plain HTTP elsewhere', 'PARAM_ERROR', { notify_url: 'http://example.com/a' }],
    ['one report item', 'PARAM_ERROR', reports(report('活动名称', '猜灯谜'))],
    [
      'a third report item',
      'PARAM_ERROR',
      reports(report('活动名称', 'a'), report('奖励说明', 'b'), report('其他', 'c')),
    ],
    [
      'a renamed report item',
      'PARAM_ERROR',
      reports(report('活动名', 'a'), report('奖励说明', 'b')),
    ],
    [
      'a report of 33 characters',
      'PARAM_ERROR',
      reports(report('活动名称', '猜'.repeat(33)), report('奖励说明', 'b')),
    ],
    ['an unknown style', 'PARAM_ERROR', { user_recv_style: { type: 'CARD' } }],
    ['2000 yuan and no name', 'PARAM_ERROR', { transfer_amount: 200_000 }],
    ['another scene', 'NO_AUTH', { transfer_scene_id: '1005' }],
    ['an appid of somebody else', 'INVALID_REQUEST', { appid: 'wx0000000000000001' }],
    ['an unknown perception', 'INVALID_REQUEST', { user_recv_perception: '工资' }],
    ['a red packet above 200 yuan', 'INVALID_REQUEST', { transfer_amount: 20_001 }],
  ];

  it('is refused without a bill when it is wrong', async () => {
    const { sandbox, v3 } = await worlds.start();
    for (const [what, code, changes] of wrong) {
      expect([what, codeOf(await v3.create(changes))]).toEqual([what, code]);
    }
    expect(sandbox.transfers.bills()).toHaveLength(0);
  });

  it('may be as long and as much as the limits say', async () => {
    const { v3 } = await worlds.start();
    const reply = await v3.create({
      out_bill_no: 'Z'.repeat(32),
      transfer_amount: 20_000,
      transfer_remark: '红'.repeat(32),
      notify_url: 'https://example.com/notify',
      user_recv_perception: '',
      transfer_scene_report_infos: [
        report('奖励说明', '奖'.repeat(32)),
        report('活动名称', '猜'.repeat(32)),
      ],
    });
    expect(reply.body['state']).toBe('WAIT_USER_CONFIRM');
  });

  it('from 2000 yuan on needs the name, encrypted for the key that is named', async () => {
    const { sandbox, v3 } = await worlds.start();
    const { merchant } = sandbox;
    const encrypted = (publicKeyPem: string) =>
      publicEncrypt(
        { key: publicKeyPem, padding: constants.RSA_PKCS1_OAEP_PADDING },
        Buffer.from('张三'),
      ).toString('base64');
    const create = (userName: string, headers?: Record<string, string>) =>
      v3.create(
        {
          transfer_amount: 200_000,
          user_recv_style: { type: 'CONFIRM_PAGE' },
          user_name: userName,
        },
        headers,
      );
    const named = { 'Wechatpay-Serial': merchant.platformPublicKeyId };
    const forPlatform = encrypted(merchant.platformPublicKeyPem);
    expect(codeOf(await create('张三', named))).toBe('PARAM_ERROR');
    expect(codeOf(await create(forPlatform))).toBe('PARAM_ERROR');
    expect(codeOf(await create(forPlatform, named))).toBe('SUCCESS');
    // A repeat is encrypted anew and still the same order, also with the other key.
    const certificate = new X509Certificate(merchant.platformCertificatePem);
    const forCertificate = encrypted(merchant.platformCertificatePem);
    const byCertificate = { 'Wechatpay-Serial': certificate.serialNumber };
    expect(codeOf(await create(forCertificate, byCertificate))).toBe('SUCCESS');
    expect(sandbox.transfers.bills()).toHaveLength(1);
  });

  it('depends on what is switched: rights, recipients, risk', async () => {
    const { sandbox, v3 } = await worlds.start();
    sandbox.set({ transfersOpen: false });
    expect(codeOf(await v3.create())).toBe('NO_AUTH');
    sandbox.set({ transfersOpen: true, knownOpenids: ['oOther'] });
    expect(codeOf(await v3.create())).toBe('INVALID_REQUEST');
    sandbox.set({ knownOpenids: null, noAuthOpenids: [OPENID] });
    expect((await v3.create()).body).toMatchObject({ state: 'FAIL', fail_reason: 'TRANSFER_RISK' });
    expect(sandbox.balance.fen()).toBe(10_000_000);
  });
});

it('cannot be queried after 30 days', async () => {
  const { v3, advance } = await startWithBill();
  advance(30 * DAY_MS);
  expect(codeOf(await v3.query())).toBe('SUCCESS');
  advance(1);
  const reply = await v3.query();
  expect([reply.status, codeOf(reply)]).toEqual([404, 'NOT_FOUND']);
});

it('lets 100 creates and queries and 20 cancels through in a second', async () => {
  const { v3, advance } = await startWithBill();
  const codes = async (count: number, call: () => ReturnType<typeof v3.query>) => {
    const replies = await Promise.all(Array.from({ length: count }, call));
    return replies.map(codeOf).filter((code) => code === 'FREQUENCY_LIMIT_EXCEED').length;
  };
  expect(await codes(99, () => v3.query())).toBe(0);
  expect(await codes(1, () => v3.create())).toBe(1);
  expect(await codes(21, () => v3.cancel())).toBe(1);
  advance(SECOND_MS);
  expect(await codes(1, () => v3.query())).toBe(0);
});

it('never makes or loses a fen, whoever acts in whatever order', async () => {
  const { sandbox, v3, advance } = await worlds.start({
    balanceFen: 1_000,
    limits: { transferCallsPerSecond: 1e6, transferCancelsPerSecond: 1e6 },
  });
  const { transfers } = sandbox;
  let serial = 0;
  const no = fc.integer({ min: 0, max: 2 });
  const action = fc.oneof(
    no.map((n) => (run: string) => v3.create({ out_bill_no: `${run}x${n}` })),
    no.map((n) => (run: string) => v3.cancel(`${run}x${n}`)),
    no.map((n) => async (run: string) => transfers.confirm(`${run}x${n}`, { afterMs: 900 })),
    no.map((n) => async (run: string) => transfers.confirm(`${run}x${n}`, { as: 'FAIL' })),
    no.map((n) => async (run: string) => transfers.decline(`${run}x${n}`)),
    fc.constantFrom(1, 1_000, DAY_MS).map((ms) => async () => advance(ms)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 12 }), async (actions) => {
      serial += 1;
      for (const act of actions) await act(`r${serial}`);
      const bills = transfers.bills();
      const outFen = bills
        .filter(({ state }) => state !== 'FAIL' && state !== 'CANCELLED')
        .reduce((sum, bill) => sum + bill.amountFen, 0);
      expect(sandbox.balance.fen() + outFen).toBe(1_000);
      expect(sandbox.balance.fen()).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 25, seed: 20261121 },
  );
});

function failAfterConfirming({ sandbox }: World) {
  sandbox.transfers.confirm(OUT_BILL_NO, { as: 'FAIL', failReason: 'NAME_NOT_CORRECT' });
}

it('answers 404 to a v3 path it does not know', async () => {
  const { v3, sandbox } = await worlds.start();
  const body = JSON.stringify(transferBody(sandbox));
  expect((await v3.call('POST', '/v3/transfer/batches', body)).status).toBe(404);
});

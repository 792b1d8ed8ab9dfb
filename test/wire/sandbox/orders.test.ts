import { createHmac } from 'node:crypto';
import { createClient, OPENID, outcomeOf, type Params, sign, toXml } from './client';
import { createOrderClient, fieldsOf } from './order-client';
import { createWorlds } from './world';

const worlds = createWorlds();
afterAll(() => worlds.close());

const HOUR_MS = 3_600_000;

async function start(options = {}) {
  const world = await worlds.start({ balanceFen: 0, ...options });
  return { ...world, shop: createOrderClient(world) };
}

async function startPaid(changes: Params = {}) {
  const world = await start();
  await world.shop.order(changes);
  world.sandbox.orders.pay('P1');
  return world;
}

describe('an order', () => {
  it('is paid by its prepay_id, and the merchant has the money', async () => {
    const { shop, sandbox, advance } = await start();
    const ordered = await shop.order({ attach: 'campaign-1' });
    const prepayId = ordered.field('prepay_id') ?? '';
    expect(prepayId).toMatch(/^wx20261121120000/);
    expect((await shop.query()).field('trade_state')).toBe('NOTPAY');
    expect(sandbox.orders.abandon(prepayId)).toEqual({ done: true, state: 'NOTPAY' });
    advance(9_000);
    expect(sandbox.orders.pay(prepayId)).toEqual({ done: true, state: 'SUCCESS' });
    expect(sandbox.orders.pay(prepayId)).toEqual({ done: false, state: 'SUCCESS' });
    expect(sandbox.balance.fen()).toBe(1_000);

    const fields = fieldsOf((await shop.query()).text);
    expect(fields).toMatchObject({
      trade_state: 'SUCCESS',
      openid: OPENID,
      total_fee: '1000',
      cash_fee: '1000',
      attach: 'campaign-1',
      time_end: '20261121120009',
      transaction_id: sandbox.orders.order('P1')?.transactionId,
    });
    expect(fields['sign']).toBe(sign(fields, sandbox.merchant.apiKey));
    const byTheirs = await shop.query({
      out_trade_no: '',
      transaction_id: fields['transaction_id'] ?? '',
    });
    expect(byTheirs.field('out_trade_no')).toBe('P1');
  });

  it('may be signed with HMAC-SHA256 and is then answered so', async () => {
    const { sandbox, client } = await start();
    const { apiKey, miniAppid, mchId } = sandbox.merchant;
    const hmac = (params: Params) => {
      const text = Object.keys(params)
        .filter((name) => name !== 'sign' && params[name] !== '')
        .sort()
        .map((name) => `${name}=${params[name]}`)
        .concat(`key=${apiKey}`)
        .join('&');
      return createHmac('sha256', apiKey).update(text).digest('hex').toUpperCase();
    };
    const params = { appid: miniAppid, mch_id: mchId, nonce_str: 'n', out_trade_no: 'none' };
    const signed = { ...params, sign_type: 'HMAC-SHA256' };
    const xml = toXml({ ...signed, sign: hmac(signed) });
    const reply = await client.post('/pay/orderquery', xml);
    expect(outcomeOf(reply)).toBe('ORDERNOTEXIST');
    const fields = fieldsOf(reply.text);
    expect(fields['sign']).toBe(hmac(fields));
  });

  it('needs no client certificate; a refund does', async () => {
    const world = await startPaid();
    const stranger = createClient(world.sandbox, null);
    const shop = createOrderClient(world, stranger);
    expect((await shop.query()).field('trade_state')).toBe('SUCCESS');
    expect((await shop.refund()).field('return_code')).toBe('FAIL');
    stranger.close();
    expect(world.sandbox.orders.refunds()).toHaveLength(0);
  });

  it('asked for again gives the same prepay_id, and a new one after two hours', async () => {
    const { shop, sandbox, advance } = await start();
    const first = (await shop.order()).field('prepay_id') ?? '';
    expect((await shop.order()).field('prepay_id')).toBe(first);
    advance(2 * HOUR_MS);
    expect(sandbox.orders.pay(first).done).toBe(false);
    const second = (await shop.order()).field('prepay_id') ?? '';
    expect(second).not.toBe(first);
    expect(sandbox.orders.pay(first).done).toBe(false);
    expect(sandbox.orders.pay(second).done).toBe(true);
    expect(outcomeOf(await shop.order())).toBe('ORDERPAID');
  });

  it('closes by hand or by time_expire, and cannot be paid then', async () => {
    const { shop, sandbox, advance } = await start();
    await shop.order();
    expect(outcomeOf(await shop.close())).toBe('SUCCESS');
    expect(outcomeOf(await shop.close())).toBe('ORDERCLOSED');
    expect(outcomeOf(await shop.order())).toBe('ORDERCLOSED');
    await shop.order({ out_trade_no: 'P2', time_expire: '20261121120500' });
    advance(300_000);
    expect((await shop.query({ out_trade_no: 'P2' })).field('trade_state')).toBe('CLOSED');
    expect([sandbox.orders.pay('P1').done, sandbox.orders.pay('P2').done]).toEqual([false, false]);
  });

  it.each<[string, string, Params]>([
    ['no payer', 'PARAM_ERROR', { openid: '' }],
    ['another trade type', 'PARAM_ERROR', { trade_type: 'APP' }],
    ['an amount in yuan', 'PARAM_ERROR', { total_fee: '10.00' }],
    ['a notify_url with a query', 'PARAM_ERROR', { notify_url: 'https://example.com/?a=1' }],
    ['a time_expire in the past', 'PARAM_ERROR', { time_expire: '20261121115959' }],
    ['a day that does not exist', 'PARAM_ERROR', { time_expire: '20270231000000' }],
    ['another appid', 'APPID_MCHID_NOT_MATCH', { appid: 'wx0000000000000001' }],
    ['another amount under a known number', 'OUT_TRADE_NO_USED', { total_fee: '1001' }],
  ])('with %s is %s', async (_what, code, changes) => {
    const { shop } = await start();
    if (code === 'OUT_TRADE_NO_USED') await shop.order();
    expect(outcomeOf(await shop.order(changes))).toBe(code);
  });

  it('answers strangers with return_code FAIL alone, unsigned', async () => {
    const { client, sandbox } = await start();
    const { miniAppid: appid, mchId: mch_id } = sandbox.merchant;
    const params = { appid, mch_id, nonce_str: 'n', out_trade_no: 'P1', sign: '0'.repeat(32) };
    const reply = await client.post('/pay/orderquery', toXml(params));
    expect(Object.keys(fieldsOf(reply.text))).toEqual(['return_code', 'return_msg']);
    expect(reply.field('return_code')).toBe('FAIL');
  });
});

describe('a refund', () => {
  it('takes the money at once and arrives a little later', async () => {
    const { shop, sandbox, advance } = await startPaid();
    const reply = await shop.refund();
    expect(fieldsOf(reply.text)).toMatchObject({
      result_code: 'SUCCESS',
      out_refund_no: 'R1',
      refund_fee: '400',
      total_fee: '1000',
    });
    expect(sandbox.balance.fen()).toBe(600);
    expect((await shop.queryRefund()).field('refund_status_0')).toBe('PROCESSING');
    advance(3_000);
    expect(fieldsOf((await shop.queryRefund({ out_refund_no: 'R1' })).text)).toMatchObject({
      refund_count: '1',
      refund_status_0: 'SUCCESS',
      refund_fee_0: '400',
      refund_success_time_0: '2026-11-21 12:00:03',
    });
    expect((await shop.query()).field('trade_state')).toBe('REFUND');
  });

  it('is done once for each out_refund_no, whose meaning cannot change', async () => {
    const { shop, sandbox } = await startPaid();
    const first = await shop.refund();
    const second = await shop.refund();
    expect(second.field('refund_id')).toBe(first.field('refund_id'));
    expect(sandbox.balance.fen()).toBe(600);
    expect(outcomeOf(await shop.refund({ refund_fee: '401' }))).toBe('REFUND_FEE_MISMATCH');
  });

  it('never goes above what was paid, in whatever parts', async () => {
    const { shop, sandbox } = await startPaid();
    await shop.refund({ out_refund_no: 'R1', refund_fee: '600' });
    expect(outcomeOf(await shop.refund({ out_refund_no: 'R2', refund_fee: '401' }))).toBe('ERROR');
    expect(outcomeOf(await shop.refund({ out_refund_no: 'R2', refund_fee: '400' }))).toBe(
      'SUCCESS',
    );
    expect(outcomeOf(await shop.refund({ out_refund_no: 'R3', refund_fee: '1' }))).toBe('ERROR');
    expect(sandbox.balance.fen()).toBe(0);
  });

  it('comes in at most 50 parts; more than 20 are asked for by number', async () => {
    const { shop, sandbox } = await startPaid();
    for (let n = 1; n <= 51; n++) {
      if (n === 21) expect((await shop.queryRefund()).field('out_refund_no_19')).toBe('R20');
      const reply = await shop.refund({ out_refund_no: `R${n}`, refund_fee: '1' });
      expect([n, outcomeOf(reply)]).toEqual([n, n <= 50 ? 'SUCCESS' : 'ERROR']);
    }
    expect(sandbox.orders.refunds()).toHaveLength(50);
    expect(outcomeOf(await shop.queryRefund())).toBe('PARAM_ERROR');
    expect((await shop.queryRefund({ out_refund_no: 'R50' })).field('refund_fee_0')).toBe('1');
  });

  it('that is closed gives the money back to the merchant, and may be tried again', async () => {
    const { shop, sandbox } = await startPaid();
    await shop.refund({ refund_fee: '1000' });
    expect(sandbox.orders.endRefund('R1', 'REFUNDCLOSE')).toEqual({
      done: true,
      status: 'REFUNDCLOSE',
    });
    expect(sandbox.balance.fen()).toBe(1_000);
    expect(outcomeOf(await shop.refund({ out_refund_no: 'R2', refund_fee: '1000' }))).toBe(
      'SUCCESS',
    );
    expect(sandbox.orders.endRefund('R1', 'SUCCESS').done).toBe(false);
  });

  it.each<[string, string, Params]>([
    ['an unknown order', 'ORDERNOTEXIST', { out_trade_no: 'P9' }],
    ['another total', 'REFUND_FEE_MISMATCH', { total_fee: '999' }],
    ['no refund number', 'PARAM_ERROR', { out_refund_no: '' }],
    ['no order number', 'PARAM_ERROR', { out_trade_no: '' }],
  ])('of %s is %s', async (_what, code, changes) => {
    const { shop } = await startPaid();
    expect(outcomeOf(await shop.refund(changes))).toBe(code);
  });

  it('needs a paid order, a balance, and less than a year', async () => {
    const { shop, sandbox, advance } = await start();
    await shop.order();
    expect(outcomeOf(await shop.refund())).toBe('ORDER_NOT_READY');
    sandbox.orders.pay('P1');
    sandbox.balance.add(-700);
    expect(outcomeOf(await shop.refund())).toBe('NOTENOUGH');
    sandbox.balance.add(700);
    advance(366 * 24 * HOUR_MS);
    expect(outcomeOf(await shop.refund())).toBe('TRADE_OVERDUE');
  });

  it('may be planned to fail after it was accepted', async () => {
    const { shop, sandbox } = await startPaid();
    sandbox.plan({ kind: 'refuse', moment: 'after-effect', errCode: 'SYSTEMERROR' });
    expect(outcomeOf(await shop.refund())).toBe('SYSTEMERROR');
    expect(sandbox.orders.refund('R1')?.status).toBe('PROCESSING');
    sandbox.plan({ kind: 'body', moment: 'after-effect', body: 'wrong-amount' });
    const fields = fieldsOf((await shop.refund()).text);
    expect(fields['refund_fee']).toBe('1');
    expect(fields['sign']).toBe(sign(fields, sandbox.merchant.apiKey));
  });
});

it('finds no refund where there is none', async () => {
  const { shop } = await startPaid();
  expect(outcomeOf(await shop.queryRefund())).toBe('REFUNDNOTEXIST');
  expect(outcomeOf(await shop.queryRefund({ out_trade_no: '' }))).toBe('PARAM_ERROR');
});

import { OPENID, outcomeOf, QUERY, queryParams, sign, toXml } from './client';
import { createWorlds } from './world';

const worlds = createWorlds();
afterAll(() => worlds.close());

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const BILL = '1900000109202611210000000001';

async function startWithPacket() {
  const world = await worlds.start({ balanceFen: 1_000 });
  await world.client.send();
  const status = async () => (await world.client.query()).field('status');
  return { ...world, status };
}

describe('gethbinfo', () => {
  it('tells what became of a packet the player opened', async () => {
    const { client, sandbox, advance, status } = await startWithPacket();
    expect(await status()).toBe('SENT');
    advance(52_000);
    expect(sandbox.open(BILL)).toEqual({ done: true, status: 'RECEIVED' });

    const reply = await client.query();
    expect(reply.text.replace(/\n/g, '')).toContain(
      `<hblist><hbinfo><openid><![CDATA[${OPENID}]]></openid><amount>100</amount>` +
        '<rcv_time><![CDATA[2026-11-21 12:00:52]]></rcv_time></hbinfo></hblist>',
    );
    const names = ['mch_billno', 'mch_id', 'detail_id', 'status', 'send_time', 'hb_type'];
    expect(names.map((name) => reply.field(name))).toEqual([
      BILL,
      sandbox.merchant.mchId,
      sandbox.bill(BILL)?.listId,
      'RECEIVED',
      '2026-11-21 12:00:00',
      'NORMAL',
    ]);
    expect(outcomeOf(reply)).toBe('SUCCESS');
    expect(sandbox.balance.fen()).toBe(900);
  });

  it('tells how an unopened packet goes back after 24 hours, and the money with it', async () => {
    const { client, sandbox, advance, status } = await startWithPacket();
    advance(DAY_MS - 1);
    expect(await status()).toBe('SENT');
    advance(1);
    expect(await status()).toBe('RFUND_ING');
    expect(sandbox.balance.fen()).toBe(900);
    advance(10 * MINUTE_MS);
    expect(await status()).toBe('REFUND');
    expect(sandbox.balance.fen()).toBe(1_000);

    const reply = await client.query();
    expect(reply.field('refund_time')).toBe('2026-11-22 12:10:00');
    expect(reply.text).toContain('<refund_amount>100</refund_amount>');
    expect(reply.text).not.toContain('hblist');
  });

  it('shows the same steps when they are taken by hand, each once', async () => {
    const { sandbox, status } = await startWithPacket();
    expect(sandbox.refund(BILL)).toEqual({ done: false, status: 'SENT' });
    expect(sandbox.expire(BILL)).toEqual({ done: true, status: 'RFUND_ING' });
    expect(sandbox.open(BILL)).toEqual({ done: false, status: 'RFUND_ING' });
    expect(sandbox.refund(BILL)).toEqual({ done: true, status: 'REFUND' });
    expect(sandbox.refund(BILL)).toEqual({ done: false, status: 'REFUND' });
    expect(await status()).toBe('REFUND');
    expect(sandbox.balance.fen()).toBe(1_000);
    expect(sandbox.open('nobody')).toEqual({ done: false, status: null });
  });

  it('does not find what was never sent, nor what is older than 30 days', async () => {
    const { client, advance } = await startWithPacket();
    expect(outcomeOf(await client.query('never'))).toBe('NOT_FOUND');
    advance(30 * DAY_MS);
    expect(outcomeOf(await client.query())).toBe('SUCCESS');
    advance(1);
    expect(outcomeOf(await client.query())).toBe('NOT_FOUND');
  });

  it.each([
    ['PARAM_ERROR', { bill_type: 'APP' }],
    ['PARAM_ERROR', { bill_type: '' }],
    ['PARAM_ERROR', { appid: 'wx0000000000000001' }],
    ['PARAM_ERROR', { appid: '', wxappid: 'wx8888888888888888' }],
    ['CA_ERROR', { mch_id: '1900000110' }],
  ])('answers %s to %j', async (code, changes) => {
    const { client, sandbox } = await startWithPacket();
    const params = queryParams(sandbox, changes);
    const body = toXml({ ...params, sign: sign(params, sandbox.merchant.apiKey) });
    expect(outcomeOf(await client.post(QUERY, body))).toBe(code);
  });
});

describe('a packet that takes its time', () => {
  it('is SENDING and then SENT', async () => {
    const { client, sandbox, advance } = await worlds.start();
    sandbox.plan({ kind: 'settle', as: 'SENT', afterMs: 5_000, answer: 'PROCESSING' });
    expect(outcomeOf(await client.send())).toBe('PROCESSING');
    advance(4_999);
    expect((await client.query()).field('status')).toBe('SENDING');
    expect(outcomeOf(await client.send())).toBe('PROCESSING');
    expect(sandbox.open(BILL)).toEqual({ done: false, status: 'SENDING' });
    advance(1);
    expect((await client.query()).field('status')).toBe('SENT');
  });

  it('may be accepted and FAIL later, which gives the money and the daily count back', async () => {
    const { client, sandbox, advance } = await worlds.start({
      balanceFen: 100,
      limits: { packetsPerPlayerDay: 1 },
    });
    sandbox.plan({ kind: 'settle', as: 'FAILED', afterMs: 60_000, answer: 'SUCCESS' });
    expect(outcomeOf(await client.send())).toBe('SUCCESS');
    expect(sandbox.balance.fen()).toBe(0);

    advance(60_000);
    const reply = await client.query();
    expect([reply.field('status'), reply.field('reason')]).toEqual(['FAILED', '']);
    expect(outcomeOf(await client.send())).toBe('SEND_FAILED');
    expect(sandbox.balance.fen()).toBe(100);
    expect(outcomeOf(await client.send({ mch_billno: 'second' }))).toBe('SUCCESS');
  });

  it('is planned for the next send, whatever is queried before', async () => {
    const { client, sandbox } = await worlds.start();
    sandbox.plan({ kind: 'settle', as: 'SENT', afterMs: 5_000, answer: 'SUCCESS' });
    await client.query('other');
    await client.send();
    expect(sandbox.bill(BILL)?.status).toBe('SENDING');
  });
});

it('tells listeners of every change, and stops when asked to', async () => {
  const { client, sandbox, advance } = await worlds.start();
  const seen: (string | undefined)[] = [];
  const stop = sandbox.onChange(() => seen.push(sandbox.bill(BILL)?.status));
  await client.send();
  expect(seen).toContain('SENT');
  advance(DAY_MS);
  sandbox.bills();
  expect(seen).toContain('RFUND_ING');
  stop();
  sandbox.refund(BILL);
  expect(seen).not.toContain('REFUND');
});

import { OPENID, outcomeOf, type Params, SEND, sendParams, sign, toXml } from './client';
import { createWorlds, NOON_MS, type World } from './world';

const worlds = createWorlds();
afterAll(() => worlds.close());

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

const billNo = (n: number) => `1900000109${String(n).padStart(18, '0')}`;
const openid = (n: number) => `oPlayer${String(n).padStart(21, '0')}`;

/** Sends `count` packets to as many players, a second apart, and returns the outcomes. */
async function sendMany(world: World, count: number, changes: Params = {}) {
  const outcomes: (string | undefined)[] = [];
  for (let n = 0; n < count; n++) {
    const reply = await world.client.send({ mch_billno: billNo(n), ...changes });
    outcomes.push(outcomeOf(reply));
    world.advance(SECOND_MS);
  }
  return outcomes;
}

describe('a good send', () => {
  it('is answered like a live one and takes the money from the balance', async () => {
    const { client, sandbox } = await worlds.start({ balanceFen: 1_000 });
    const reply = await client.send({ total_amount: '188' });

    expect(reply.status).toBe(200);
    const names = ['return_code', 'result_code', 'err_code', 'mch_id', 'wxappid', 're_openid'];
    expect(names.map((name) => reply.field(name))).toEqual([
      'SUCCESS',
      'SUCCESS',
      'SUCCESS',
      sandbox.merchant.mchId,
      sandbox.merchant.wxappid,
      OPENID,
    ]);
    expect(reply.text).toContain('<total_amount>188</total_amount>');
    expect(reply.text).not.toContain('<sign>');

    const [bill] = sandbox.bills();
    expect(bill).toMatchObject({ status: 'SENT', amountFen: 188, openid: OPENID });
    expect(reply.field('send_listid')).toBe(bill?.listId);
    expect(sandbox.balance.fen()).toBe(812);
  });

  it('is recorded by path, bill and outcome, without recipient or signature', async () => {
    const { client, sandbox } = await worlds.start();
    await client.send();
    expect(sandbox.calls()).toEqual([
      { path: SEND, billNo: sendParams(sandbox).mch_billno, atMs: NOON_MS, outcome: 'SUCCESS' },
    ]);
  });

  it('may carry fields the sandbox does not know, if they are signed', async () => {
    const { client, sandbox } = await worlds.start();
    expect(outcomeOf(await client.send({ consume_mch_id: '10000097' }))).toBe('SUCCESS');

    const params = sendParams(sandbox, { mch_billno: 'other' });
    const unsigned = { ...params, sign: sign(params, sandbox.merchant.apiKey), extra: '1' };
    expect(outcomeOf(await client.post(SEND, toXml(unsigned)))).toBe('SIGN_ERROR');
  });
});

describe('the same bill number again', () => {
  it('gives the first answer and pays nothing more', async () => {
    const { client, sandbox, advance } = await worlds.start({ balanceFen: 1_000 });
    const first = await client.send();
    advance(SECOND_MS);
    const second = await client.send({ nonce_str: 'another', wishing: '新年快乐' });
    expect(second.field('send_listid')).toBe(first.field('send_listid'));
    expect(sandbox.balance.fen()).toBe(900);
    expect(sandbox.bills()).toHaveLength(1);
  });

  it('is FREQ_LIMIT within one second and answered from then on', async () => {
    const { client, advance } = await worlds.start();
    await client.send();
    advance(SECOND_MS - 1);
    expect(outcomeOf(await client.send())).toBe('FREQ_LIMIT');
    advance(1);
    expect(outcomeOf(await client.send())).toBe('SUCCESS');
  });

  it.each([
    ['FATAL_ERROR', 'another recipient', { re_openid: openid(2) }],
    ['PARAM_ERROR', 'another amount', { total_amount: '101' }],
  ])('is %s with %s', async (code, _what, changes) => {
    const { client, sandbox, advance } = await worlds.start();
    await client.send();
    advance(SECOND_MS);
    expect(outcomeOf(await client.send(changes))).toBe(code);
    expect(sandbox.bills()).toHaveLength(1);
  });

  it('is answered for a paid packet even when a new one would be refused', async () => {
    const { client, sandbox, advance } = await worlds.start({ balanceFen: 100 });
    await client.send();
    advance(SECOND_MS);
    sandbox.set({ quietHours: true, noAuthOpenids: [OPENID] });
    expect(outcomeOf(await client.send())).toBe('SUCCESS');
  });
});

const REQUIRED = [
  'nonce_str',
  'mch_billno',
  'wxappid',
  'send_name',
  're_openid',
  'total_amount',
  'total_num',
  'wishing',
  'client_ip',
  'act_name',
  'remark',
];

describe('fields', () => {
  const wrong: [string, Params][] = [
    ...REQUIRED.map((name): [string, Params] => [`no ${name}`, { [name]: '' }]),
    ['a bill number of 29 characters', { mch_billno: '1'.repeat(29) }],
    ['a bill number with a dash', { mch_billno: 'a-b' }],
    ['a sender name of 33 bytes', { send_name: '天'.repeat(11) }],
    ['an activity name of 33 bytes', { act_name: '天'.repeat(11) }],
    ['a greeting of 129 bytes', { wishing: '天'.repeat(43) }],
    ['a remark of 258 bytes', { remark: '天'.repeat(86) }],
    ['an openid of 33 characters', { re_openid: 'o'.repeat(33) }],
    ['two recipients', { total_num: '2' }],
    ['an amount in yuan', { total_amount: '1.00' }],
    ['an amount with an exponent', { total_amount: '1e3' }],
    ['an amount with leading zeros', { total_amount: '0100' }],
    ['a negative amount', { total_amount: '-100' }],
    ['a host name as client_ip', { client_ip: 'localhost' }],
    ['an IPv4 part above 255', { client_ip: '192.168.0.256' }],
    ['an unknown scene', { scene_id: 'PRODUCT_9' }],
    ['risk_info of 129 bytes', { risk_info: 'x'.repeat(129) }],
  ];

  it('are refused with PARAM_ERROR and a sentence that names the field', async () => {
    const { client, sandbox } = await worlds.start({ limits: { sendsPerSecond: 100 } });
    for (const [what, changes] of wrong) {
      const reply = await client.send(changes);
      const name = Object.keys(changes)[0] ?? '';
      expect([what, outcomeOf(reply)]).toEqual([what, 'PARAM_ERROR']);
      expect(reply.field('err_code_des')).toContain(name);
    }
    expect(sandbox.bills()).toHaveLength(0);
  });

  it('may be as long as the limits say', async () => {
    const { client } = await worlds.start();
    const reply = await client.send({
      mch_billno: 'Z'.repeat(28),
      send_name: `${'天'.repeat(10)}ab`,
      act_name: `${'天'.repeat(10)}ab`,
      wishing: `${'天'.repeat(42)}ab`,
      remark: `${'天'.repeat(85)}a`,
      re_openid: 'o'.repeat(32),
      client_ip: '255.255.255.255',
    });
    expect(outcomeOf(reply)).toBe('SUCCESS');
  });
});

describe('amounts and scenes', () => {
  it('of 1 to 200 yuan need no scene, others are MONEY_LIMIT', async () => {
    const { client } = await worlds.start();
    const outcomes: unknown[] = [];
    for (const amount of ['99', '100', '20000', '20001']) {
      const reply = await client.send({ total_amount: amount, mch_billno: `m${amount}` });
      outcomes.push(outcomeOf(reply));
    }
    expect(outcomes).toEqual(['MONEY_LIMIT', 'SUCCESS', 'SUCCESS', 'MONEY_LIMIT']);
  });

  it('refuse scene_id until the scene is open', async () => {
    const { client, sandbox, advance } = await worlds.start();
    const refused = await client.send({ scene_id: 'PRODUCT_2' });
    expect(outcomeOf(refused)).toBe('PARAM_ERROR');
    expect(refused.field('err_code_des')).toContain('该场景未开通');

    advance(SECOND_MS);
    sandbox.set({ scenes: ['PRODUCT_2'] });
    expect(outcomeOf(await client.send({ scene_id: 'PRODUCT_2' }))).toBe('SUCCESS');
    const large = { scene_id: 'PRODUCT_2', total_amount: '20001', mch_billno: 'large' };
    expect(outcomeOf(await client.send(large))).toBe('SUCCESS');
  });
});

describe('limits', () => {
  it('let 30 sends through in a second', async () => {
    const { client, advance } = await worlds.start();
    const outcomes: unknown[] = [];
    for (let n = 0; n < 31; n++) {
      outcomes.push(outcomeOf(await client.send({ mch_billno: billNo(n), re_openid: openid(n) })));
    }
    expect(outcomes.slice(0, 30)).toEqual(Array(30).fill('SUCCESS'));
    expect(outcomes[30]).toBe('FREQ_LIMIT');
    advance(SECOND_MS);
    expect(outcomeOf(await client.send({ mch_billno: 'later', re_openid: openid(32) }))).toBe(
      'SUCCESS',
    );
  });

  it('let 1800 sends through in any 60 seconds, wherever the minute begins', async () => {
    const { client, setNow } = await worlds.start({ limits: { sendsPerSecond: 2_000 } });
    let n = 0;
    const burst = async (count: number) => {
      const sends = Array.from({ length: count }, () => {
        n += 1;
        return client.send({ mch_billno: billNo(n), re_openid: openid(n) });
      });
      const outcomes = (await Promise.all(sends)).map(outcomeOf);
      return outcomes.filter((outcome) => outcome === 'SUCCESS').length;
    };
    setNow(NOON_MS + 30 * SECOND_MS);
    expect(await burst(900)).toBe(900);
    setNow(NOON_MS + 90 * SECOND_MS - 1);
    expect(await burst(901)).toBe(900);
    setNow(NOON_MS + 90 * SECOND_MS);
    expect(await burst(1)).toBe(1);
  });

  it('stop a player after 10 packets until the next Beijing day', async () => {
    const world = await worlds.start();
    const outcomes = await sendMany(world, 11);
    expect(outcomes.slice(0, 10)).toEqual(Array(10).fill('SUCCESS'));
    expect(outcomes[10]).toBe('SENDNUM_LIMIT');

    const other = { mch_billno: 'other', re_openid: openid(1) };
    expect(outcomeOf(await world.client.send(other))).toBe('SUCCESS');
    world.setNow(NOON_MS + 12 * HOUR_MS - 1);
    expect(outcomeOf(await world.client.send({ mch_billno: 'late' }))).toBe('SENDNUM_LIMIT');
    world.setNow(NOON_MS + 12 * HOUR_MS);
    expect(outcomeOf(await world.client.send({ mch_billno: 'next' }))).toBe('SUCCESS');
  });

  it('stop a player at the daily amount, to the fen', async () => {
    const world = await worlds.start({ limits: { amountFenPerPlayerDay: 500 } });
    expect(await sendMany(world, 2, { total_amount: '200' })).toEqual(['SUCCESS', 'SUCCESS']);
    const send = (amount: string) =>
      world.client.send({ total_amount: amount, mch_billno: `day${amount}` });
    expect(outcomeOf(await send('101'))).toBe('RCVDAMOUNT_LIMIT');
    expect(outcomeOf(await send('100'))).toBe('SUCCESS');
  });

  it('stop the merchant at the daily amount of all players', async () => {
    const world = await worlds.start({ limits: { amountFenPerMerchantDay: 250 } });
    const send = (n: number) => world.client.send({ mch_billno: billNo(n), re_openid: openid(n) });
    const outcomes = [await send(1), await send(2), await send(3)].map(outcomeOf);
    expect(outcomes).toEqual(['SUCCESS', 'SUCCESS', 'SENDAMOUNT_LIMIT']);
  });

  it('refuse at night, Beijing time, when the night rule is on', async () => {
    const { client, setNow } = await worlds.start({ quietHours: true });
    const midnightMs = NOON_MS + 12 * HOUR_MS;
    const outcomes: unknown[] = [];
    for (const atMs of [-1, 0, 8 * HOUR_MS - 1, 8 * HOUR_MS].map((ms) => midnightMs + ms)) {
      setNow(atMs);
      outcomes.push(outcomeOf(await client.send({ mch_billno: `n${atMs}` })));
    }
    expect(outcomes).toEqual(['SUCCESS', 'TIME_LIMITED', 'TIME_LIMITED', 'SUCCESS']);
  });
});

describe('money and rights', () => {
  it('are NOTENOUGH until the balance is topped up, then the same number goes on', async () => {
    const { client, sandbox, advance } = await worlds.start({ balanceFen: 99 });
    expect(outcomeOf(await client.send())).toBe('NOTENOUGH');
    expect(sandbox.bills()).toHaveLength(0);
    sandbox.balance.add(1);
    advance(SECOND_MS);
    expect(outcomeOf(await client.send())).toBe('SUCCESS');
    expect(sandbox.balance.fen()).toBe(0);
  });

  it.each([
    ['API_METHOD_CLOSED', { apiClosed: true }],
    ['NO_AUTH', { noAuthOpenids: [OPENID] }],
    ['OPENID_ERROR', { knownOpenids: [openid(1)] }],
  ])('are %s when switched so, and not for others', async (code, switches) => {
    const { client, sandbox, advance } = await worlds.start();
    sandbox.set(switches);
    expect(outcomeOf(await client.send())).toBe(code);
    sandbox.set({ apiClosed: false });
    advance(SECOND_MS);
    const other = { mch_billno: 'other', re_openid: openid(1) };
    expect(outcomeOf(await client.send(other))).toBe('SUCCESS');
  });

  it('are ILLEGAL_APPID for an appid that is not the official account', async () => {
    const { client } = await worlds.start();
    expect(outcomeOf(await client.send({ wxappid: 'wx0000000000000001' }))).toBe('ILLEGAL_APPID');
  });

  it('are SIGN_ERROR for another key, and nothing of the request is repeated', async () => {
    const { client, sandbox } = await worlds.start();
    const params = sendParams(sandbox);
    for (const signature of [sign(params, 'k'.repeat(32)), '', 'A'.repeat(64)]) {
      const reply = await client.post(SEND, toXml({ ...params, sign: signature }));
      expect(outcomeOf(reply)).toBe('SIGN_ERROR');
      expect(reply.text).not.toContain(OPENID);
    }
  });

  it('sign answers when told so', async () => {
    const { client, sandbox } = await worlds.start();
    sandbox.set({ signReplies: true });
    const reply = await client.send();
    const names = [...reply.text.matchAll(/^<(\w+)>/gm)].map((match) => match[1] ?? '');
    const fields = Object.fromEntries(names.map((name) => [name, reply.field(name) ?? '']));
    expect(reply.field('sign')).toBe(sign(fields, sandbox.merchant.apiKey));
  });
});

import type { BodyFault, Failure, Moment, PlannedFailure } from '../../../local/wechatpay';
import { OPENID, outcomeOf, QUERY, SEND, sendParams, sign, toXml } from './client';
import { createWorlds, type World } from './world';

const worlds = createWorlds();
afterAll(() => worlds.close());

const MOMENTS: readonly Moment[] = ['before-effect', 'after-effect'];

/** The answer, or the code of the error with which the connection ended. */
function hearing(world: World, changes = {}): Promise<string> {
  return world.client.send(changes).then(
    (reply) => reply.text,
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );
}

/** What a client hears of one planned failure, on a fresh sandbox. */
async function strike(failure: PlannedFailure) {
  const world = await worlds.start();
  world.sandbox.plan(failure);
  const heard = await hearing(world);
  return { ...world, heard, paid: world.sandbox.bills().length };
}

describe.each(MOMENTS)('a failure planned %s', (moment) => {
  const expectedPaid = moment === 'after-effect' ? 1 : 0;

  it('refuses with any code, and the money has moved or not', async () => {
    const { heard, paid, sandbox } = await strike({
      kind: 'refuse',
      moment,
      errCode: 'SYSTEMERROR',
    });
    expect(heard).toContain('<err_code><![CDATA[SYSTEMERROR]]></err_code>');
    expect(heard).not.toContain('send_listid');
    expect(paid).toBe(expectedPaid);
    expect(sandbox.calls().at(-1)?.outcome).toBe('SYSTEMERROR');
  });

  it('is gone for the next call, which is answered truly', async () => {
    const { client, sandbox, advance } = await strike({
      kind: 'refuse',
      moment,
      errCode: 'NEVER_SEEN_BEFORE',
    });
    advance(1_000);
    expect(outcomeOf(await client.send())).toBe('SUCCESS');
    expect(sandbox.bills()).toHaveLength(1);
  });

  it('answers with return_code FAIL and no err_code', async () => {
    const { heard, paid } = await strike({ kind: 'return-fail', moment, returnMsg: '系统繁忙' });
    expect(heard).toContain('<return_code><![CDATA[FAIL]]></return_code>');
    expect(heard).not.toContain('err_code');
    expect(paid).toBe(expectedPaid);
  });

  it('resets the connection', async () => {
    const { heard, paid } = await strike({ kind: 'reset', moment });
    expect([heard, paid]).toEqual(['ECONNRESET', expectedPaid]);
  });

  it('resets the connection in the middle of the answer', async () => {
    const { heard, paid } = await strike({ kind: 'reset-mid-answer', moment });
    expect([heard, paid]).toEqual(['ECONNRESET', expectedPaid]);
  });

  it('never answers: the client waits until the sandbox closes', async () => {
    const world = await worlds.start();
    world.sandbox.plan({ kind: 'no-answer', moment });
    const pending = hearing(world);
    const struck = new Promise((resolve) => world.sandbox.onChange(() => resolve('struck')));
    await struck;
    expect(await Promise.race([pending, Promise.resolve('still waiting')])).toBe('still waiting');
    expect(world.sandbox.bills()).toHaveLength(expectedPaid);
    await world.sandbox.close();
    expect(await pending).toBe('ECONNRESET');
  });
});

it('drips an answer one byte at a time, paced by the schedule', async () => {
  const waiting: (() => void)[] = [];
  const delaysMs = new Set<number>();
  const world = await worlds.start({
    schedule(afterMs, run) {
      delaysMs.add(afterMs);
      waiting.push(run);
      setImmediate(() => waiting.shift()?.());
    },
  });
  world.sandbox.plan({ kind: 'slow-drip', moment: 'after-effect', everyMs: 400 });
  const text = await hearing(world);
  expect(text).toContain('<result_code><![CDATA[SUCCESS]]></result_code>');
  expect([...delaysMs]).toEqual([400]);
});

describe('a broken body', () => {
  const heardOf = async (body: BodyFault) =>
    (await strike({ kind: 'body', moment: 'after-effect', body })).heard;

  it.each<[BodyFault, RegExp]>([
    ['truncated', /^<xml>(?!.*<\/xml>)/s],
    ['empty', /^$/],
    ['doctype', /^<!DOCTYPE xml \[<!ENTITY leak SYSTEM "file:\/\/\/etc\/hostname">\]>/],
    ['entity-bomb', /<!ENTITY l9 "(&l8;){10}">/],
    ['character-references', /(&#65;){300000}/],
    ['wrong-mch-id', /<mch_id><!\[CDATA\[1900000110\]\]>/],
    ['wrong-bill-no', /<mch_billno><!\[CDATA\[0{28}\]\]>/],
    ['wrong-openid', /<re_openid><!\[CDATA\[oSomebodyElse/],
    ['wrong-amount', /<total_amount>1<\/total_amount>/],
    ['exponent-amount', /<total_amount><!\[CDATA\[1e3\]\]>/],
    ['extra-fields', /<future_field>/],
    ['other-order', /^<xml>\n<send_listid>/],
    ['white-space', /^\n {2}<xml>\s{5,}<return_code>/],
  ])('%s is what it says', async (body, shape) => {
    expect(await heardOf(body)).toMatch(shape);
  });

  it('huge is ten megabytes', async () => {
    expect((await heardOf('huge')).length).toBeGreaterThan(10 * 1024 * 1024);
  });

  it('deep-nesting is small enough to be read and 5,000 levels deep', async () => {
    const text = await heardOf('deep-nesting');
    expect(text.length).toBeLessThan(64 * 1024);
    expect(text).toContain('<a>'.repeat(5_000));
  });

  it('html-502 is a gateway page with its status', async () => {
    const world = await worlds.start();
    world.sandbox.plan({ kind: 'body', moment: 'after-effect', body: 'html-502' });
    const reply = await world.client.send();
    expect([reply.status, reply.text.slice(0, 6)]).toEqual([502, '<html>']);
  });

  it('byte-order-mark and invalid-utf8 differ from a good answer in bytes only', async () => {
    const world = await worlds.start();
    world.sandbox.plan({ kind: 'body', moment: 'after-effect', body: 'byte-order-mark' });
    expect((await world.client.send({ mch_billno: 'a' })).text).toMatch(/^\uFEFF<xml>/);
    world.sandbox.plan({ kind: 'body', moment: 'after-effect', body: 'invalid-utf8' });
    expect((await world.client.send({ mch_billno: 'b' })).text).toContain('[\uFFFDUCCESS');
  });

  it('wrong-signature carries a signature that does not fit', async () => {
    const world = await worlds.start();
    world.sandbox.plan({ kind: 'body', moment: 'after-effect', body: 'wrong-signature' });
    const reply = await world.client.send();
    const names = [...reply.text.matchAll(/^<(\w+)>/gm)].map((match) => match[1] ?? '');
    const fields = Object.fromEntries(names.map((name) => [name, reply.field(name) ?? '']));
    expect(fields.sign).toMatch(/^[0-9A-F]{32}$/);
    expect(fields.sign).not.toBe(sign(fields, world.sandbox.merchant.apiKey));
  });

  it('without-hblist and a foreign openid reach into the answer to a query', async () => {
    const { client, sandbox } = await worlds.start();
    await client.send();
    sandbox.open(sandbox.bills()[0]?.billNo ?? '');
    sandbox.plan({ kind: 'body', moment: 'after-effect', body: 'without-hblist' });
    const missing = await client.query();
    expect([missing.field('status'), missing.field('openid')]).toEqual(['RECEIVED', undefined]);
    sandbox.plan({ kind: 'body', moment: 'after-effect', body: 'wrong-openid' });
    expect((await client.query()).field('openid')).toMatch(/^oSomebodyElse/);
  });

  it('can claim success for a payment that never happened', async () => {
    const { heard, paid } = await strike({
      kind: 'body',
      moment: 'before-effect',
      body: 'extra-fields',
    });
    expect(heard).toContain('<result_code><![CDATA[SUCCESS]]></result_code>');
    expect(paid).toBe(0);
  });
});

describe('a plan', () => {
  const BUSY: Failure = { kind: 'refuse', moment: 'before-effect', errCode: 'SYSTEMERROR' };

  /** 'x' for calls that were struck, '.' for the others. */
  async function pattern(world: World, count: number, changes = {}) {
    let struck = '';
    for (let n = 0; n < count; n++) {
      const reply = await world.client.send({ mch_billno: `p${n}`, ...changes });
      struck += outcomeOf(reply) === 'SYSTEMERROR' ? 'x' : '.';
      world.advance(1_000);
    }
    return struck;
  }

  it('strikes as often as it says, once by default', async () => {
    const world = await worlds.start();
    world.sandbox.plan(BUSY);
    expect(await pattern(world, 3)).toBe('x..');
    world.sandbox.plan({ ...BUSY, times: 2 });
    expect(await pattern(world, 3)).toBe('xx.');
  });

  it('is one of several, in the order they were made, until they are cleared', async () => {
    const world = await worlds.start();
    world.sandbox.plan({ kind: 'refuse', moment: 'before-effect', errCode: 'FREQ_LIMIT' });
    world.sandbox.plan({ ...BUSY, times: Number.POSITIVE_INFINITY });
    expect(await pattern(world, 3)).toBe('.xx');
    world.sandbox.clearPlans();
    expect(await pattern(world, 3)).toBe('...');
  });

  it('strikes only the path, bill or recipient it names', async () => {
    const world = await worlds.start();
    world.sandbox.plan({ ...BUSY, match: { path: QUERY } });
    world.sandbox.plan({ ...BUSY, match: { billNo: 'p1' } });
    world.sandbox.plan({ ...BUSY, match: { openid: 'oOther', path: SEND } });
    expect(await pattern(world, 3)).toBe('.x.');
    expect(outcomeOf(await world.client.query('p0'))).toBe('SYSTEMERROR');
    const other = await world.client.send({ mch_billno: 'q', re_openid: 'oOther' });
    expect(outcomeOf(other)).toBe('SYSTEMERROR');
  });

  it('strikes every nth of the calls it matches', async () => {
    const world = await worlds.start();
    const match = { everyNth: 3, openid: OPENID };
    world.sandbox.plan({ ...BUSY, times: Number.POSITIVE_INFINITY, match });
    await world.client.send({ mch_billno: 'q', re_openid: 'oOther' });
    expect(await pattern(world, 7)).toBe('..x..x.');
  });

  it('strikes by chance the same way for the same seed', async () => {
    const runs: string[] = [];
    for (const seed of [7, 7, 8]) {
      const world = await worlds.start({ limits: { packetsPerPlayerDay: 100 } });
      const match = { probability: { of: 0.5, seed } };
      world.sandbox.plan({ ...BUSY, times: Number.POSITIVE_INFINITY, match });
      runs.push(await pattern(world, 24));
    }
    expect(runs[1]).toBe(runs[0]);
    expect(runs[2]).not.toBe(runs[0]);
    expect(runs[0]).toMatch(/x.*\..*x/);
  });

  it('is not spent by a call that is not authentic', async () => {
    const world = await worlds.start();
    world.sandbox.plan(BUSY);
    const params = sendParams(world.sandbox);
    await world.client.post(SEND, toXml({ ...params, sign: '0'.repeat(32) }));
    expect(await pattern(world, 1)).toBe('x');
  });
});

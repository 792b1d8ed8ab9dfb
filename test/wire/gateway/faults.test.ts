import type { BodyFault, Failure } from '../../../local/wechatpay';
import type { PayoutGateway } from '../../../server/ports/payout-gateway';
import { type GatewayWorld, startGatewayWorld } from '../../support/gateway-world';
import { newOrder } from '../../support/payout-order';

let world: GatewayWorld;
let gateway: PayoutGateway;

beforeAll(async () => {
  world = await startGatewayWorld();
  gateway = world.open('sendredpack');
});

afterAll(() => world.close());

beforeEach(() => world.sandbox.clearPlans());

const body = (fault: BodyFault): Failure => ({
  kind: 'body',
  moment: 'after-effect',
  body: fault,
});

describe('an answer that proves nothing leaves the payment unknown', () => {
  it.each<[string, Failure, object]>([
    ['a cut answer (F-33)', body('truncated'), { code: 'NOT_XML' }],
    ['a page with 502 (F-32)', body('html-502'), { code: 'HTTP_502' }],
    ['an empty answer (F-32)', body('empty'), { code: 'NOT_XML' }],
    ['ten megabytes (F-34)', body('huge'), { code: 'TOO_LARGE' }],
    ['bytes that are no text', body('invalid-utf8'), { code: 'NOT_UTF8' }],
    ['an external entity (F-35)', body('doctype'), { code: 'DOCTYPE', alert: 'doctype-refused' }],
    ['an entity bomb (F-36)', body('entity-bomb'), { code: 'DOCTYPE', alert: 'doctype-refused' }],
    ['character references (F-36)', body('character-references'), { code: 'TOO_LARGE' }],
    ['deep nesting (F-37)', body('deep-nesting'), {}],
    [
      'a wrong signature (F-39)',
      body('wrong-signature'),
      { code: 'BAD_SIGNATURE', alert: 'bad-signature' },
    ],
    ['another merchant (INV-30)', body('wrong-mch-id'), { code: 'MISMATCH', alert: 'mismatch' }],
    ['another bill (INV-30)', body('wrong-bill-no'), { code: 'MISMATCH', alert: 'mismatch' }],
    ['another player (INV-30)', body('wrong-openid'), { code: 'MISMATCH', alert: 'mismatch' }],
    ['another amount (INV-30)', body('wrong-amount'), { code: 'MISMATCH', alert: 'mismatch' }],
    ['an amount as 1e3 (F-41)', body('exponent-amount'), { code: 'MISMATCH', alert: 'mismatch' }],
    ['a reset in mid answer (F-29)', { kind: 'reset-mid-answer', moment: 'after-effect' }, {}],
    [
      'a refusal of the call itself',
      { kind: 'return-fail', moment: 'before-effect', returnMsg: '签名错误' },
      { code: 'RETURN_FAIL' },
    ],
  ])('%s', async (_title, failure, expected) => {
    const order = newOrder('sendredpack');
    world.sandbox.plan(failure);
    expect(await gateway.send(order)).toMatchObject({ kind: 'unknown', ...expected });
    // What is true comes out by asking, or by sending the same bill again; it is paid once.
    world.advance(1_000);
    expect(await gateway.send(order)).toMatchObject({ kind: 'sent' });
    expect(world.sandbox.bills().filter((bill) => bill.billNo === order.billNo)).toHaveLength(1);
  });

  it.each<[string, Failure]>([
    ['silence (F-27)', { kind: 'no-answer', moment: 'before-effect' }],
    ['silence after paying (F-28)', { kind: 'no-answer', moment: 'after-effect' }],
    ['an answer that drips (F-30)', { kind: 'slow-drip', moment: 'after-effect', everyMs: 40 }],
  ])('%s, at the deadline', async (_title, failure) => {
    const hasty = world.open('sendredpack', { tools: { deadlineMs: 400 } });
    world.sandbox.plan(failure);
    const order = newOrder('sendredpack');
    const startedMs = performance.now();
    expect(await hasty.send(order)).toEqual({ kind: 'unknown', code: 'TIMEOUT' });
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    const paid = failure.kind === 'no-answer' && failure.moment === 'before-effect' ? 0 : 1;
    expect(world.sandbox.bills().filter((bill) => bill.billNo === order.billNo)).toHaveLength(paid);
  });

  it('a query is held to the same', async () => {
    const order = newOrder('sendredpack');
    await gateway.send(order);
    for (const fault of ['truncated', 'doctype', 'wrong-bill-no', 'wrong-amount'] as const) {
      world.sandbox.plan(body(fault));
      expect((await gateway.query(order)).kind).toBe('unknown');
    }
    world.sandbox.open(order.billNo);
    world.sandbox.plan(body('wrong-openid'));
    expect(await gateway.query(order)).toMatchObject({ alert: 'mismatch' });
  });
});

describe('an unusual answer that is right', () => {
  it.each<BodyFault>(['byte-order-mark', 'white-space', 'extra-fields', 'other-order'])(
    '%s is accepted (F-38)',
    async (fault) => {
      world.sandbox.plan(body(fault));
      expect(await gateway.send(newOrder('sendredpack'))).toMatchObject({ kind: 'sent' });
    },
  );

  it('is accepted with a signature as well as without (F-40)', async () => {
    world.sandbox.set({ signReplies: true });
    expect(await gateway.send(newOrder('sendredpack'))).toMatchObject({ kind: 'sent' });
    world.sandbox.set({ signReplies: false });
    expect(await gateway.send(newOrder('sendredpack'))).toMatchObject({ kind: 'sent' });
  });

  it('about an opened packet may lack the list of packets', async () => {
    const order = newOrder('sendredpack');
    await gateway.send(order);
    world.sandbox.open(order.billNo);
    world.sandbox.plan(body('without-hblist'));
    expect(await gateway.query(order)).toEqual({ kind: 'received', receivedAtMs: null });
    expect(await gateway.query(order)).toEqual({
      kind: 'received',
      receivedAtMs: world.clock(),
    });
  });
});

describe('what goes out', () => {
  it('is the whole amount and all texts, within the provider’s limits', async () => {
    const order = newOrder('sendredpack', {
      senderName: '一个名字长得放不下的行政部门',
      greeting: '祝大家新年快乐、万事如意！'.repeat(8),
      campaignTitle: '<红包> & "雨" ]]> 🎉',
    });
    expect(await gateway.send(order)).toMatchObject({ kind: 'sent' });
    expect(world.sandbox.bill(order.billNo)).toMatchObject({
      amountFen: order.amountFen,
      openid: order.recipientId,
      sendName: '一个名字长得放不下的',
      actName: '<红包> & "雨" ]]> 🎉',
    });
  });
});

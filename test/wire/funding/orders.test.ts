import type { BodyFault, Failure } from '../../../local/wechatpay';
import type { OrderGateway, RefundOrder } from '../../../server/ports/order-gateway';
import { OWNER } from '../../support/campaign-world';
import { newPaymentOrder, type OrdersWorld, startOrdersWorld } from './world';

let world: OrdersWorld;
let orders: OrderGateway;

beforeAll(async () => {
  world = await startOrdersWorld();
  orders = world.openOrders();
});

afterAll(() => world.close());

beforeEach(() => world.sandbox.clearPlans());

const body = (fault: BodyFault): Failure => ({
  kind: 'body',
  moment: 'after-effect',
  body: fault,
});

async function paidOrder(amountFen = 1_000) {
  const order = newPaymentOrder(world.clock(), { amountFen });
  await orders.create(order);
  world.sandbox.orders.pay(order.orderNo);
  return order;
}

let refundCount = 0;
async function paidRefund(amountFen = 400): Promise<RefundOrder> {
  const { orderNo, amountFen: orderAmountFen } = await paidOrder();
  refundCount += 1;
  return { orderNo, orderAmountFen, refundNo: `refund${refundCount}`, amountFen };
}

describe('an order over TLS', () => {
  it('is made, opens WeChat’s page for its payer alone, is paid and found paid', async () => {
    const order = newPaymentOrder(world.clock());
    const made = await orders.create(order);
    if (made.kind !== 'prepaid') throw new Error('no prepay id');
    expect(await orders.query(order)).toEqual({ kind: 'unpaid' });
    const call = orders.paymentCall(made.prepayId);
    const page = world.sandbox.phone.requestPayment(call, OWNER);
    expect(page).toEqual({ ok: true, no: order.orderNo });
    expect(world.sandbox.phone.requestPayment(call, 'o-other').ok).toBe(false);
    world.sandbox.orders.pay(order.orderNo);
    expect(await orders.query(order)).toMatchObject({
      kind: 'paid',
      paidAtMs: world.clock(),
      transactionId: expect.stringMatching(/^\d+$/),
    });
  });

  it('is the same order when it is made again', async () => {
    const order = newPaymentOrder(world.clock());
    const first = await orders.create(order);
    world.advance(60_000);
    expect(await orders.create(order)).toEqual(first);
  });

  it('is closed, and then neither made nor paid', async () => {
    const order = newPaymentOrder(world.clock());
    await orders.create(order);
    expect(await orders.close(order)).toEqual({ kind: 'closed' });
    expect(await orders.close(order)).toEqual({ kind: 'closed' });
    expect(await orders.query(order)).toEqual({ kind: 'closed' });
    expect(await orders.create(order)).toEqual({ kind: 'closed' });
    expect(world.sandbox.orders.pay(order.orderNo).done).toBe(false);
  });

  it('that was paid is not closed and not made again', async () => {
    const order = await paidOrder();
    expect(await orders.close(order)).toEqual({ kind: 'paid' });
    expect(await orders.create(order)).toEqual({ kind: 'paid' });
  });

  it('can be paid for half an hour', async () => {
    const order = newPaymentOrder(world.clock());
    await orders.create(order);
    world.advance(30 * 60_000);
    expect(world.sandbox.orders.pay(order.orderNo).done).toBe(false);
    expect(await orders.query(order)).toEqual({ kind: 'closed' });
  });

  it('that nobody made is not found', async () => {
    const order = newPaymentOrder(world.clock());
    expect(await orders.query(order)).toEqual({ kind: 'not-found' });
    expect(await orders.close(order)).toEqual({ kind: 'not-found' });
  });

  it('that was partly refunded was paid', async () => {
    const order = await paidOrder();
    const { orderNo, amountFen: orderAmountFen } = order;
    await orders.refund({ orderNo, orderAmountFen, refundNo: 'part', amountFen: 1 });
    expect(await orders.query(order)).toMatchObject({ kind: 'paid' });
  });

  it('of another amount or payer than asked proves nothing', async () => {
    const order = await paidOrder();
    const mismatch = { kind: 'unknown', code: 'MISMATCH', alert: 'mismatch' };
    expect(await orders.query({ ...order, amountFen: 999 })).toEqual(mismatch);
    expect(await orders.query({ ...order, payerOpenid: 'o-other' })).toEqual(mismatch);
  });
});

describe('a refund over TLS', () => {
  it('is taken in hand once under its number, and asked about until it ended', async () => {
    const refund = await paidRefund();
    expect(await orders.queryRefund(refund)).toEqual({ kind: 'not-found' });
    expect(await orders.refund(refund)).toEqual({ kind: 'accepted' });
    expect(await orders.refund(refund)).toEqual({ kind: 'accepted' });
    expect(await orders.queryRefund(refund)).toEqual({ kind: 'processing' });
    world.sandbox.orders.endRefund(refund.refundNo, 'SUCCESS');
    const ended = { kind: 'ended', outcome: 'refunded', code: 'SUCCESS' };
    expect(await orders.queryRefund(refund)).toEqual(ended);
  });

  it.each([
    ['REFUNDCLOSE', 'closed'],
    ['CHANGE', 'needs-person'],
  ] as const)('that ended as %s is %s', async (status, outcome) => {
    const refund = await paidRefund();
    await orders.refund(refund);
    world.sandbox.orders.endRefund(refund.refundNo, status);
    expect(await orders.queryRefund(refund)).toMatchObject({ outcome, code: status });
  });

  it('of more than was paid is refused for good', async () => {
    const refund = await paidRefund(1_001);
    expect(await orders.refund(refund)).toEqual({ kind: 'refused', code: 'ERROR' });
  });

  it('of which the account has too little now is asked for again later', async () => {
    const refund = await paidRefund();
    world.sandbox.plan({ kind: 'refuse', moment: 'before-effect', errCode: 'NOTENOUGH' });
    expect(await orders.refund(refund)).toEqual({ kind: 'unknown', code: 'NOTENOUGH' });
    expect(await orders.refund(refund)).toEqual({ kind: 'accepted' });
  });

  it('waits while the certificate is missing; paying in goes on', async () => {
    const bare = world.openOrders({ files: { download: async () => null } });
    const refund = await paidRefund();
    const missing = { kind: 'unknown', code: 'CERTIFICATE_NOT_DOWNLOADED' };
    expect(await bare.refund(refund)).toEqual(missing);
    expect(await bare.create(newPaymentOrder(world.clock()))).toMatchObject({ kind: 'prepaid' });
  });
});

describe('an answer that proves nothing', () => {
  const faults: [string, Failure, object][] = [
    ['a cut answer (F-33)', body('truncated'), { code: 'NOT_XML' }],
    ['a page with 502 (F-32)', body('html-502'), { code: 'HTTP_502' }],
    ['an empty answer (F-32)', body('empty'), { code: 'NOT_XML' }],
    ['ten megabytes (F-34)', body('huge'), { code: 'TOO_LARGE' }],
    ['an external entity (F-35)', body('doctype'), { alert: 'doctype-refused' }],
    ['a wrong signature (F-39)', body('wrong-signature'), { alert: 'bad-signature' }],
    ['another merchant (INV-30)', body('wrong-mch-id'), { alert: 'mismatch' }],
    ['a reset (F-29)', { kind: 'reset', moment: 'after-effect' }, {}],
    ['a reset in mid answer (F-29)', { kind: 'reset-mid-answer', moment: 'after-effect' }, {}],
    [
      'a refusal of the call itself',
      { kind: 'return-fail', moment: 'before-effect', returnMsg: '签名失败' },
      { code: 'RETURN_FAIL' },
    ],
    [
      'an unfamiliar code',
      { kind: 'refuse', moment: 'before-effect', errCode: 'SYSTEMERROR' },
      { code: 'SYSTEMERROR' },
    ],
  ];

  it.each(faults)(
    '%s: the order is made once, whoever asks again',
    async (_what, fault, expected) => {
      const order = newPaymentOrder(world.clock());
      world.sandbox.plan(fault);
      expect(await orders.create(order)).toMatchObject({ kind: 'unknown', ...expected });
      expect(await orders.create(order)).toMatchObject({ kind: 'prepaid' });
    },
  );

  it.each(faults)('%s: a payment is not believed', async (_what, fault, expected) => {
    const order = await paidOrder();
    world.sandbox.plan(fault);
    expect(await orders.query(order)).toMatchObject({ kind: 'unknown', ...expected });
    expect(await orders.query(order)).toMatchObject({ kind: 'paid' });
  });

  it.each(faults)('%s: the refund goes out once', async (_what, fault, expected) => {
    const refund = await paidRefund();
    world.sandbox.plan(fault);
    expect(await orders.refund(refund)).toMatchObject({ kind: 'unknown', ...expected });
    expect(await orders.refund(refund)).toEqual({ kind: 'accepted' });
    const made = world.sandbox.orders.refunds().filter((one) => one.outTradeNo === refund.orderNo);
    expect(made).toHaveLength(1);
    world.sandbox.plan(fault);
    expect(await orders.queryRefund(refund)).toMatchObject({ kind: 'unknown', ...expected });
  });

  it.each<[string, Failure]>([
    ['silence (F-27)', { kind: 'no-answer', moment: 'before-effect' }],
    ['silence after the effect (F-28)', { kind: 'no-answer', moment: 'after-effect' }],
    ['an answer that drips (F-30)', { kind: 'slow-drip', moment: 'after-effect', everyMs: 40 }],
  ])('%s, at the deadline', async (_what, fault) => {
    const hasty = world.openOrders({ deadlineMs: 400 });
    const refund = await paidRefund();
    world.sandbox.plan(fault);
    const startedMs = performance.now();
    expect(await hasty.refund(refund)).toEqual({ kind: 'unknown', code: 'TIMEOUT' });
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    expect(await orders.refund(refund)).toEqual({ kind: 'accepted' });
    const sum = world.sandbox.orders
      .refunds()
      .filter(({ outTradeNo }) => outTradeNo === refund.orderNo)
      .reduce((fen, one) => fen + one.amountFen, 0);
    expect(sum).toBe(refund.amountFen);
  });
});

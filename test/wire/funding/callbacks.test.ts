import type { CallbackFault } from '../../../local/wechatpay/callbacks/callback';
import { must, OWNER, rainDraft, requestId } from '../../support/campaign-world';
import { type FundedWorld, fundedWorld, type OrdersWorld, startOrdersWorld } from './world';

const TOTAL_FEN = 20_000;

let wire: OrdersWorld;

beforeAll(async () => {
  wire = await startOrdersWorld();
});

afterAll(() => wire.close());

async function draftIn(world: FundedWorld) {
  const draft = rainDraft({
    funding: 'paid-in',
    startAtMs: wire.clock(),
    endAtMs: wire.clock() + 3_600_000,
  });
  return must(
    await world.campaigns.asOrganiser(OWNER, 'save-draft', { draft, requestId: requestId() }),
  );
}

async function order(world: FundedWorld, campaignId: string, amountFen = TOTAL_FEN) {
  const request = { campaignId, amountFen, requestId: requestId() };
  const { orderNo, payment } = must(await world.cashier('pay-in', request));
  const page = wire.sandbox.phone.requestPayment(payment!, OWNER);
  if (!page.ok) throw new Error(page.errMsg);
  return orderNo;
}

async function paidHere(world: FundedWorld, campaignId: string): Promise<number> {
  return must(await world.cashier('funding', { campaignId })).paidInFen;
}

describe('money in and back, over the wire', () => {
  it('is paid in, told, set aside and played for; the rest goes back and that is told', async () => {
    const world = fundedWorld(wire);
    const { campaignId, revision } = await draftIn(world);
    const orderNo = await order(world, campaignId);
    wire.sandbox.orders.pay(orderNo);
    await world.deliver();
    expect(await paidHere(world, campaignId)).toBe(TOTAL_FEN);
    must(await world.campaigns.asOrganiser(OWNER, 'publish', { campaignId, revision }));
    must(await world.campaigns.asOrganiser(OWNER, 'end', { campaignId }));
    const before = wire.sandbox.balance.fen();
    must(await world.cashier('refund-rest', { campaignId, requestId: requestId() }));
    const [refund] = wire.sandbox.orders.refunds().slice(-1);
    wire.sandbox.orders.endRefund(refund!.outRefundNo, 'SUCCESS');
    await world.deliver();
    expect(must(await world.cashier('funding', { campaignId }))).toMatchObject({
      refundedFen: TOTAL_FEN,
      refundingFen: 0,
      differenceFen: 0,
    });
    expect(before - wire.sandbox.balance.fen()).toBe(TOTAL_FEN);
  });

  describe('a refund that WeChat Pay will not make', () => {
    /** A paid draft whose budget is asked back. */
    async function askedBack() {
      const world = fundedWorld(wire);
      const { campaignId } = await draftIn(world);
      const orderNo = await order(world, campaignId);
      wire.sandbox.orders.pay(orderNo);
      await world.deliver();
      const heldFen = wire.sandbox.balance.fen();
      const rest = { campaignId, requestId: requestId() };
      const { orders } = must(await world.cashier('refund-rest', rest));
      const { refundNo } = orders[0]!.refunds[0]!;
      const settle = () =>
        world.cashier('settle-refund', {
          campaignId,
          orderNo,
          refundNo,
          note: '现金，王会计经手',
          requestId: requestId(),
        });
      const row = async () =>
        must(await world.cashier('funding', { campaignId })).orders[0]!.refunds[0]!;
      return { world, campaignId, refundNo, heldFen, settle, row };
    }

    it('because it was refused is settled by hand, and never asked for again', async () => {
      wire.sandbox.plan({
        kind: 'refuse',
        moment: 'before-effect',
        errCode: 'USER_ACCOUNT_ABNORMAL',
        match: { path: '/secapi/pay/refund' },
      });
      const { world, campaignId, refundNo, heldFen, settle, row } = await askedBack();
      expect(await row()).toMatchObject({ state: 'NEEDS_PERSON', code: 'USER_ACCOUNT_ABNORMAL' });
      expect(must(await settle())).toMatchObject({ settledFen: TOTAL_FEN, differenceFen: 0 });
      world.advance(25 * 3_600_000);
      await world.keep();
      expect(wire.sandbox.orders.refund(refundNo)).toBeNull();
      expect(wire.sandbox.balance.fen()).toBe(heldFen);
      expect(must(await world.cashier('funding', { campaignId })).refundingFen).toBe(0);
    });

    it('because a card took no money is settled once that is told; then paid all the same, it is told loudly', async () => {
      const { world, refundNo, heldFen, settle, row } = await askedBack();
      expect(await settle()).toMatchObject({ failure: { code: 'REFUND_NOT_STUCK' } });
      wire.sandbox.orders.endRefund(refundNo, 'CHANGE');
      await world.deliver();
      expect(wire.sandbox.balance.fen()).toBe(heldFen);
      must(await settle());
      wire.sandbox.orders.endRefund(refundNo, 'SUCCESS');
      await world.deliver();
      expect(await row()).toMatchObject({ state: 'SETTLED', isTwice: true });
      expect(world.campaigns.logged.join()).toContain('funding.refunded-twice');
    });

    it('is not settled while the provider does not answer', async () => {
      const { world, refundNo, settle } = await askedBack();
      wire.sandbox.orders.endRefund(refundNo, 'CHANGE');
      await world.deliver();
      wire.sandbox.plan({ kind: 'body', moment: 'after-effect', body: 'html-502' });
      expect(await settle()).toMatchObject({ failure: { code: 'PROVIDER_UNAVAILABLE' } });
      must(await settle());
    });
  });

  it.each<[CallbackFault['fault'], CallbackFault]>([
    ['twice', { fault: 'twice' }],
    ['late', { fault: 'late', byMs: 20_000 }],
    ['never', { fault: 'never' }],
    ['forged-signature', { fault: 'forged-signature' }],
    ['wrong-amount', { fault: 'wrong-amount' }],
    ['tampered-ciphertext', { fault: 'tampered-ciphertext' }],
  ])(
    'a payment whose notice comes %s is booked once, and not before it is proven',
    async (name, fault) => {
      const world = fundedWorld(wire);
      const { campaignId } = await draftIn(world);
      const orderNo = await order(world, campaignId);
      wire.sandbox.callbacks.plan({ ...fault, match: { event: 'order-paid' } });
      wire.sandbox.orders.pay(orderNo);
      await world.deliver();
      expect(await paidHere(world, campaignId)).toBe(name === 'twice' ? TOTAL_FEN : 0);
      world.advance(60_000);
      if (name === 'never') await world.keep();
      else await world.deliver();
      expect(await paidHere(world, campaignId)).toBe(TOTAL_FEN);
    },
  );

  it.each<[CallbackFault['fault'], CallbackFault]>([
    ['twice', { fault: 'twice' }],
    ['never', { fault: 'never' }],
    ['forged-signature', { fault: 'forged-signature' }],
    ['wrong-amount', { fault: 'wrong-amount' }],
    ['tampered-ciphertext', { fault: 'tampered-ciphertext' }],
  ])(
    'a refund whose notice comes %s ends once, and not before it is proven',
    async (name, fault) => {
      const world = fundedWorld(wire);
      const { campaignId } = await draftIn(world);
      wire.sandbox.orders.pay(await order(world, campaignId));
      await world.deliver();
      must(await world.cashier('refund-rest', { campaignId, requestId: requestId() }));
      const [refund] = wire.sandbox.orders.refunds().slice(-1);
      wire.sandbox.callbacks.plan({ ...fault, match: { event: 'refund-ended' } });
      wire.sandbox.orders.endRefund(refund!.outRefundNo, 'SUCCESS');
      await world.deliver();
      const refundedFen = async () =>
        must(await world.cashier('funding', { campaignId })).refundedFen;
      expect(await refundedFen()).toBe(name === 'twice' ? TOTAL_FEN : 0);
      world.advance(120_000);
      if (name === 'never') await world.keep();
      else await world.deliver();
      expect(await refundedFen()).toBe(TOTAL_FEN);
    },
  );
});

describe('the callback', () => {
  it.each([
    ['nothing', ''],
    ['no XML', 'hello'],
    ['a DOCTYPE', '<!DOCTYPE x [<!ENTITY a "b">]><xml><return_code>SUCCESS</return_code></xml>'],
    ['no signature', '<xml><return_code>SUCCESS</return_code></xml>'],
    ['a signature of somebody else', '<xml><return_code>SUCCESS</return_code><sign>A</sign></xml>'],
  ])('refuses %s, says nothing else, and books nothing', async (_what, text) => {
    const world = fundedWorld(wire);
    for (const path of ['/payment-callback/order', '/refund']) {
      const answer = await world.post(path, Buffer.from(text));
      expect(answer).toEqual({ status: 200, body: expect.stringContaining('FAIL') });
    }
    expect((await world.post('/transfer', Buffer.from(text))).status).toBe(500);
    expect((await world.post('/other', Buffer.from(text))).status).toBe(404);
  });
});

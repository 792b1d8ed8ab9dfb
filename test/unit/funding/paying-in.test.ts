import { MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import { balancesOf } from '../../../server/domain/funding/books';
import { recordOrderNotice } from '../../../server/usecases/funding/notices';
import { campaignWorld, codeOf, must, OWNER, requestId } from '../../support/campaign-world';
import { countingDocuments } from '../../support/watched-documents';
import { fundingIn, openPaidIn, paidInDraft, paidOrder, storedFunding, TOTAL_FEN } from './world';

describe('paying in', () => {
  it('answers a repeat with the same order, signed anew, and makes no second one', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidInDraft(world);
    const request = { campaignId, amountFen: 300, requestId: requestId() };
    const first = must(await world.asCashier(OWNER, 'pay-in', request));
    const again = must(await world.asCashier(OWNER, 'pay-in', request));
    expect(again).toEqual(first);
    expect(first.payment?.package).toBe(`prepay_id=wx${first.orderNo}`);
    expect(world.orders.ordersMade.size).toBe(1);
  });

  it.each(['lost', 'unanswered'] as const)(
    'goes on with the same order when the answer was %s',
    async (fate) => {
      const world = campaignWorld();
      const { campaignId } = await paidInDraft(world);
      const request = { campaignId, amountFen: 300, requestId: requestId() };
      world.orders.fates.push(fate);
      const unclear = await world.asCashier(OWNER, 'pay-in', request);
      expect(codeOf(unclear)).toBe('PROVIDER_UNAVAILABLE');
      must(await world.asCashier(OWNER, 'pay-in', request));
      expect(world.orders.ordersMade.size).toBe(1);
    },
  );

  it('takes between one fen and what is missing', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidInDraft(world);
    const pay = async (amountFen: number) =>
      codeOf(
        await world.asCashier(OWNER, 'pay-in', { campaignId, amountFen, requestId: requestId() }),
      );
    expect(await pay(0)).toBe('ORDER_AMOUNT_RANGE');
    expect(await pay(TOTAL_FEN + 1)).toBe('ORDER_AMOUNT_RANGE');
    expect(await pay(1)).toBe('OK');
    const orderNo = await paidOrder(world, campaignId, 400);
    must(await world.asCashier(OWNER, 'check-order', { campaignId, orderNo }));
    expect(await pay(601)).toBe('ORDER_AMOUNT_RANGE');
    expect(await pay(600)).toBe('OK');
  });

  it('is for organisers, and each for the own campaigns', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidInDraft(world);
    const request = { campaignId, amountFen: 300, requestId: requestId() };
    expect(codeOf(await world.asCashier('o-player', 'pay-in', request))).toBe('FORBIDDEN');
    expect(codeOf(await world.asCashier(`${OWNER}-2`, 'pay-in', request))).toBe('NOT_FOUND');
    expect(codeOf(await world.asCashier('o-player', 'funding', { campaignId }))).toBe('FORBIDDEN');
  });

  it('is for campaigns that are paid in', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidInDraft(world, { funding: 'merchant-balance' });
    const request = { campaignId, amountFen: 300, requestId: requestId() };
    expect(codeOf(await world.asCashier(OWNER, 'pay-in', request))).toBe('NOT_FUNDED_THIS_WAY');
  });

  it('refuses a request id that was used for another amount', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidInDraft(world);
    const request = { campaignId, amountFen: 300, requestId: requestId() };
    must(await world.asCashier(OWNER, 'pay-in', request));
    const other = await world.asCashier(OWNER, 'pay-in', { ...request, amountFen: 301 });
    expect(codeOf(other)).toBe('INVALID');
  });

  it('opens a campaign only when all of it is there', async () => {
    const world = campaignWorld();
    const { campaignId, revision } = await paidInDraft(world);
    const publish = () => world.asOrganiser(OWNER, 'publish', { campaignId, revision });
    const orderNo = await paidOrder(world, campaignId, TOTAL_FEN - 1);
    expect(await publish()).toMatchObject({ failure: { facts: { missingFen: TOTAL_FEN } } });
    must(await world.asCashier(OWNER, 'check-order', { campaignId, orderNo }));
    expect(await publish()).toMatchObject({
      failure: { code: 'NOT_PAID_IN', facts: { missingFen: 1 } },
    });
    const last = await paidOrder(world, campaignId, 1);
    must(await world.asCashier(OWNER, 'check-order', { campaignId, orderNo: last }));
    expect(must(await publish()).state).toBe('published');
    const view = await fundingIn(world, campaignId);
    expect(view).toMatchObject({ isSetAside: true, playersFen: TOTAL_FEN, refundableFen: 0 });
  });

  it('adds budget to an open campaign only when that much more was paid in', async () => {
    const world = campaignWorld();
    const campaignId = await openPaidIn(world);
    const add = { campaignId, totalFen: 1_200, packetCount: 12, requestId: requestId() };
    const refused = await world.asOrganiser(OWNER, 'add-budget', add);
    expect(refused).toMatchObject({ failure: { code: 'NOT_PAID_IN', facts: { missingFen: 200 } } });
    const orderNo = await paidOrder(world, campaignId, 200);
    must(await world.asCashier(OWNER, 'check-order', { campaignId, orderNo }));
    must(await world.asOrganiser(OWNER, 'add-budget', add));
    expect(await fundingIn(world, campaignId)).toMatchObject({
      paidInFen: 1_200,
      playersFen: 1_200,
      differenceFen: 0,
    });
  });
});

describe('a payment notification', () => {
  async function unpaidHere() {
    const world = campaignWorld();
    const { campaignId } = await paidInDraft(world);
    const orderNo = await paidOrder(world, campaignId);
    return { world, campaignId, orderNo, notice: world.orders.orderNotice(orderNo) };
  }

  it('is booked once, however often and with whatever query it comes together', async () => {
    const { world, campaignId, orderNo, notice } = await unpaidHere();
    const told = () => recordOrderNotice(world.tools, notice);
    const asked = world.asCashier(OWNER, 'check-order', { campaignId, orderNo });
    const outcomes = await Promise.all([told(), told(), told()]);
    await asked;
    expect(await told()).toBe('handled');
    expect(outcomes).toContain('handled');
    const { postings } = await storedFunding(world, campaignId);
    expect(postings).toHaveLength(1);
  });

  it.each([
    ['an amount that is one fen more', { amountFen: TOTAL_FEN + 1 }],
    ['another payer', { payerOpenid: 'o-somebody' }],
  ])('about %s is not booked, and somebody is told', async (_what, changes) => {
    const { world, campaignId, notice } = await unpaidHere();
    expect(await recordOrderNotice(world.tools, { ...notice, ...changes })).toBe('again');
    expect((await fundingIn(world, campaignId)).paidInFen).toBe(0);
    expect(world.logged.join()).toContain('funding.notice-differs');
  });

  it('about an order that nobody knows is to come again, and somebody is told', async () => {
    const { world, notice } = await unpaidHere();
    expect(await recordOrderNotice(world.tools, { ...notice, orderNo: 'unknown' })).toBe('again');
    expect(world.logged.join()).toContain('funding.unknown-order');
  });

  it('of an order that was closed here meanwhile is booked: the money is there', async () => {
    const { world, campaignId, orderNo, notice } = await unpaidHere();
    const funding = await storedFunding(world, campaignId);
    const orders = funding.orders.map((order) => ({ ...order, state: 'CLOSED' }));
    await world.documents.update('fundings', campaignId, {}, { set: { orders } });
    expect(await recordOrderNotice(world.tools, notice)).toBe('handled');
    expect(await fundingIn(world, campaignId)).toMatchObject({
      paidInFen: TOTAL_FEN,
      orders: [{ orderNo, state: 'PAID' }],
    });
  });

  it('takes at most three requests to the database', async () => {
    const { world, notice } = await unpaidHere();
    const counted = countingDocuments(world.documents);
    const tools = { ...world.tools, documents: counted.documents };
    await recordOrderNotice(tools, notice);
    expect(counted.requests.length).toBeLessThanOrEqual(3);
    counted.reset();
    await recordOrderNotice(tools, notice);
    expect(counted.requests.length).toBeLessThanOrEqual(3);
  });
});

describe('an order without a notification', () => {
  it('is asked about by the keeper, and booked', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidInDraft(world);
    await paidOrder(world, campaignId);
    world.clock.advance(MINUTE_MS);
    await world.keep();
    expect((await fundingIn(world, campaignId)).paidInFen).toBe(TOTAL_FEN);
  });

  it('is asked about until the provider answers', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidInDraft(world);
    await paidOrder(world, campaignId);
    world.orders.fates.push('unanswered', 'lost');
    for (let minute = 0; minute < 15; minute += 1) {
      world.clock.advance(MINUTE_MS);
      await world.keep();
    }
    expect((await fundingIn(world, campaignId)).paidInFen).toBe(TOTAL_FEN);
  });

  it('is closed after its half hour, and cannot be paid any more', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidInDraft(world);
    const request = { campaignId, amountFen: 300, requestId: requestId() };
    const { orderNo } = must(await world.asCashier(OWNER, 'pay-in', request));
    for (let minute = 0; minute < 45; minute += 1) {
      world.clock.advance(MINUTE_MS);
      await world.keep();
    }
    expect((await fundingIn(world, campaignId)).orders[0]?.state).toBe('CLOSED');
    expect(world.orders.pay(orderNo)).toBe(false);
    expect(must(await world.asCashier(OWNER, 'pay-in', request)).payment).toBeNull();
  });

  it('that never reached the provider is closed only after its time', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidInDraft(world);
    world.orders.fates.push('unanswered');
    await world.asCashier(OWNER, 'pay-in', { campaignId, amountFen: 300, requestId: requestId() });
    const [order] = (await fundingIn(world, campaignId)).orders;
    world.clock.advance(6 * MINUTE_MS);
    const close = { campaignId, orderNo: order!.orderNo };
    const early = must(await world.asCashier(OWNER, 'close-order', close));
    expect(early.orders[0]?.state).toBe('UNPAID');
    world.clock.advance(40 * MINUTE_MS);
    await world.keep();
    expect((await fundingIn(world, campaignId)).orders[0]?.state).toBe('CLOSED');
  });

  it('that its organiser gives up is closed once the provider closes orders of its age', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidInDraft(world);
    const request = { campaignId, amountFen: 300, requestId: requestId() };
    const { orderNo } = must(await world.asCashier(OWNER, 'pay-in', request));
    const unpaid = must(await world.asCashier(OWNER, 'close-order', { campaignId, orderNo }));
    expect(unpaid.orders[0]?.state).toBe('UNPAID');
    world.clock.advance(11 * MINUTE_MS);
    await world.keep();
    expect(world.orders.pay(orderNo)).toBe(false);
    expect((await fundingIn(world, campaignId)).orders[0]?.state).toBe('CLOSED');
  });

  it('that was paid while it was given up stays paid', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidInDraft(world);
    const orderNo = await paidOrder(world, campaignId);
    world.clock.advance(6 * MINUTE_MS);
    const closed = must(await world.asCashier(OWNER, 'close-order', { campaignId, orderNo }));
    expect(closed.orders[0]?.state).toBe('PAID');
    expect(balancesOf(await storedFunding(world, campaignId)).available).toBe(TOTAL_FEN);
  });

  it('says so when the provider does not answer, and changes nothing', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidInDraft(world);
    const orderNo = await paidOrder(world, campaignId);
    world.orders.fates.push('lost');
    const asked = await world.asCashier(OWNER, 'check-order', { campaignId, orderNo });
    expect(codeOf(asked)).toBe('PROVIDER_UNAVAILABLE');
    expect((await fundingIn(world, campaignId)).paidInFen).toBe(0);
  });
});

describe('deleting a draft', () => {
  it('waits for its money to go back', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidInDraft(world);
    const orderNo = await paidOrder(world, campaignId);
    const remove = async () =>
      codeOf(await world.asOrganiser(OWNER, 'delete-draft', { campaignId }));
    expect(await remove()).toBe('MONEY_PAID_IN');
    must(await world.asCashier(OWNER, 'check-order', { campaignId, orderNo }));
    expect(await remove()).toBe('MONEY_PAID_IN');
    must(await world.asCashier(OWNER, 'refund-rest', { campaignId, requestId: requestId() }));
    expect(await remove()).toBe('MONEY_PAID_IN');
    world.orders.endRefunds();
    world.clock.advance(2 * MINUTE_MS);
    await world.keep();
    expect(await remove()).toBe('OK');
  });

  it('lets nobody pay into it from its first step on', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidInDraft(world);
    const stopped = world.through((documents) => ({
      ...documents,
      remove: () => Promise.reject(new Error('the process is gone')),
    }));
    await stopped.asOrganiser(OWNER, 'delete-draft', { campaignId });
    const pay = { campaignId, amountFen: 300, requestId: requestId() };
    expect(codeOf(await world.asCashier(OWNER, 'pay-in', pay))).toBe('NOT_FOUND');
    expect(world.orders.ordersMade.size).toBe(0);
    must(await world.asOrganiser(OWNER, 'delete-draft', { campaignId }));
  });

  it('lets nobody pay into it any more, whatever was begun', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidInDraft(world);
    must(await world.asOrganiser(OWNER, 'delete-draft', { campaignId }));
    const pay = { campaignId, amountFen: 300, requestId: requestId() };
    expect(codeOf(await world.asCashier(OWNER, 'pay-in', pay))).toBe('NOT_FOUND');
    expect((await storedFunding(world, campaignId)).closed).toBe(true);
  });
});

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import type { FundingView } from '../../../miniprogram/shared/contract/funding';
import { recordOrderNotice, recordRefundNotice } from '../../../server/usecases/funding/notices';
import {
  type CampaignWorld,
  campaignWorld,
  codeOf,
  must,
  OWNER,
  requestId,
  wins,
} from '../../support/campaign-world';
import { countingDocuments } from '../../support/watched-documents';
import {
  assertNobodyLost,
  fundingIn,
  openPaidIn,
  paidInDraft,
  paidOrder,
  storedFunding,
  TOTAL_FEN,
} from './world';

const refundRest = (world: CampaignWorld, campaignId: string) =>
  world.asCashier(OWNER, 'refund-rest', { campaignId, requestId: requestId() });

const end = async (world: CampaignWorld, campaignId: string) =>
  must(await world.asOrganiser(OWNER, 'end', { campaignId }));

async function paidDraft(world: CampaignWorld, amountFen = TOTAL_FEN) {
  const { campaignId, revision } = await paidInDraft(world);
  const orderNo = await paidOrder(world, campaignId, amountFen);
  must(await world.asCashier(OWNER, 'check-order', { campaignId, orderNo }));
  return { campaignId, revision, orderNo };
}

/** A campaign whose three packets were won: one opened, one expired, one still with WeChat Pay. */
async function endedWithThree(world: CampaignWorld): Promise<string> {
  const campaignId = await openPaidIn(world);
  for (const openid of ['o-a', 'o-b', 'o-c']) must(await wins(world, openid, campaignId));
  await world.send();
  const [first, second] = [...world.gateway.bills.values()];
  first!.status = 'RECEIVED';
  second!.status = 'REFUND';
  world.clock.advance(3 * HOUR_MS);
  await world.check();
  await end(world, campaignId);
  return campaignId;
}

function sums({ playersFen, refundingFen, refundedFen, refundableFen }: FundingView) {
  return { playersFen, refundingFen, refundedFen, refundableFen };
}

describe('giving the rest back', () => {
  it('of a draft gives back everything, and then there is nothing', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidDraft(world);
    const view = must(await refundRest(world, campaignId));
    expect(sums(view)).toEqual({
      playersFen: 0,
      refundingFen: TOTAL_FEN,
      refundedFen: 0,
      refundableFen: 0,
    });
    expect(codeOf(await refundRest(world, campaignId))).toBe('NOTHING_TO_REFUND');
    expect(world.orders.givenBackFen()).toBe(TOTAL_FEN);
  });

  it('of a draft that is gone happens by itself, should the provider tell of a payment after all', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidInDraft(world);
    const request = { campaignId, amountFen: TOTAL_FEN, requestId: requestId() };
    const { orderNo } = must(await world.asCashier(OWNER, 'pay-in', request));
    world.clock.advance(HOUR_MS);
    await world.keep();
    must(await world.asOrganiser(OWNER, 'delete-draft', { campaignId }));
    const notice = { orderNo, amountFen: TOTAL_FEN, payerOpenid: OWNER };
    const payment = { transactionId: 't-1', paidAtMs: world.clock() };
    await recordOrderNotice(world.tools, { ...notice, ...payment } as never);
    world.clock.advance(HOUR_MS);
    await world.keep();
    const [order] = (await storedFunding(world, campaignId)).orders;
    expect(order?.refunds.map(({ amountFen }) => amountFen)).toEqual([TOTAL_FEN]);
  });

  it('of an open campaign gives back only what was paid beyond its budget', async () => {
    const world = campaignWorld();
    const campaignId = await openPaidIn(world);
    expect(codeOf(await refundRest(world, campaignId))).toBe('NOTHING_TO_REFUND');
    const orderNo = await paidOrder(world, campaignId, 70);
    must(await world.asCashier(OWNER, 'check-order', { campaignId, orderNo }));
    expect(sums(must(await refundRest(world, campaignId)))).toEqual({
      playersFen: TOTAL_FEN,
      refundingFen: 70,
      refundedFen: 0,
      refundableFen: 0,
    });
  });

  it('after the end gives back what nobody won and what came back, and keeps the rest', async () => {
    const world = campaignWorld();
    const campaignId = await endedWithThree(world);
    expect(sums(await fundingIn(world, campaignId))).toEqual({
      playersFen: 200,
      refundingFen: 0,
      refundedFen: 0,
      refundableFen: 800,
    });
    must(await refundRest(world, campaignId));
    world.orders.endRefunds();
    world.clock.advance(5 * MINUTE_MS);
    await world.keep();
    expect(sums(await fundingIn(world, campaignId))).toEqual({
      playersFen: 200,
      refundingFen: 0,
      refundedFen: 800,
      refundableFen: 0,
    });
  });

  it('gives back a second time what came back later, and never a fen of what was opened', async () => {
    const world = campaignWorld();
    const campaignId = await endedWithThree(world);
    must(await refundRest(world, campaignId));
    world.gateway.returnAll();
    world.clock.advance(DAY_MS);
    await world.check();
    const view = must(await refundRest(world, campaignId));
    expect(sums(view)).toMatchObject({ playersFen: 100, refundingFen: 900, refundableFen: 0 });
    expect(view.orders[0]?.refunds.map(({ amountFen }) => amountFen)).toEqual([800, 100]);
    expect(view.differenceFen).toBe(0);
  });

  it('happens by itself once nothing of an ended campaign is outstanding', async () => {
    const world = campaignWorld();
    await endedWithThree(world);
    world.clock.advance(HOUR_MS);
    await world.keep();
    expect(world.orders.givenBackFen()).toBe(0);
    world.gateway.returnAll();
    world.clock.advance(DAY_MS);
    await world.check();
    await world.keep();
    expect(world.orders.givenBackFen()).toBe(900);
    expect(world.orders.refundsMade.size).toBe(1);
    assertNobodyLost(world);
  });

  it('sends nothing a second time by itself when the provider closed it, but when asked to', async () => {
    const world = campaignWorld();
    const campaignId = await openPaidIn(world);
    await end(world, campaignId);
    world.clock.advance(HOUR_MS);
    await world.keep();
    world.orders.endRefunds('closed');
    for (let hour = 0; hour < 30; hour += 1) {
      world.clock.advance(HOUR_MS);
      await world.keep();
    }
    expect(world.orders.refundsMade.size).toBe(1);
    expect(await fundingIn(world, campaignId)).toMatchObject({ refundableFen: TOTAL_FEN });
    must(await refundRest(world, campaignId));
    world.orders.endRefunds();
    expect(world.orders.givenBackFen()).toBe(TOTAL_FEN);
  });

  it('also gives back an order that is paid after the end', async () => {
    const world = campaignWorld();
    const campaignId = await openPaidIn(world);
    const orderNo = await paidOrder(world, campaignId, 70);
    await end(world, campaignId);
    world.clock.advance(HOUR_MS);
    for (let minutes = 0; minutes < 60; minutes += 10) {
      await world.keep();
      world.clock.advance(10 * MINUTE_MS);
    }
    expect(world.orders.ordersMade.get(orderNo)?.state).toBe('paid');
    expect(world.orders.givenBackFen()).toBe(TOTAL_FEN + 70);
  });

  it('answers a repeat of the same request without a second refund', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidDraft(world);
    const request = { campaignId, requestId: requestId() };
    const [first, second] = await Promise.all([
      world.asCashier(OWNER, 'refund-rest', request),
      world.asCashier(OWNER, 'refund-rest', request),
    ]);
    expect([codeOf(first), codeOf(second)]).toEqual(['OK', 'OK']);
    expect(world.orders.refundsMade.size).toBe(1);
  });

  it('is for the campaign’s own organiser', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidDraft(world);
    const request = { campaignId, requestId: requestId() };
    expect(codeOf(await world.asCashier('o-player', 'refund-rest', request))).toBe('FORBIDDEN');
    expect(codeOf(await world.asCashier(`${OWNER}-2`, 'refund-rest', request))).toBe('NOT_FOUND');
  });
});

describe('a refund on its way', () => {
  it.each([
    ['unanswered', ['unanswered']],
    ['lost after it was taken', ['lost']],
    ['refused for now', ['unanswered', 'lost', 'unanswered']],
  ] as const)('that is %s is asked for again under the same number', async (_what, fates) => {
    const world = campaignWorld();
    const { campaignId } = await paidDraft(world);
    world.orders.fates.push(...fates);
    must(await refundRest(world, campaignId));
    for (let hour = 0; hour < 4; hour += 1) {
      world.clock.advance(HOUR_MS);
      await world.keep();
    }
    expect(world.orders.refundsMade.size).toBe(1);
    world.orders.endRefunds();
    world.clock.advance(6 * HOUR_MS);
    await world.keep();
    expect(await fundingIn(world, campaignId)).toMatchObject({ refundedFen: TOTAL_FEN });
    assertNobodyLost(world);
  });

  it('that the provider took and then knows nothing of is asked for again under its number', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidDraft(world);
    must(await refundRest(world, campaignId));
    const [refundNo] = world.orders.refundsMade.keys();
    world.orders.refundsMade.clear();
    world.clock.advance(HOUR_MS);
    await world.keep();
    expect([...world.orders.refundsMade.keys()]).toEqual([refundNo]);
    expect(world.orders.givenBackFen()).toBe(TOTAL_FEN);
  });

  it('that is refused for good waits for a person, and its money stays promised', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidDraft(world);
    world.orders.fates.push({ refuse: 'USER_ACCOUNT_ABNORMAL' });
    const view = must(await refundRest(world, campaignId));
    expect(view.orders[0]?.refunds[0]?.state).toBe('NEEDS_PERSON');
    expect(sums(view)).toMatchObject({ refundingFen: TOTAL_FEN, refundableFen: 0 });
    expect(world.logged.join()).toContain('funding.refund-needs-person');
    expect(codeOf(await refundRest(world, campaignId))).toBe('NOTHING_TO_REFUND');
  });

  it('that a card did not take is done once somebody has seen to it', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidDraft(world);
    must(await refundRest(world, campaignId));
    world.orders.endRefunds('needs-person');
    world.clock.advance(HOUR_MS);
    await world.keep();
    const [refund] = (await fundingIn(world, campaignId)).orders[0]!.refunds;
    expect(refund?.state).toBe('NEEDS_PERSON');
    world.orders.endRefunds('refunded');
    world.clock.advance(DAY_MS);
    await world.keep();
    expect(await fundingIn(world, campaignId)).toMatchObject({ refundedFen: TOTAL_FEN });
  });

  it('ends by its notification, told any number of times', async () => {
    const world = campaignWorld();
    const { campaignId } = await paidDraft(world);
    must(await refundRest(world, campaignId));
    const [refundNo] = world.orders.refundsMade.keys();
    world.orders.endRefunds();
    const notice = world.orders.refundNotice(refundNo!);
    const counted = countingDocuments(world.documents);
    const tools = { ...world.tools, documents: counted.documents };
    expect(await recordRefundNotice(tools, notice)).toBe('handled');
    expect(counted.requests.length).toBeLessThanOrEqual(3);
    expect(await recordRefundNotice(tools, notice)).toBe('handled');
    expect(await fundingIn(world, campaignId)).toMatchObject({ refundedFen: TOTAL_FEN });
  });

  it.each([
    ['one fen more', { amountFen: TOTAL_FEN + 1 }],
    ['an order of one fen more', { orderAmountFen: TOTAL_FEN + 1 }],
    ['a refund that nobody knows', { refundNo: 'unknown' }],
  ])('is not ended by a notification about %s', async (_what, changes) => {
    const world = campaignWorld();
    const { campaignId } = await paidDraft(world);
    must(await refundRest(world, campaignId));
    const [refundNo] = world.orders.refundsMade.keys();
    const notice = { ...world.orders.refundNotice(refundNo!), ...changes };
    expect(await recordRefundNotice(world.tools, notice)).toBe('again');
    expect(await fundingIn(world, campaignId)).toMatchObject({ refundedFen: 0 });
  });
});

describe('publishing and taking back at the same time', () => {
  it('a publishing that stopped before its split gives its money back, and can begin anew', async () => {
    const world = campaignWorld();
    const { campaignId, revision } = await paidDraft(world);
    const funding = await storedFunding(world, campaignId);
    expect(funding.postings).toHaveLength(1);
    const stopped = world.through((documents) => ({
      ...documents,
      async update(collection, id, guard, change) {
        if (collection === 'campaigns') throw new Error('the process is gone');
        return documents.update(collection, id, guard, change);
      },
    }));
    await stopped.asOrganiser(OWNER, 'publish', { campaignId, revision });
    expect((await storedFunding(world, campaignId)).postings).toHaveLength(2);
    must(await refundRest(world, campaignId));
    expect(world.orders.givenBackFen()).toBe(TOTAL_FEN);
    const late = await world.asOrganiser(OWNER, 'publish', { campaignId, revision });
    expect(codeOf(late)).toBe('NOT_PAID_IN');
  });
});

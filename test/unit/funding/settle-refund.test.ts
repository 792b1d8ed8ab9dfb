import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import type { RefundRow } from '../../../miniprogram/shared/contract/funding';
import type { AuditRecord } from '../../../server/domain/records';
import { recordRefundNotice } from '../../../server/usecases/funding/notices';
import {
  type CampaignWorld,
  campaignWorld,
  codeOf,
  must,
  OWNER,
  requestId,
} from '../../support/campaign-world';
import {
  assertNobodyLost,
  fundingIn,
  paidInDraft,
  paidOrder,
  storedFunding,
  stuckRest,
  TOTAL_FEN,
} from './world';

const NOTE = '王会计转账还给小满';

interface Promised {
  readonly world: CampaignWorld;
  readonly campaignId: string;
  readonly orderNo: string;
  readonly refundNo: string;
}

/** A draft's whole budget, on its way back; `fates` befall the first requests. */
async function promised(...fates: CampaignWorld['orders']['fates']): Promise<Promised> {
  const world = campaignWorld();
  const { campaignId } = await paidInDraft(world);
  const orderNo = await paidOrder(world, campaignId);
  must(await world.asCashier(OWNER, 'check-order', { campaignId, orderNo }));
  world.orders.fates.push(...fates);
  const view = must(
    await world.asCashier(OWNER, 'refund-rest', { campaignId, requestId: requestId() }),
  );
  return { world, campaignId, orderNo, refundNo: view.orders[0]!.refunds[0]!.refundNo };
}

const refused = () => promised({ refuse: 'USER_ACCOUNT_ABNORMAL' });

/** Taken in hand, and ended in this way. */
async function endedAs(outcome: 'closed' | 'needs-person'): Promise<Promised> {
  const given = await promised();
  given.world.orders.endRefunds(outcome);
  given.world.clock.advance(HOUR_MS);
  await given.world.keep();
  return given;
}

const settle = (
  { world, campaignId, orderNo, refundNo }: Promised,
  request = requestId(),
  openid = OWNER,
) =>
  world.asCashier(openid, 'settle-refund', {
    campaignId,
    orderNo,
    refundNo,
    note: NOTE,
    requestId: request,
  });

async function rowOf({ world, campaignId }: Promised): Promise<RefundRow> {
  return (await fundingIn(world, campaignId)).orders[0]!.refunds[0]!;
}

async function days({ world }: Promised, count: number): Promise<void> {
  for (let hour = 0; hour < count * 24; hour += 6) {
    world.clock.advance(6 * HOUR_MS);
    await world.keep();
  }
}

describe('a refund that WeChat Pay will not make', () => {
  it.each([
    ['refused for good', refused],
    ['whose payer’s card takes no money', () => endedAs('needs-person')],
    ['closed', () => endedAs('closed')],
  ])(
    '(%s) is given back by hand: the line adds up, and nothing is asked for any more',
    async (_what, stuck) => {
      const given = await stuck();
      const { world, campaignId } = given;
      const known = world.orders.refundsMade.size;
      expect((await rowOf(given)).maySettle).toBe(true);
      const view = must(await settle(given));
      expect(view).toMatchObject({
        paidInFen: TOTAL_FEN,
        playersFen: 0,
        refundingFen: 0,
        refundedFen: 0,
        settledFen: TOTAL_FEN,
        refundableFen: 0,
        differenceFen: 0,
      });
      expect(await rowOf(given)).toMatchObject({ state: 'SETTLED', note: NOTE, maySettle: false });
      await days(given, 3);
      const again = { campaignId, requestId: requestId() };
      expect(codeOf(await world.asCashier(OWNER, 'refund-rest', again))).toBe('NOTHING_TO_REFUND');
      expect(world.orders.refundsMade.size).toBe(known);
      assertNobodyLost(world);
    },
  );

  it('leaves a trail that says who, what and how', async () => {
    const given = await refused();
    must(await settle(given));
    const trail = await given.world.documents.find<AuditRecord>(
      'audit_entries',
      { action: 'settle-refund' },
      { limit: 10 },
    );
    expect(trail).toMatchObject([
      {
        campaignId: given.campaignId,
        who: given.world.tools.names.playerCode(OWNER),
        before: {
          refundNo: given.refundNo,
          amountFen: TOTAL_FEN,
          state: 'NEEDS_PERSON',
          lastCode: 'USER_ACCOUNT_ABNORMAL',
        },
        after: { state: 'SETTLED', note: NOTE },
      },
    ]);
  });

  it('is settled once, however often the same request comes; another one is refused', async () => {
    const given = await refused();
    const request = requestId();
    const both = await Promise.all([settle(given, request), settle(given, request)]);
    expect(both.map(codeOf)).toEqual(['OK', 'OK']);
    expect(codeOf(await settle(given, request))).toBe('OK');
    expect(codeOf(await settle(given))).toBe('REFUND_NOT_STUCK');
    const { postings } = await storedFunding(given.world, given.campaignId);
    expect(postings.filter(({ to }) => to === 'settled-outside')).toHaveLength(1);
  });

  it('lets a draft be deleted whose money was given back by hand', async () => {
    const given = await refused();
    const { world, campaignId } = given;
    expect(codeOf(await world.asOrganiser(OWNER, 'delete-draft', { campaignId }))).toBe(
      'MONEY_PAID_IN',
    );
    must(await settle(given));
    must(await world.asOrganiser(OWNER, 'delete-draft', { campaignId }));
  });

  it('no longer keeps the rest from going back by itself', async () => {
    const world = campaignWorld();
    const { campaignId, ...refund } = await stuckRest(world);
    must(await settle({ world, campaignId, ...refund }));
    must(await world.asOrganiser(OWNER, 'end', { campaignId }));
    world.clock.advance(HOUR_MS);
    await world.keep();
    expect(world.orders.givenBackFen()).toBe(TOTAL_FEN);
    expect(await fundingIn(world, campaignId)).toMatchObject({ settledFen: 70, differenceFen: 0 });
  });

  it('is the own organiser’s to settle', async () => {
    const given = await refused();
    expect(codeOf(await settle(given, requestId(), 'o-player'))).toBe('FORBIDDEN');
    expect(codeOf(await settle(given, requestId(), `${OWNER}-2`))).toBe('NOT_FOUND');
    const other = { ...given, refundNo: '0'.repeat(26) };
    expect(codeOf(await settle(other))).toBe('NOT_FOUND');
  });
});

describe('a refund that may still happen is not settled by hand', () => {
  it('while the provider has it in hand', async () => {
    const given = await promised();
    expect((await rowOf(given)).maySettle).toBe(false);
    expect(codeOf(await settle(given))).toBe('REFUND_NOT_STUCK');
  });

  it('while nobody knows whether it was asked for', async () => {
    const given = await promised('lost');
    expect((await rowOf(given)).maySettle).toBe(false);
    expect(codeOf(await settle(given))).toBe('REFUND_NOT_STUCK');
  });

  it('when it went after all: that is booked, and said', async () => {
    const given = await endedAs('needs-person');
    given.world.orders.endRefunds('refunded');
    expect(codeOf(await settle(given))).toBe('REFUND_NOT_STUCK');
    expect(await fundingIn(given.world, given.campaignId)).toMatchObject({
      refundedFen: TOTAL_FEN,
      settledFen: 0,
    });
  });

  it('when the provider does not answer', async () => {
    const given = await refused();
    given.world.orders.fates.push('unanswered');
    expect(codeOf(await settle(given))).toBe('PROVIDER_UNAVAILABLE');
    expect(codeOf(await settle(given))).toBe('OK');
  });

  it('when the provider once had it in hand and knows nothing of it now', async () => {
    const given = await endedAs('needs-person');
    given.world.orders.refundsMade.clear();
    expect(codeOf(await settle(given))).toBe('REFUND_UNCLEAR');
  });

  it('within a day of a request without an answer, refused since or not', async () => {
    const given = await promised('unanswered');
    const { world } = given;
    world.orders.fates.push({ refuse: 'PARAM_ERROR' });
    world.clock.advance(HOUR_MS);
    await world.keep();
    expect(await rowOf(given)).toMatchObject({ state: 'NEEDS_PERSON', maySettle: false });
    expect(codeOf(await settle(given))).toBe('REFUND_UNCLEAR');
    world.clock.advance(DAY_MS - HOUR_MS - MINUTE_MS);
    expect(codeOf(await settle(given))).toBe('REFUND_UNCLEAR');
    world.clock.advance(MINUTE_MS);
    expect(codeOf(await settle(given))).toBe('OK');
  });

  it('while another worker asks for it once more', async () => {
    const given = await refused();
    const { world } = given;
    let settledMeanwhile = '';
    const ask = world.orders.refund;
    world.orders.refund = async (refund) => {
      settledMeanwhile = codeOf(await settle(given));
      return ask(refund);
    };
    world.clock.advance(DAY_MS);
    await world.keep();
    expect(settledMeanwhile).toBe('REFUND_UNCLEAR');
    expect((await rowOf(given)).state).toBe('PROCESSING');
  });

  it('and is not asked for by a worker who read it before it was settled', async () => {
    const given = await refused();
    const { world } = given;
    world.clock.advance(DAY_MS);
    const late = world.through((documents) => ({
      ...documents,
      async update(collection, id, guard, change) {
        if (collection === 'fundings') await settle(given);
        return documents.update(collection, id, guard, change);
      },
    }));
    await late.keep();
    expect((await rowOf(given)).state).toBe('SETTLED');
    expect(world.orders.givenBackFen()).toBe(0);
  });

  it('when a closed one was promised anew since', async () => {
    const given = await endedAs('closed');
    const again = { campaignId: given.campaignId, requestId: requestId() };
    must(await given.world.asCashier(OWNER, 'refund-rest', again));
    expect((await rowOf(given)).maySettle).toBe(false);
    expect(codeOf(await settle(given))).toBe('REFUND_NOT_STUCK');
  });
});

it('money that WeChat Pay gives back after it was given back by hand is shown and told loudly', async () => {
  const given = await endedAs('needs-person');
  const { world } = given;
  must(await settle(given));
  world.orders.endRefunds('refunded');
  const notice = world.orders.refundNotice(given.refundNo);
  expect(await recordRefundNotice(world.tools, notice)).toBe('handled');
  expect(await recordRefundNotice(world.tools, notice)).toBe('handled');
  expect(await rowOf(given)).toMatchObject({ state: 'SETTLED', isTwice: true });
  expect(world.logged.filter((line) => line.startsWith('funding.refunded-twice'))).toHaveLength(1);
});

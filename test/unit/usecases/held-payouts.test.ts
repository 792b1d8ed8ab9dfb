import type { HeldDecision } from '../../../miniprogram/shared/contract/claims';
import type { AuditRecord, ClaimRecord } from '../../../server/domain/records';
import {
  type CampaignWorld,
  campaignWorld,
  codeOf,
  must,
  OWNER,
  publishedCampaign,
  wins,
} from '../../support/campaign-world';
import type { SendFate } from '../../support/fake-gateway';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const REASON = '已电话核对，改用转账';

interface Held {
  readonly world: CampaignWorld;
  readonly campaignId: string;
  decide(decision: HeldDecision, reason?: string): ReturnType<CampaignWorld['asOrganiser']>;
  claim(): Promise<ClaimRecord>;
  line(): Promise<Record<string, number>>;
  trail(): Promise<AuditRecord[]>;
}

/** One packet, whose first send meets this fate and whose payout is held. */
async function heldPayout(fate: SendFate): Promise<Held> {
  const world = campaignWorld();
  const campaignId = await publishedCampaign(world);
  must(await wins(world, 'o-1', campaignId, 1));
  world.gateway.fate = () => fate;
  await world.send();
  world.gateway.fate = () => ({ kind: 'pay' });
  world.clock.advance(5 * MINUTE_MS);
  const find = async () => {
    const [claim] = await world.documents.find<ClaimRecord>('claims', { campaignId }, { limit: 1 });
    return claim!;
  };
  expect((await find()).step).toBe('HELD');
  const claimId = (await find())._id;
  return {
    world,
    campaignId,
    decide: (decision, reason = REASON) =>
      world.asOrganiser(OWNER, 'decide-held', { campaignId, claimId, decision, reason }),
    claim: find,
    line: async () => ({
      ...must(await world.asOrganiser(OWNER, 'live', { campaignId })).conservation,
    }),
    trail: () => world.documents.find('audit_entries', { campaignId }, { limit: 100 }),
  };
}

const REFUSED: SendFate = { kind: 'refuse', code: 'NO_AUTH' };

describe('a payout that waits for a person', () => {
  it('is listed with its reason', async () => {
    const { world, campaignId, claim } = await heldPayout(REFUSED);
    const { rows } = must(await world.asOrganiser(OWNER, 'held', { campaignId }));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ claimId: (await claim())._id, heldReason: 'NO_AUTH' });
  });

  it('is decided by what the provider says about its present bill, not about one before', async () => {
    const { world, campaignId, claim } = await heldPayout(REFUSED);
    const before = await claim();
    const later = {
      billNo: '1900000109202611210000000009',
      endedBillNos: [before.billNo!],
      lastSentAtMs: world.clock(),
    };
    const query = world.gateway.query;
    world.gateway.query = async (order) => {
      // Meanwhile it was tried again under a second bill, and is held anew.
      await world.documents.update('claims', before._id, {}, { set: later });
      return query(order);
    };
    const request = { campaignId, claimId: before._id, decision: 'return', reason: REASON };
    expect(codeOf(await world.asOrganiser(OWNER, 'decide-held', request as never))).toBe(
      'PAYOUT_UNCLEAR',
    );
    expect((await claim()).step).toBe('HELD');
  });

  it('is sent again with the same bill number when the provider never had it', async () => {
    const { world, decide, claim } = await heldPayout(REFUSED);
    const { billNo } = await claim();
    expect(must((await decide('retry')) as never)).toMatchObject({ payment: { step: 'OWED' } });
    await world.send();
    expect(await claim()).toMatchObject({ step: 'SENT', billNo, endedBillNos: [] });
    expect(world.gateway.bills.size).toBe(1);
  });

  it('gets a new bill number only after a query proved that the last one failed', async () => {
    const { world, decide, claim } = await heldPayout({ kind: 'refuse', code: 'PARAM_ERROR' });
    const { billNo, openid: recipientId, amountFen } = await claim();
    (world.gateway.bills as Map<string, unknown>).set(billNo!, {
      billNo,
      recipientId,
      amountFen,
      status: 'FAILED',
    });
    must((await decide('retry')) as never);
    await world.send();
    const after = await claim();
    expect(after).toMatchObject({ step: 'SENT', endedBillNos: [billNo] });
    expect(after.billNo).not.toBe(billNo);
  });

  it('goes back to the campaign, to the fen, when nothing of it can be out', async () => {
    const { decide, claim, line, trail } = await heldPayout(REFUSED);
    const before = await line();
    must((await decide('return')) as never);
    const { amountFen, postings, step } = await claim();
    expect(step).toBe('CANCELLED');
    expect(postings.at(-1)).toMatchObject({ from: 'owed', to: 'unallocated', amountFen });
    expect(postings.at(-1)!.cause).toBe(`returned-to-campaign: ${REASON}`);
    expect(await line()).toMatchObject({
      owedFen: 0,
      unallocatedFen: before['unallocatedFen']! + amountFen,
      differenceFen: 0,
    });
    expect((await trail()).find(({ action }) => action === 'held: return')).toMatchObject({
      before: { step: 'HELD', heldReason: 'NO_AUTH', amountFen },
      after: { step: 'CANCELLED', reason: REASON },
    });
    must((await decide('return')) as never);
    expect((await claim()).postings).toEqual(postings);
    expect(codeOf((await decide('retry')) as never)).toBe('NOT_HELD');
  });

  it('can be marked as paid in another way, with how', async () => {
    const { decide, claim, line } = await heldPayout(REFUSED);
    must((await decide('settle')) as never);
    const { amountFen, postings } = await claim();
    expect(postings.at(-1)!.cause).toBe(`settled-outside: ${REASON}`);
    expect(await line()).toMatchObject({ settledFen: amountFen, owedFen: 0, differenceFen: 0 });
  });

  it.each(['retry', 'return', 'settle'] as const)(
    'is not touched by %s while the provider does not answer',
    async (decision) => {
      const { world, decide, claim } = await heldPayout(REFUSED);
      world.gateway.answersQueries = false;
      expect(codeOf((await decide(decision)) as never)).toBe('PAYOUT_UNCLEAR');
      expect((await claim()).step).toBe('HELD');
    },
  );

  it.each(['retry', 'return', 'settle'] as const)(
    'is booked as sent, whatever was decided (%s), when the provider did send it',
    async (decision) => {
      const { world, decide, claim, line } = await heldPayout({ kind: 'refuse', code: 'NO_AUTH' });
      const { billNo, openid: recipientId, amountFen } = await claim();
      (world.gateway.bills as Map<string, unknown>).set(billNo!, {
        billNo,
        recipientId,
        amountFen,
        status: 'SENT',
      });
      expect(must((await decide(decision)) as never)).toMatchObject({ payment: { step: 'SENT' } });
      expect(await line()).toMatchObject({ sentFen: amountFen, differenceFen: 0 });
    },
  );

  it('is not returned while a request may still be on its way', async () => {
    const { decide } = await heldPayout({ kind: 'refuse', code: 'FATAL_ERROR' });
    expect(codeOf((await decide('return')) as never)).toBe('PAYOUT_UNCLEAR');
  });

  it('past the provider’s thirty days can only be settled', async () => {
    const { world, decide, claim } = await heldPayout(REFUSED);
    world.clock.advance(31 * DAY_MS);
    expect(codeOf((await decide('retry')) as never)).toBe('PAYOUT_UNCLEAR');
    expect(codeOf((await decide('return')) as never)).toBe('PAYOUT_UNCLEAR');
    must((await decide('settle')) as never);
    expect((await claim()).step).toBe('SETTLED');
  });

  it('needs a reason, and its own organiser', async () => {
    const { world, campaignId, decide, claim } = await heldPayout(REFUSED);
    expect(codeOf((await decide('return', ' ')) as never)).toBe('INVALID');
    const request = { campaignId, claimId: (await claim())._id, reason: REASON };
    const stranger = world.asOrganiser(`${OWNER}-2`, 'decide-held', {
      ...request,
      decision: 'settle',
    });
    expect(codeOf(await stranger)).toBe('NOT_FOUND');
  });
});

describe('payouts that are paused', () => {
  it('say the shortfall to the fen, and go on by an organiser’s word with the same bill', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world);
    must(await wins(world, 'o-1', campaignId, 3));
    let balance = false;
    world.gateway.fate = () => (balance ? { kind: 'pay' } : { kind: 'refuse', code: 'NOTENOUGH' });
    await world.send();
    const { alarms, conservation } = must(await world.asOrganiser(OWNER, 'live', { campaignId }));
    expect(alarms[0]).toMatchObject({
      kind: 'payouts-paused',
      reason: 'NOTENOUGH',
      canResume: true,
      amountFen: conservation.owedFen,
    });
    const [packet] = must(await world.asPlayer('o-1', 'my-packets', {})).rows;
    expect(packet!.payment).toMatchObject({ step: 'OWED' });
    const bills = await world.documents.find('bills', {}, { limit: 10 });

    balance = true;
    must(await world.asOrganiser(OWNER, 'resume-payouts', { campaignId }));
    await world.send();
    // What waited for its turn when the refusal came is due a second later.
    world.clock.advance(10_000);
    await world.send();
    const live = must(await world.asOrganiser(OWNER, 'live', { campaignId }));
    // Payouts go on; what finance declared was wrong all the same, until it is declared anew.
    expect(live.alarms).toEqual([{ kind: 'balance-short' }]);
    expect(live.conservation).toMatchObject({ owedFen: 0, sentFen: conservation.owedFen });
    for (const bill of bills) expect(world.gateway.bills.has(bill._id)).toBe(true);
  });

  it('stay paused when the reason is still there, whatever an organiser says', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world);
    must(await wins(world, 'o-1', campaignId, 1));
    world.gateway.fate = () => ({ kind: 'refuse', code: 'API_METHOD_CLOSED' });
    await world.send();
    must(await world.asOrganiser(OWNER, 'resume-payouts', { campaignId }));
    await world.send();
    const { alarms } = must(await world.asOrganiser(OWNER, 'live', { campaignId }));
    expect(alarms[0]).toMatchObject({ kind: 'payouts-paused', reason: 'API_METHOD_CLOSED' });
  });
});

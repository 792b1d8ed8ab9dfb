import { RECORD_VERSIONS } from '../../../server/domain/record-versions';
import type { CampaignRecord, ClaimRecord } from '../../../server/domain/records';
import { auditCampaign } from '../../../server/usecases/audit/audit-campaign';
import { auditDue } from '../../../server/usecases/audit/audit-due';
import { campaignWorld, must, OWNER, publishedCampaign, wins } from '../../support/campaign-world';

/** A campaign with three claims, the first of which newer code has moved to a step of its own. */
async function withNewerClaim() {
  const world = campaignWorld();
  const campaignId = await publishedCampaign(world);
  const won = must(await wins(world, 'o-wang', campaignId, 3)).packets;
  const claims = await Promise.all(
    won.map(async ({ claimId }) => (await world.documents.get<ClaimRecord>('claims', claimId))!),
  );
  const [newer, ...known] = claims as [ClaimRecord, ...ClaimRecord[]];
  const set = { step: 'PARKED', schema: RECORD_VERSIONS.claims.schema + 1 };
  await world.documents.update('claims', newer._id, {}, { set });
  return { world, campaignId, newer, known };
}

describe('a claim of newer code', () => {
  it('is an amount of its own on the live page, in no other, and is no difference', async () => {
    const { world, campaignId, newer, known } = await withNewerClaim();
    const live = must(await world.asOrganiser(OWNER, 'live', { campaignId }));
    const owedFen = known.reduce((sum, claim) => sum + claim.amountFen, 0);
    const { fundedFen, newerFen, differenceFen, ...others } = live.conservation;
    expect(newerFen).toBe(newer.amountFen);
    expect(differenceFen).toBe(0);
    expect(live.conservation).toMatchObject({ owedFen, sentFen: 0, receivedFen: 0 });
    const sum = Object.values(others).reduce((total, fen) => total + fen, 0);
    expect(fundedFen).toBe(sum + newer.amountFen);
    expect(live.alarms).toContainEqual({ kind: 'newer-records', amountFen: newer.amountFen });
    expect(live.alarms.map(({ kind }) => kind)).not.toContain('conservation');
  });

  it('is neither missing nor compared to the auditor, who says so', async () => {
    const { world, campaignId, newer } = await withNewerClaim();
    const tools = { ...world.tools, sleep: async () => {}, queryBill: null };
    const report = await auditCampaign(tools, campaignId, Number.POSITIVE_INFINITY);
    const { _id: about, amountFen } = newer;
    expect(report?.differences).toEqual([
      { kind: 'newer', about, amountFen, detail: 'written by newer code, not compared' },
    ]);
  });

  it('is told by the auditor at every run; the campaign clock leaves it as it is', async () => {
    const { world, newer } = await withNewerClaim();
    const before = await world.documents.get('claims', newer._id);
    await world.tick();
    expect(await world.documents.get('claims', newer._id)).toEqual(before);
    await auditDue({ ...world.tools, sleep: async () => {}, queryBill: null }, 10_000);
    expect(world.logged).toContain('records.newer');
  });

  it('asks its player to try again, and keeps the other packets on the list', async () => {
    const { world, newer, known } = await withNewerClaim();
    const one = await world.asPlayer('o-wang', 'packet', { claimId: newer._id });
    expect(one).toMatchObject({ ok: false, failure: { code: 'BUSY' } });
    const list = must(await world.asPlayer('o-wang', 'my-packets', {}));
    expect(list.rows.map(({ claimId }) => claimId).sort()).toEqual(
      known.map(({ _id }) => _id).sort(),
    );
  });
});

describe('a campaign of newer code', () => {
  it('is not ended, while the others are', async () => {
    const world = campaignWorld();
    const newerId = await publishedCampaign(world, { title: '更新的活动' });
    const knownId = await publishedCampaign(world);
    const set = { schema: RECORD_VERSIONS.campaigns.schema + 1 };
    await world.documents.update('campaigns', newerId, {}, { set });
    world.clock.advance(2 * 60 * 60_000);
    expect(await world.tick()).toMatchObject({ ended: 1 });
    const states = await Promise.all(
      [newerId, knownId].map((id) => world.documents.get<CampaignRecord>('campaigns', id)),
    );
    expect(states.map((campaign) => campaign?.state)).toEqual(['published', 'ended']);
  });

  it('is not ended by a run that had found it just before newer code wrote it', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world);
    world.clock.advance(2 * 60 * 60_000);
    const racing = world.through((documents) => ({
      ...documents,
      async find(collection, where, options) {
        const found = await documents.find(collection, where, options);
        const set = { schema: RECORD_VERSIONS.campaigns.schema + 1 };
        if (found.length > 0) await documents.update('campaigns', campaignId, {}, { set });
        return found as never;
      },
    }));
    await racing.tick();
    const campaign = await world.documents.get<CampaignRecord>('campaigns', campaignId);
    expect(campaign?.state).toBe('published');
  });

  it('cannot be paused by an organiser whose call reaches old code', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world);
    await world.documents.update('campaigns', campaignId, {}, { set: { state: 'frozen' } });
    const paused = await world.asOrganiser(OWNER, 'pause', { campaignId });
    expect(paused).toMatchObject({ ok: false, failure: { code: 'BUSY' } });
  });
});

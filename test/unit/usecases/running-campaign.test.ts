import { sha256OfHex } from '../../../server/adapters/crypto/fingerprint';
import { memoryDocuments } from '../../../server/adapters/memory/documents';
import type { AuditRecord, CampaignRecord, PoolShardRecord } from '../../../server/domain/records';
import { additionSeedSource } from '../../../server/domain/tranches';
import {
  type CampaignWorld,
  campaignWorld,
  codeOf,
  must,
  NOON_MS,
  OWNER,
  playRain,
  publishedCampaign,
  requestId,
  splitOf,
  wins,
} from '../../support/campaign-world';
import { moneyOf } from '../../support/money-invariants';
import { Crash, crashingDocuments } from '../../support/watched-documents';

const grow = (
  world: CampaignWorld,
  campaignId: string,
  packetCount: number,
  totalFen = packetCount * 200,
  id = requestId(),
) => world.asOrganiser(OWNER, 'add-budget', { campaignId, packetCount, totalFen, requestId: id });

const stored = (world: CampaignWorld, id: string) =>
  world.documents.get<CampaignRecord>('campaigns', id).then((campaign) => campaign!);

describe('a campaign whose end is moved while the clock is about to end it', () => {
  it('goes on until the new end', async () => {
    const stored = memoryDocuments();
    let meanwhile = async () => {};
    const world = campaignWorld({
      ...stored,
      async update(collection, id, guard, change) {
        if (change.set?.['state'] === 'ended') await meanwhile();
        return stored.update(collection, id, guard, change);
      },
    });
    const campaignId = await publishedCampaign(world);
    const { revision, draft } = must(await world.asOrganiser(OWNER, 'get', { campaignId }));
    world.clock.set(draft.endAtMs);
    meanwhile = async () => {
      // The organiser's instance is a millisecond behind.
      world.clock.set(draft.endAtMs - 1);
      const { greeting } = draft;
      const endAtMs = draft.endAtMs + 3_600_000;
      const later = { campaignId, revision, greeting, endAtMs };
      must(await world.asOrganiser(OWNER, 'change-running', later));
      world.clock.set(draft.endAtMs);
      meanwhile = async () => {};
    };
    await world.tick();
    expect(must(await world.asOrganiser(OWNER, 'get', { campaignId })).state).toBe('published');
    world.clock.advance(3_600_000);
    await world.tick();
    expect(must(await world.asOrganiser(OWNER, 'get', { campaignId })).state).toBe('ended');
  });
});

describe('pausing', () => {
  it('starts no round, lets a played one be handed in, and goes on when it is resumed', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world);
    const { ticket, evidence } = await playRain(world, 'o-1', campaignId, 1);
    expect(must(await world.asOrganiser(OWNER, 'pause', { campaignId })).state).toBe('paused');
    world.clock.advance(2_000);
    const request = () => ({ campaignId, requestId: requestId() });
    expect(codeOf(await world.asPlayer('o-2', 'start-round', request()))).toBe('CAMPAIGN_PAUSED');
    expect(
      must(await world.asPlayer('o-1', 'finish-round', { ticket, evidence })).packets,
    ).toHaveLength(1);
    await world.send();
    const { conservation } = must(await world.asOrganiser(OWNER, 'live', { campaignId }));
    expect(conservation.owedFen).toBe(0);
    expect(conservation.sentFen).toBeGreaterThan(0);

    world.clock.set(NOON_MS + 30 * 60_000);
    expect(must(await world.asOrganiser(OWNER, 'resume', { campaignId })).state).toBe('published');
    world.clock.advance(2_000);
    expect(codeOf(await world.asPlayer('o-2', 'start-round', request()))).toBe('OK');
    const trail = await world.documents.find<AuditRecord>(
      'audit_entries',
      { campaignId },
      { limit: 9 },
    );
    expect(trail.map(({ action }) => action)).toEqual(expect.arrayContaining(['pause', 'resume']));
  });

  it('ends like any other campaign, and only a running one can be paused', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world);
    must(await world.asOrganiser(OWNER, 'pause', { campaignId }));
    world.clock.advance(3 * 3_600_000);
    expect((await world.tick()).ended).toBe(1);
    expect(codeOf(await world.asOrganiser(OWNER, 'resume', { campaignId }))).toBe('NOT_PUBLISHED');
    expect(codeOf(await world.asOrganiser(OWNER, 'pause', { campaignId }))).toBe('NOT_PUBLISHED');
  });
});

describe('adding budget', () => {
  it('adds packets that can be won, and leaves every packet that was there as it is', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world, { split: splitOf(3) });
    must(await wins(world, 'o-1', campaignId, 3));
    const before = await world.documents.find<PoolShardRecord>('pool_shards', {}, { limit: 9 });
    world.clock.advance(40_000);
    const grown = must(await grow(world, campaignId, 250));
    expect(grown.draft.split).toMatchObject({ packetCount: 250, totalFen: 50_000 });
    must(await wins(world, 'o-2', campaignId, 3));
    const { shards, won } = await moneyOf(world.documents, campaignId);
    expect(won).toHaveLength(6);
    expect(shards[0]!.amountsFen).toEqual(before[0]!.amountsFen);
    expect(must(await world.asOrganiser(OWNER, 'live', { campaignId })).conservation).toMatchObject(
      {
        fundedFen: 50_000,
        differenceFen: 0,
      },
    );
  });

  it('draws its seed from the campaign’s own, so that one reveal proves all tranches', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world, { split: splitOf(3) });
    must(await grow(world, campaignId, 5));
    must(await grow(world, campaignId, 9));
    const { seed, additions } = await stored(world, campaignId);
    expect(additions!.map((addition) => addition.seed)).toEqual(
      [1, 2].map((no) => sha256OfHex(additionSeedSource(seed!, no))),
    );
  });

  it('does the same once for a request that is repeated', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world, { split: splitOf(3) });
    for (let time = 0; time < 2; time += 1)
      must(await grow(world, campaignId, 9, 1_800, 'same-request'));
    expect((await stored(world, campaignId)).additions).toHaveLength(1);
  });

  it('refuses to take packets away, with the smallest total that is allowed', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world, { split: splitOf(10) });
    expect(await grow(world, campaignId, 9, 1_999)).toMatchObject({
      failure: { code: 'BUDGET_BELOW_PUBLISHED', facts: { leastFen: 2_000, leastCount: 10 } },
    });
    expect(codeOf(await grow(world, campaignId, 12, 2_100))).toBe('TOTAL_TOO_SMALL');
    must(await world.asOrganiser(OWNER, 'end', { campaignId }));
    expect(codeOf(await grow(world, campaignId, 12))).toBe('NOT_PUBLISHED');
  });

  it('killed at any request, is finished by the clock, and the campaign ends with a whole pool', async () => {
    for (let at = 1; at < 40; at += 1) {
      for (const moment of ['before', 'after'] as const) {
        const world = campaignWorld();
        const campaignId = await publishedCampaign(world, { split: splitOf(3) });
        const dying = world.through((documents) => crashingDocuments(documents, at, moment));
        const reply = await grow(dying, campaignId, 450);
        await world.tick();
        const { additions, additionOpen, shardCount } = await stored(world, campaignId);
        expect(additionOpen ?? false).toBe(false);
        expect(shardCount).toBe(additions ? 4 : 1);
        must(await wins(world, 'o-1', campaignId, 3));
        await moneyOf(world.documents, campaignId);
        must(await world.asOrganiser(OWNER, 'end', { campaignId }));
        const open = await world.documents.count('pool_shards', { campaignId, closed: false });
        expect(open).toBe(0);
        if (reply.ok) return;
      }
    }
    throw new Crash('more requests than expected');
  });
});

describe('changing a running campaign', () => {
  it('gives new packets the new greeting, and leaves those that were won as they are', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world);
    must(await wins(world, 'o-1', campaignId, 1));
    const { revision } = await stored(world, campaignId);
    const endAtMs = NOON_MS + 7_200_000;
    const request = { campaignId, revision, greeting: '元宵快乐', endAtMs };
    must(await world.asOrganiser(OWNER, 'change-running', request));
    world.clock.advance(61_000);
    must(await wins(world, 'o-2', campaignId, 1));
    const greetings = (await moneyOf(world.documents, campaignId)).won.map(
      ({ greeting }) => greeting,
    );
    expect(greetings.sort()).toEqual(['元宵快乐', '新年快乐']);
    expect(await stored(world, campaignId)).toMatchObject({ endAtMs, draft: { endAtMs } });
    expect(codeOf(await world.asOrganiser(OWNER, 'change-running', request))).toBe(
      'STALE_REVISION',
    );
  });

  it('refuses an end that has passed and a greeting that the platform refuses', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world);
    world.textVerdicts['坏话'] = 'refused';
    const { revision, endAtMs } = await stored(world, campaignId);
    const change = (greeting: string, end: number) =>
      world.asOrganiser(OWNER, 'change-running', { campaignId, revision, greeting, endAtMs: end });
    expect(codeOf(await change('坏话', endAtMs))).toBe('TEXT_REFUSED');
    world.clock.advance(60_000);
    expect(codeOf(await change('新年快乐', NOON_MS + 1))).toBe('WINDOW_PAST');
  });
});

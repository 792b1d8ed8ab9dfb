import { seededRandom } from '../../../miniprogram/shared/seeded-random';
import { splitPackets } from '../../../miniprogram/shared/split';
import { sha256OfHex } from '../../../server/adapters/crypto/fingerprint';
import type { AuditRecord, CampaignRecord } from '../../../server/domain/records';
import {
  type CampaignWorld,
  campaignWorld,
  codeOf,
  must,
  NOON_MS,
  OWNER,
  publishedCampaign,
  rainDraft,
  requestId,
  splitOf,
  wins,
} from '../../support/campaign-world';
import { moneyOf } from '../../support/money-invariants';

const OTHER_OWNER = `${OWNER}-2`;

describe('a draft', () => {
  let world: CampaignWorld;
  beforeEach(() => {
    world = campaignWorld();
  });
  const save = (fields: {
    campaignId?: string;
    revision?: number;
    title?: string;
    requestId?: string;
  }) => {
    const { title = '中秋猜灯谜', requestId: id = requestId(), ...rest } = fields;
    return world.asOrganiser(OWNER, 'save-draft', {
      ...rest,
      draft: rainDraft({ title }),
      requestId: id,
    });
  };

  it('is made once for one request, under an id nobody can guess', async () => {
    const id = requestId();
    const [one, two] = await Promise.all([save({ requestId: id }), save({ requestId: id })]);
    expect(must(two)).toEqual(must(one));
    expect(must(one).campaignId).toMatch(/^[0-9a-z]{26}$/);
    expect(must(await world.asOrganiser(OWNER, 'list', {})).rows).toHaveLength(1);
    expect(must(await save({})).campaignId).not.toBe(must(one).campaignId);
  });

  it('is changed only by whoever read its newest revision', async () => {
    const { campaignId, revision } = must(await save({}));
    const id = requestId();
    const changed = must(await save({ campaignId, revision, title: '新标题', requestId: id }));
    expect(changed).toMatchObject({ revision: 2, draft: { title: '新标题' } });
    expect(must(await save({ campaignId, revision, title: '新标题', requestId: id }))).toEqual(
      changed,
    );
    expect(codeOf(await save({ campaignId, revision, title: '旧的' }))).toBe('STALE_REVISION');
    expect(must(await world.asOrganiser(OWNER, 'get', { campaignId }))).toEqual(changed);
  });

  it('is refused with its first problem before anything is written', async () => {
    const draft = rainDraft({ split: { ...splitOf(100), totalFen: 9_999 } });
    const reply = await world.asOrganiser(OWNER, 'save-draft', { draft, requestId: requestId() });
    expect(reply).toMatchObject({
      failure: { code: 'TOTAL_TOO_SMALL', facts: { leastFen: 10_000 } },
    });
    expect(await world.documents.count('campaigns', {})).toBe(0);
  });

  it('loses the spaces around its texts', async () => {
    expect(must(await save({ title: '  灯谜会 ' })).draft.title).toBe('灯谜会');
  });

  it('can be deleted; a published campaign cannot', async () => {
    const { campaignId } = must(await save({}));
    must(await world.asOrganiser(OWNER, 'delete-draft', { campaignId }));
    expect(codeOf(await world.asOrganiser(OWNER, 'get', { campaignId }))).toBe('NOT_FOUND');
    const published = await publishedCampaign(world);
    const request = { campaignId: published };
    expect(codeOf(await world.asOrganiser(OWNER, 'delete-draft', request))).toBe('NOT_A_DRAFT');
    const change = await save({ campaignId: published, revision: 1 });
    expect(codeOf(change)).toBe('NOT_A_DRAFT');
  });
});

describe('publishing', () => {
  let world: CampaignWorld;
  beforeEach(() => {
    world = campaignWorld();
  });

  it('stores exactly the split of the seed it promised, and reveals the seed at the end', async () => {
    const split = splitOf(450);
    const campaignId = await publishedCampaign(world, { split });
    const open = must(await world.asPlayer('o-1', 'lobby', { campaignId }));
    expect(open.campaign.seed).toBeNull();
    must(await world.asOrganiser(OWNER, 'end', { campaignId }));
    world.clock.advance(2_000);
    const { seed, seedHash } = must(await world.asPlayer('o-1', 'lobby', { campaignId })).campaign;
    expect(sha256OfHex(seed!)).toBe(open.campaign.seedHash);
    expect(seedHash).toBe(open.campaign.seedHash);
    const { shards } = await moneyOf(world.documents, campaignId);
    const stored = [...shards]
      .sort((a, b) => a.shardNo - b.shardNo)
      .flatMap((shard) => shard.amountsFen);
    expect(stored).toEqual(splitPackets(split, seededRandom(seed!)));
  });

  it('is safe to repeat, also at once: one seed, one split', async () => {
    const draft = rainDraft({ split: splitOf(450) });
    const saved = must(
      await world.asOrganiser(OWNER, 'save-draft', { draft, requestId: requestId() }),
    );
    const { campaignId, revision } = saved;
    const publish = () => world.asOrganiser(OWNER, 'publish', { campaignId, revision });
    const [one, two] = await Promise.all([publish(), publish()]);
    expect(must(one).seedHash).toBe(must(two).seedHash);
    expect(must(await publish())).toEqual(must(one));
    await moneyOf(world.documents, campaignId);
    expect(codeOf(await world.asOrganiser(OWNER, 'publish', { campaignId, revision: 7 }))).toBe(
      'STALE_REVISION',
    );
  });

  it('checks the draft again: its window may have passed since', async () => {
    const saved = must(
      await world.asOrganiser(OWNER, 'save-draft', { draft: rainDraft(), requestId: requestId() }),
    );
    world.clock.advance(2 * 3_600_000);
    const { campaignId, revision } = saved;
    expect(codeOf(await world.asOrganiser(OWNER, 'publish', { campaignId, revision }))).toBe(
      'WINDOW_PAST',
    );
  });

  it.each([
    ['refused', 'TEXT_REFUSED', 'greeting'],
    ['unavailable', 'TEXT_CHECK_UNAVAILABLE', undefined],
  ] as const)('waits when the text check says %s', async (verdict, code, field) => {
    const saved = must(
      await world.asOrganiser(OWNER, 'save-draft', { draft: rainDraft(), requestId: requestId() }),
    );
    world.textVerdicts['新年快乐'] = verdict;
    const { campaignId, revision } = saved;
    const reply = await world.asOrganiser(OWNER, 'publish', { campaignId, revision });
    expect(reply).toMatchObject({ failure: { code, ...(field && { facts: { field } }) } });
    expect(must(await world.asOrganiser(OWNER, 'get', { campaignId })).state).toBe('draft');
    expect(await world.documents.count('pool_shards', {})).toBe(0);
  });
});

describe('ending', () => {
  it('takes effect at once, keeps what is owed, and can be repeated', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world);
    must(await wins(world, 'o-1', campaignId));
    const ended = must(await world.asOrganiser(OWNER, 'end', { campaignId }));
    expect(ended).toMatchObject({ state: 'ended', endedAtMs: world.clock() });
    expect(must(await world.asOrganiser(OWNER, 'end', { campaignId }))).toEqual(ended);
    world.clock.advance(2_000);
    const start = { campaignId, requestId: requestId() };
    expect(codeOf(await world.asPlayer('o-2', 'start-round', start))).toBe('CAMPAIGN_ENDED');
    expect((await moneyOf(world.documents, campaignId)).won).toHaveLength(1);
  });

  it('is refused for what was never published', async () => {
    const world = campaignWorld();
    const { campaignId } = must(
      await world.asOrganiser(OWNER, 'save-draft', { draft: rainDraft(), requestId: requestId() }),
    );
    expect(codeOf(await world.asOrganiser(OWNER, 'end', { campaignId }))).toBe('NOT_PUBLISHED');
  });
});

describe('what an organiser may reach', () => {
  it("is never another organiser's campaign", async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world);
    const request = { campaignId };
    const codes = [
      await world.asOrganiser(OTHER_OWNER, 'get', request),
      await world.asOrganiser(OTHER_OWNER, 'live', request),
      await world.asOrganiser(OTHER_OWNER, 'claims', request),
      await world.asOrganiser(OTHER_OWNER, 'end', request),
      await world.asOrganiser(OTHER_OWNER, 'delete-draft', request),
      await world.asOrganiser(OTHER_OWNER, 'publish', { ...request, revision: 1 }),
      await world.asOrganiser(OTHER_OWNER, 'save-draft', {
        ...request,
        revision: 1,
        draft: rainDraft(),
        requestId: requestId(),
      }),
    ].map(codeOf);
    expect(new Set(codes)).toEqual(new Set(['NOT_FOUND']));
    expect(must(await world.asOrganiser(OTHER_OWNER, 'list', {})).rows).toEqual([]);
  });

  it('is nothing at all for a player, and the attempt is in the trail', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world);
    expect(codeOf(await world.asOrganiser('o-1', 'end', { campaignId }))).toBe('FORBIDDEN');
    expect(codeOf(await world.asOrganiser('o-1', 'live', { campaignId }))).toBe('FORBIDDEN');
    const trail = await world.documents.find<AuditRecord>(
      'audit_entries',
      { who: world.tools.names.playerCode('o-1') },
      { limit: 10 },
    );
    expect(trail.map((entry) => entry.action)).toEqual(['forbidden: end']);
  });

  it('leaves a trail of who did what, with before and after and without openids', async () => {
    const world = campaignWorld();
    const first = must(
      await world.asOrganiser(OWNER, 'save-draft', { draft: rainDraft(), requestId: requestId() }),
    );
    const { campaignId } = first;
    const changed = must(
      await world.asOrganiser(OWNER, 'save-draft', {
        campaignId,
        revision: 1,
        draft: rainDraft({ title: '改过了' }),
        requestId: requestId(),
      }),
    );
    must(await world.asOrganiser(OWNER, 'publish', { campaignId, revision: changed.revision }));
    must(await world.asOrganiser(OWNER, 'publish', { campaignId, revision: changed.revision }));
    must(await world.asOrganiser(OWNER, 'end', { campaignId }));
    const trail = await world.documents.find<AuditRecord>(
      'audit_entries',
      { campaignId },
      { limit: 10 },
    );
    expect(trail.map((entry) => entry.action)).toEqual(['create', 'change', 'publish', 'end']);
    expect(trail[1]).toMatchObject({
      who: world.tools.names.playerCode(OWNER),
      before: { title: '年会红包雨' },
      after: { title: '改过了' },
    });
    expect(JSON.stringify(trail)).not.toContain(OWNER);
  });
});

describe('lists', () => {
  it('page through every claim exactly once, even when all share one instant', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world, { split: splitOf(130), packetsPerPlayer: 3 });
    const rounds = [];
    for (let no = 0; no < 43; no += 1) {
      const request = { campaignId, requestId: requestId() };
      rounds.push(must(await world.asPlayer(`o-${no}`, 'start-round', request)));
    }
    world.clock.set(rounds[0]!.endsAtMs);
    for (const [no, { ticket, deal }] of rounds.entries()) {
      const { drops } = deal as { drops: { id: number; enterMs: number }[] };
      const taps = drops
        .slice(0, 3)
        .map(({ id, enterMs }) => ({ dropId: id, atMs: enterMs + 400 }));
      must(await world.asPlayer(`o-${no}`, 'finish-round', { ticket, evidence: { taps } }));
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page: { rows: readonly { claimId: string }[]; nextCursor: string | null } = must(
        await world.asOrganiser(OWNER, 'claims', { campaignId, ...(cursor && { cursor }) }),
      );
      seen.push(...page.rows.map((row) => row.claimId));
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor);
    expect(seen).toHaveLength(129);
    expect(new Set(seen).size).toBe(129);
    expect(pages).toBe(3);
    const bad = await world.asOrganiser(OWNER, 'claims', { campaignId, cursor: '{"$gt":0}' });
    expect(bad).toMatchObject({ failure: { code: 'INVALID', facts: { path: 'cursor' } } });
  });

  it('sum every month of a player over all pages', async () => {
    const world = campaignWorld();
    for (let no = 0; no < 9; no += 1) {
      const campaignId = await publishedCampaign(world, {
        startAtMs: world.clock(),
        endAtMs: world.clock() + 3_600_000,
      });
      must(await wins(world, 'o-1', campaignId, 3));
      world.clock.advance(3 * 24 * 3_600_000); // 21 November to 15 December
    }
    const first = must(await world.asPlayer('o-1', 'my-packets', {}));
    expect(first.rows).toHaveLength(20);
    const second = must(await world.asPlayer('o-1', 'my-packets', { cursor: first.nextCursor! }));
    const all = [...first.rows, ...second.rows];
    expect(new Set(all.map((packet) => packet.claimId)).size).toBe(27);
    expect(second.nextCursor).toBeNull();
    const totalFen = all.reduce((sum, packet) => sum + packet.amountFen, 0);
    expect(first.months.map(({ month }) => month)).toEqual(['202612', '202611']);
    expect(first.months.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(totalFen);
    expect(first.months.reduce((sum, { count }) => sum + count, 0)).toBe(27);
  });

  it('show on the home page what runs or starts within seven days, the next one first', async () => {
    const world = campaignWorld();
    const dayMs = 24 * 3_600_000;
    const at = (title: string, startAtMs: number) =>
      publishedCampaign(world, { title, startAtMs, endAtMs: startAtMs + dayMs });
    await at('后天', NOON_MS + 2 * dayMs);
    await at('现在', NOON_MS - 1_000);
    await at('下下周', NOON_MS + 8 * dayMs);
    await at('过去', NOON_MS - dayMs + 1_000);
    world.clock.advance(2_000);
    const home = must(await world.asPlayer('o-1', 'home', {}));
    expect(home.campaigns.map((card) => card.title)).toEqual(['现在', '后天']);
    expect(home).toMatchObject({
      isOrganiser: false,
      playerCode: expect.stringMatching(/^.{4}-.{4}$/),
    });
    expect(must(await world.asPlayer(OWNER, 'home', {})).isOrganiser).toBe(true);
  });
});

describe('the live page', () => {
  it('adds up to the fen, counts by step, and shows no openid', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world);
    for (const no of [1, 2, 3, 4]) must(await wins(world, `o-${no}`, campaignId, 2));
    const live = must(await world.asOrganiser(OWNER, 'live', { campaignId }));
    const { won } = await moneyOf(world.documents, campaignId);
    const wonFen = won.reduce((sum, claim) => sum + claim.amountFen, 0);
    expect(live.conservation).toEqual({
      fundedFen: 20_000,
      unallocatedFen: 20_000 - wonFen,
      owedFen: wonFen,
      inFlightFen: 0,
      sentFen: 0,
      receivedFen: 0,
      returnedFen: 0,
      settledFen: 0,
      differenceFen: 0,
    });
    expect(live.byStep[0]).toEqual({ step: 'OWED', count: 8, amountFen: wonFen });
    expect(live).toMatchObject({ claimedCount: 8, playersCount: 4, alarms: [] });
    expect(live.claimsPerMinute.reduce((sum, count) => sum + count, 0)).toBe(8);
    expect(live.recent[0]!.playerCode).toBe(world.tools.names.playerCode('o-4'));
    expect(JSON.stringify(live)).not.toMatch(/o-\d/);
    const [card] = must(await world.asOrganiser(OWNER, 'list', {})).rows;
    expect(card).toMatchObject({ claimedCount: 8, claimedFen: wonFen, paidFen: 0 });
  });

  it('raises an alarm when the pool and the postings disagree, and says by how much', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world);
    must(await wins(world, 'o-1', campaignId));
    const { won, shards } = await moneyOf(world.documents, campaignId);
    const { _id, size } = shards[0]!;
    // A place that nobody claims: its packet would be lost.
    const change = { inc: { taken: 1, left: -1 }, push: { takers: ['nobody'] } };
    await world.documents.update('pool_shards', _id, {}, change);
    const live = must(await world.asOrganiser(OWNER, 'live', { campaignId }));
    const lostFen = shards[0]!.amountsFen[won[0]!.placeNo + 1]!;
    expect(size).toBe(100);
    expect(live.conservation.differenceFen).toBe(lostFen);
    expect(live.alarms).toContainEqual({ kind: 'conservation', amountFen: lostFen });
    const { differenceFen, fundedFen, ...accounts } = live.conservation;
    const sum = Object.values(accounts).reduce((total, fen) => total + fen, 0);
    expect(fundedFen - sum).toBe(differenceFen);
    expect(world.logged.join()).toContain('campaign.conservation');
  });

  it('raises one too when a posting was tampered with', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world);
    const { packets } = must(await wins(world, 'o-1', campaignId));
    await world.documents.update(
      'claims',
      packets[0]!.claimId,
      {},
      {
        set: { 'postings.0.amountFen': packets[0]!.amountFen + 100 },
      },
    );
    const live = must(await world.asOrganiser(OWNER, 'live', { campaignId }));
    expect(live.alarms).toContainEqual({ kind: 'conservation', amountFen: -100 });
  });

  it('tells of quiet hours at night and of slow payouts by day', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world, { endAtMs: NOON_MS + 24 * 3_600_000 });
    must(await wins(world, 'o-1', campaignId));
    world.clock.advance(16 * 60_000);
    const kinds = async () =>
      must(await world.asOrganiser(OWNER, 'live', { campaignId })).alarms.map(({ kind }) => kind);
    expect(await kinds()).toEqual(['slow-payouts']);
    world.clock.set(NOON_MS + 13 * 3_600_000);
    expect(await kinds()).toEqual(['quiet-hours']);
  });
});

describe('the campaign clock', () => {
  const endAtMs = NOON_MS + 60_000;

  it('ends what is past its window, and closes the pool when the last round can be over', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world, { endAtMs });
    const stored = () => world.documents.get<CampaignRecord>('campaigns', campaignId);
    world.clock.set(endAtMs - 1);
    expect(await world.tick()).toMatchObject({ ended: 0 });
    world.clock.set(endAtMs);
    expect(await world.tick()).toMatchObject({ ended: 1, poolsClosed: 0 });
    expect(await stored()).toMatchObject({
      state: 'ended',
      endedAtMs: endAtMs,
      shardsClosed: false,
    });
    world.clock.advance(60_000);
    expect(await world.tick()).toMatchObject({ poolsClosed: 1 });
    expect(await stored()).toMatchObject({ shardsClosed: true });
    expect(await world.tick()).toMatchObject({ ended: 0, poolsClosed: 0 });
  });

  it('still takes the result of a round that was being played when the window ended', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world, { endAtMs });
    world.clock.set(endAtMs - 1);
    const request = { campaignId, requestId: requestId() };
    const { ticket, deal, endsAtMs } = must(await world.asPlayer('o-1', 'start-round', request));
    world.clock.set(endAtMs + 1);
    await world.tick();
    world.clock.set(endsAtMs + 19_999);
    await world.tick();
    const { drops } = deal as { drops: { id: number; enterMs: number }[] };
    const evidence = { taps: [{ dropId: drops[0]!.id, atMs: drops[0]!.enterMs + 400 }] };
    const result = must(await world.asPlayer('o-1', 'finish-round', { ticket, evidence }));
    expect(result).toMatchObject({ earned: 1, shortfall: 'none' });
    expect(result.packets).toHaveLength(1);
  });

  it('goes past a claim that cannot be resumed, and reports it', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world);
    must(await wins(world, 'o-1', campaignId));
    const { won } = await moneyOf(world.documents, campaignId);
    const broken = { ...won[0]!, _id: 'gone.x.1', campaignId: 'gone', step: 'TAKING' as const };
    await world.documents.insert('claims', {
      ...broken,
      claimedAtMs: 0,
      postings: [],
      history: [],
      dueAtMs: 0,
    });
    expect(await world.tick()).toMatchObject({ claimsResumed: 0 });
    expect(world.logged.join()).toContain('campaign-clock.failed');
    world.logged.splice(0);
    await world.tick();
    expect(world.logged).toEqual([]);
  });
});

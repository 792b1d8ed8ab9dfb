import { memoryDocuments } from '../../../server/adapters/memory/documents';
import {
  type CampaignWorld,
  campaignWorld,
  codeOf,
  hitsOf,
  must,
  NOON_MS,
  OWNER,
  playRain,
  publishedCampaign,
  rainDraft,
  requestId,
  splitOf,
  wins,
} from '../../support/campaign-world';
import { moneyOf } from '../../support/money-invariants';
import { countingDocuments } from '../../support/watched-documents';

const GRACE_MS = 20_000;

describe('playing a campaign', () => {
  let world: CampaignWorld;
  beforeEach(() => {
    world = campaignWorld();
  });

  it('gives a packet for a hit, shows it everywhere the same, and owes exactly it', async () => {
    const campaignId = await publishedCampaign(world);
    const result = must(await wins(world, 'o-1', campaignId));
    expect(result).toMatchObject({ score: 1, earned: 1, shortfall: 'none' });
    const [packet] = result.packets;
    expect(packet!.payment).toMatchObject({ step: 'OWED', nextAtMs: null });
    expect(packet!.campaignTitle).toBe('年会红包雨');

    const [claim] = (await moneyOf(world.documents, campaignId)).won;
    expect(claim).toMatchObject({ amountFen: packet!.amountFen, step: 'OWED', openid: 'o-1' });
    const again = must(await world.asPlayer('o-1', 'packet', { claimId: packet!.claimId }));
    const mine = must(await world.asPlayer('o-1', 'my-packets', {}));
    const lobby = must(await world.asPlayer('o-1', 'lobby', { campaignId }));
    expect([again, mine.rows[0], lobby.me.packets[0]]).toEqual([packet, packet, packet]);
    expect(mine.months).toEqual([{ month: '202611', amountFen: packet!.amountFen, count: 1 }]);
  });

  it('takes five requests to finish a round with one packet, however large the campaign', async () => {
    for (const packetCount of [1, 100, 10_000]) {
      const counted = countingDocuments(memoryDocuments());
      const busy = campaignWorld(counted.documents);
      const campaignId = await publishedCampaign(busy, { split: splitOf(packetCount) });
      const { ticket, evidence } = await playRain(busy, 'o-1', campaignId, 1);
      counted.reset();
      must(await busy.asPlayer('o-1', 'finish-round', { ticket, evidence }));
      expect(counted.requests).toEqual([
        'update participations',
        'insert claims',
        'update pool_shards',
        'get pool_shards',
        'update claims',
      ]);
    }
  });

  it('tells an owed packet of the night when it will be paid', async () => {
    const midnightMs = NOON_MS + 12 * 3_600_000;
    world.clock.set(midnightMs);
    const campaignId = await publishedCampaign(world, {
      startAtMs: midnightMs,
      endAtMs: midnightMs + 3_600_000,
    });
    const { packets } = must(await wins(world, 'o-1', campaignId));
    const eightMs = midnightMs + 8 * 3_600_000;
    expect(packets[0]!.payment.nextAtMs).toBeGreaterThanOrEqual(eightMs);
    expect(packets[0]!.payment.nextAtMs).toBeLessThan(eightMs + 60_000);
  });

  it('gives several packets for several hits, each from its own place', async () => {
    const campaignId = await publishedCampaign(world);
    const result = must(await wins(world, 'o-1', campaignId, 3));
    expect(new Set(result.packets.map((packet) => packet.claimId)).size).toBe(3);
    expect((await moneyOf(world.documents, campaignId)).won).toHaveLength(3);
  });

  it('takes no more than one player may hold, and says so', async () => {
    const campaignId = await publishedCampaign(world, { packetsPerPlayer: 2 });
    const result = must(await wins(world, 'o-1', campaignId, 3));
    expect(result).toMatchObject({ earned: 3, shortfall: 'packet-limit' });
    expect(result.packets).toHaveLength(2);
    const lobby = must(await world.asPlayer('o-1', 'lobby', { campaignId }));
    expect(lobby.me.refusal).toEqual({ code: 'PACKET_LIMIT_REACHED', facts: { limit: 2 } });
  });

  it('ends a round without packets when nothing was hit', async () => {
    const campaignId = await publishedCampaign(world);
    const result = must(await wins(world, 'o-1', campaignId, 0));
    expect(result).toEqual({ score: 0, earned: 0, packets: [], shortfall: 'none' });
    expect((await moneyOf(world.documents, campaignId)).claims).toEqual([]);
  });

  it('gives the same answer to the same ticket, also at once, later and past the grace', async () => {
    const campaignId = await publishedCampaign(world);
    const { ticket, evidence } = await playRain(world, 'o-1', campaignId, 2);
    const finish = () => world.asPlayer('o-1', 'finish-round', { ticket, evidence });
    const [first, second] = await Promise.all([finish(), finish()]);
    world.clock.advance(GRACE_MS + 60_000);
    const third = await finish();
    expect(must(second)).toEqual(must(first));
    expect(must(third)).toEqual(must(first));
    expect((await moneyOf(world.documents, campaignId)).claims).toHaveLength(2);
  });

  it('deals the same round again to the same request', async () => {
    const campaignId = await publishedCampaign(world);
    const request = { campaignId, requestId: requestId() };
    const first = must(await world.asPlayer('o-1', 'start-round', request));
    const again = must(await world.asPlayer('o-1', 'start-round', request));
    expect(again).toEqual({ ...first, ticket: again.ticket });
    world.clock.set(first.endsAtMs);
    const evidence = hitsOf(first.deal, 1);
    const one = await world.asPlayer('o-1', 'finish-round', { ticket: first.ticket, evidence });
    const two = await world.asPlayer('o-1', 'finish-round', { ticket: again.ticket, evidence });
    expect(must(one)).toEqual(must(two));
  });

  it('never starts another round for a late repeat of an earlier request', async () => {
    const campaignId = await publishedCampaign(world);
    const early = { campaignId, requestId: requestId() };
    const first = must(await world.asPlayer('o-1', 'start-round', early));
    world.clock.set(first.endsAtMs + GRACE_MS);
    await playRain(world, 'o-1', campaignId, 0);
    world.clock.advance(GRACE_MS);
    expect(codeOf(await world.asPlayer('o-1', 'start-round', early))).toBe('TICKET_EXPIRED');
  });

  it('keeps the seed and everything secret out of the ticket and the answers', async () => {
    const campaignId = await publishedCampaign(world);
    const reply = await world.asPlayer('o-1', 'start-round', {
      campaignId,
      requestId: requestId(),
    });
    const [participation] = (await moneyOf(world.documents, campaignId)).participations;
    const ticketText = Buffer.from(must(reply).ticket, 'base64url').toString('latin1');
    const seed = participation!.round.seed;
    expect(JSON.stringify(reply) + ticketText).not.toContain(seed);
    expect(ticketText).not.toContain(campaignId);
    const lobby = JSON.stringify(await world.asPlayer('o-1', 'lobby', { campaignId }));
    const { shards } = await moneyOf(world.documents, campaignId);
    expect(lobby).not.toContain(shards[0]!.amountsFen.slice(0, 3).join(','));
    expect(lobby).not.toContain('o-1');
  });
});

describe('refusing a round', () => {
  let world: CampaignWorld;
  beforeEach(() => {
    world = campaignWorld();
  });
  const start = (openid: string, campaignId: string) =>
    world.asPlayer(openid, 'start-round', { campaignId, requestId: requestId() });

  it('of a campaign that does not exist or is not published', async () => {
    expect(codeOf(await start('o-1', 'nothing'))).toBe('NOT_FOUND');
    const { campaignId } = must(
      await world.asOrganiser(OWNER, 'save-draft', { draft: rainDraft(), requestId: requestId() }),
    );
    expect(codeOf(await start('o-1', campaignId))).toBe('CAMPAIGN_NOT_OPEN');
    expect(codeOf(await world.asPlayer('o-1', 'lobby', { campaignId }))).toBe('CAMPAIGN_NOT_OPEN');
  });

  it('only until it is published, wherever it was asked for too early', async () => {
    const draft = rainDraft();
    const saved = must(
      await world.asOrganiser(OWNER, 'save-draft', { draft, requestId: requestId() }),
    );
    const { campaignId, revision } = saved;
    expect(codeOf(await start('o-1', campaignId))).toBe('CAMPAIGN_NOT_OPEN');
    must(await world.asOrganiser(OWNER, 'publish', { campaignId, revision }));
    expect(codeOf(await start('o-1', campaignId))).toBe('OK');
  });

  it('outside the half-open window [start, end)', async () => {
    const startAtMs = NOON_MS + 60_000;
    const endAtMs = NOON_MS + 120_000;
    const campaignId = await publishedCampaign(world, { startAtMs, endAtMs });
    world.clock.set(startAtMs - 1);
    expect(await start('o-1', campaignId)).toMatchObject({
      failure: { code: 'NOT_STARTED', facts: { startAtMs } },
    });
    world.clock.set(endAtMs);
    expect(codeOf(await start('o-1', campaignId))).toBe('CAMPAIGN_ENDED');
    world.clock.set(endAtMs - 1);
    expect(codeOf(await start('o-1', campaignId))).toBe('OK');
    world.clock.set(startAtMs);
    expect(codeOf(await start('o-2', campaignId))).toBe('OK');
  });

  it('to players on the block list or not on the allow list, by their codes', async () => {
    const code = (openid: string) => world.tools.names.playerCode(openid);
    const campaignId = await publishedCampaign(world, {
      allowList: [code('o-1'), code('o-2')],
      blockList: [code('o-2')],
    });
    const codes = [];
    for (const openid of ['o-1', 'o-2', 'o-3']) codes.push(codeOf(await start(openid, campaignId)));
    expect(codes).toEqual(['OK', 'BLOCKED', 'NOT_ON_LIST']);
    expect((await moneyOf(world.documents, campaignId)).participations).toHaveLength(1);
  });

  it('when everything is claimed, and only then', async () => {
    const campaignId = await publishedCampaign(world, { split: splitOf(2) });
    must(await wins(world, 'o-1', campaignId, 1));
    const last = must(await wins(world, 'o-2', campaignId, 3));
    expect(last).toMatchObject({ earned: 3, shortfall: 'sold-out' });
    expect(last.packets).toHaveLength(1);
    world.clock.advance(2_000);
    expect(codeOf(await start('o-3', campaignId))).toBe('SOLD_OUT');
    const lobby = must(await world.asPlayer('o-3', 'lobby', { campaignId }));
    expect(lobby).toMatchObject({
      campaign: { packetsLeft: 0 },
      me: { refusal: { code: 'SOLD_OUT' } },
    });
  });

  it('after as many rounds as one player may play', async () => {
    const campaignId = await publishedCampaign(world, { roundsPerPlayer: 1 });
    must(await wins(world, 'o-1', campaignId, 0));
    expect(await start('o-1', campaignId)).toMatchObject({
      failure: { code: 'NO_ROUNDS_LEFT', facts: { limit: 1 } },
    });
  });

  it('while another round of this player is open, and no longer than its grace', async () => {
    const campaignId = await publishedCampaign(world);
    const { endsAtMs } = must(await start('o-1', campaignId));
    expect(await start('o-1', campaignId)).toMatchObject({
      failure: { code: 'ROUND_OPEN', facts: { untilAtMs: endsAtMs + GRACE_MS } },
    });
    expect(codeOf(await start('o-2', campaignId))).toBe('OK');
    world.clock.set(endsAtMs + GRACE_MS);
    expect(codeOf(await start('o-1', campaignId))).toBe('OK');
  });

  it('opens one round when one player starts two at once', async () => {
    const campaignId = await publishedCampaign(world);
    const codes = (await Promise.all([start('o-1', campaignId), start('o-1', campaignId)])).map(
      codeOf,
    );
    expect(codes.sort()).toEqual(['OK', 'ROUND_OPEN']);
  });
});

describe('refusing a result', () => {
  let world: CampaignWorld;
  let campaignId: string;
  beforeEach(async () => {
    world = campaignWorld();
    campaignId = await publishedCampaign(world);
  });

  it("with somebody else's ticket, a changed one or none", async () => {
    const { ticket, evidence } = await playRain(world, 'o-1', campaignId, 1);
    const finish = (openid: string, text: string) =>
      world.asPlayer(openid, 'finish-round', { ticket: text, evidence });
    expect(codeOf(await finish('o-2', ticket))).toBe('NOT_FOUND');
    const changed = `${ticket.slice(0, 30)}${ticket[30] === 'A' ? 'B' : 'A'}${ticket.slice(31)}`;
    expect(codeOf(await finish('o-1', changed))).toBe('NOT_FOUND');
    expect(codeOf(await finish('o-1', ''))).toBe('INVALID');
    expect((await moneyOf(world.documents, campaignId)).claims).toEqual([]);
  });

  it('from the grace window on, and not a millisecond earlier', async () => {
    const late = await playRain(world, 'o-1', campaignId, 1);
    world.clock.advance(GRACE_MS);
    expect(codeOf(await world.asPlayer('o-1', 'finish-round', sentWith(late)))).toBe(
      'TICKET_EXPIRED',
    );
    const inTime = await playRain(world, 'o-2', campaignId, 1);
    world.clock.advance(GRACE_MS - 1);
    expect(codeOf(await world.asPlayer('o-2', 'finish-round', sentWith(inTime)))).toBe('OK');
  });

  it('of an earlier round once another has begun', async () => {
    const first = await playRain(world, 'o-1', campaignId, 1);
    world.clock.advance(GRACE_MS);
    await playRain(world, 'o-1', campaignId, 1);
    expect(codeOf(await world.asPlayer('o-1', 'finish-round', sentWith(first)))).toBe(
      'TICKET_EXPIRED',
    );
  });

  it('that cannot have been played, and voids the round', async () => {
    const { ticket, evidence } = await playRain(world, 'o-1', campaignId, 1);
    const invented = { taps: [{ dropId: 0, atMs: 9_999 }] };
    const finish = (what: unknown) =>
      world.asPlayer('o-1', 'finish-round', { ticket, evidence: what });
    expect(codeOf(await finish(invented))).toBe('IMPLAUSIBLE');
    expect(codeOf(await finish(evidence))).toBe('IMPLAUSIBLE');
    expect(world.logged).toContain('round.void');
    expect((await moneyOf(world.documents, campaignId)).claims).toEqual([]);
  });

  it('that is no evidence at all, leaving the round open for the right one', async () => {
    const { ticket, evidence } = await playRain(world, 'o-1', campaignId, 1);
    const bad = await world.asPlayer('o-1', 'finish-round', { ticket, evidence: { taps: 'many' } });
    expect(bad).toMatchObject({ failure: { code: 'INVALID', facts: { path: 'evidence.taps' } } });
    const good = await world.asPlayer('o-1', 'finish-round', { ticket, evidence });
    expect(must(good).packets).toHaveLength(1);
  });

  it('shows nobody the packet of another player', async () => {
    const { packets } = must(await wins(world, 'o-1', campaignId));
    const { claimId } = packets[0]!;
    expect(codeOf(await world.asPlayer('o-2', 'packet', { claimId }))).toBe('NOT_FOUND');
    expect(codeOf(await world.asPlayer('o-2', 'packet', { claimId: 'nothing' }))).toBe('NOT_FOUND');
  });
});

function sentWith({ ticket, evidence }: { ticket: string; evidence: unknown }) {
  return { ticket, evidence };
}

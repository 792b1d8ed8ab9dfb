import { seededRandom } from '../../miniprogram/shared/seeded-random';
import {
  type CampaignWorld,
  campaignWorld,
  hitsOf,
  must,
  publishedCampaign,
  requestId,
  splitOf,
} from '../support/campaign-world';
import { moneyOf } from '../support/money-invariants';
import {
  countingDocuments,
  inspectedDocuments,
  shuffledDocuments,
} from '../support/watched-documents';

interface Finish {
  readonly openid: string;
  readonly ticket: string;
  readonly evidence: unknown;
}

/** Everybody has played; nobody has handed in. */
async function everybodyPlays(
  world: CampaignWorld,
  campaignId: string,
  players: number,
  hits: number,
): Promise<Finish[]> {
  const finishes: Finish[] = [];
  let endsAtMs = 0;
  for (let no = 0; no < players; no += 1) {
    const openid = `o-${no}`;
    const request = { campaignId, requestId: requestId() };
    const started = must(await world.asPlayer(openid, 'start-round', request));
    finishes.push({ openid, ticket: started.ticket, evidence: hitsOf(started.deal, hits) });
    endsAtMs = started.endsAtMs;
  }
  world.clock.set(endsAtMs);
  return finishes;
}

function handIn(world: CampaignWorld, { openid, ticket, evidence }: Finish) {
  return world.asPlayer(openid, 'finish-round', { ticket, evidence });
}

const seedOf = (no: number) => String(no).padStart(64, '0');

describe('many players at once', () => {
  it('give the last packet of three shards to one of 1,000, and tell all others the truth', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world, { split: splitOf(402), packetsPerPlayer: 2 });
    const early = await everybodyPlays(world, campaignId, 1_000, 1);
    for (const finish of early.slice(0, 401)) must(await handIn(world, finish));
    world.clock.advance(30_000);
    const late = await everybodyPlays(world, campaignId, 1_000, 1);

    const counted = countingDocuments(shuffledDocuments(world.documents, seededRandom(seedOf(1))));
    const crowd = world.through(() => counted.documents);
    const results = (await Promise.all(late.map((finish) => handIn(crowd, finish)))).map(must);

    const winners = results.filter((result) => result.packets.length === 1);
    expect(winners).toHaveLength(1);
    expect(winners[0]!.shortfall).toBe('none');
    const others = results.filter((result) => result.packets.length === 0);
    expect(new Set(others.map((result) => result.shortfall))).toEqual(new Set(['sold-out']));
    expect((await moneyOf(world.documents, campaignId)).won).toHaveLength(402);
    // At worst: round, insert, own shard twice, elsewhere twice over, none left, and the shortfall.
    expect(counted.requests.length / results.length).toBeLessThan(15);
  });

  it.each([1, 2, 3])('300 on 100 packets: all are given, none twice (seed %d)', async (seed) => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world, {
      split: splitOf(100),
      packetsPerPlayer: 2,
    });
    const finishes = await everybodyPlays(world, campaignId, 300, 2);
    const crowd = world.through((d) => shuffledDocuments(d, seededRandom(seedOf(seed))));
    // Every third one taps twice.
    const calls = finishes.flatMap((finish, no) => (no % 3 === 0 ? [finish, finish] : [finish]));
    const results = (await Promise.all(calls.map((finish) => handIn(crowd, finish)))).map(must);

    const { won, claims } = await moneyOf(world.documents, campaignId);
    expect(won).toHaveLength(100);
    expect(claims.every((claim) => claim.step !== 'TAKING')).toBe(true);
    const shown = new Set(
      results.flatMap(({ packets }) => packets.map((packet) => packet.claimId)),
    );
    expect(shown.size).toBe(100);
  });

  it('keep every rule of money after every single write', async () => {
    for (const seed of [11, 12, 13]) {
      const world = campaignWorld();
      const campaignId = await publishedCampaign(world, { split: splitOf(10) });
      const finishes = await everybodyPlays(world, campaignId, 12, 2);
      const look = () => moneyOf(world.documents, campaignId).then(() => {});
      const crowd = world.through((d) =>
        shuffledDocuments(inspectedDocuments(d, look), seededRandom(seedOf(seed))),
      );
      const calls = finishes.flatMap((finish) => [finish, finish]);
      const resumed = [0, 1, 2].map(() => crowd.asPlayer('o-0', 'lobby', { campaignId }));
      const results = await Promise.all(calls.map((finish) => handIn(crowd, finish)));
      await Promise.all(resumed);
      results.map(must);
      expect((await moneyOf(world.documents, campaignId)).won).toHaveLength(10);
    }
  });

  it('never make the live page cry wolf while everything moves', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world, { split: splitOf(450) });
    const finishes = await everybodyPlays(world, campaignId, 120, 3);
    const crowd = world.through((d) => shuffledDocuments(d, seededRandom(seedOf(71))));
    // A queue of its own: one of its requests for each of the crowd's.
    const watcher = world.through((d) => shuffledDocuments(d, seededRandom(seedOf(72))));
    let handingIn = true;
    const results = Promise.all(finishes.map((finish) => handIn(crowd, finish))).finally(() => {
      handingIn = false;
    });
    const claimedFen: number[] = [];
    while (handingIn) {
      const live = must(await watcher.asOrganiser('o-owner', 'live', { campaignId }));
      expect(live.alarms).toEqual([]);
      claimedFen.push(live.conservation.fundedFen - live.conservation.unallocatedFen);
    }
    (await results).map(must);
    expect(claimedFen.length).toBeGreaterThan(5);
    expect(claimedFen).toEqual([...claimedFen].sort((a, b) => a - b));
  });

  it('and an end in the middle: whoever has a packet keeps it, nobody is told of a sell-out', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world, { split: splitOf(402) });
    const finishes = await everybodyPlays(world, campaignId, 200, 1);
    const crowd = world.through((d) => shuffledDocuments(d, seededRandom(seedOf(21))));
    const ending = crowd.asOrganiser('o-owner', 'end', { campaignId });
    const results = (await Promise.all(finishes.map((finish) => handIn(crowd, finish)))).map(must);
    must(await ending);

    const { won } = await moneyOf(world.documents, campaignId);
    const shown = results.flatMap(({ packets }) => packets.map((packet) => packet.claimId));
    expect(shown.sort()).toEqual(won.map((claim) => claim._id).sort());
    for (const { packets, shortfall } of results) {
      expect(shortfall).toBe(packets.length === 1 ? 'none' : 'ended');
    }
  });
});

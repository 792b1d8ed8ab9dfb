import { memoryDocuments } from '../../../server/adapters/memory/documents';
import type { CampaignRecord } from '../../../server/domain/records';
import { knownRoom } from '../../../server/usecases/known-room';
import {
  campaignWorld,
  hitsOf,
  must,
  publishedCampaign,
  requestId,
  splitOf,
} from '../../support/campaign-world';
import { countingDocuments } from '../../support/watched-documents';

const CAMPAIGN = { _id: 'c1', shardCount: 3 } as CampaignRecord;
const IDS = Array.from({ length: 200 }, (_, n) => `c1.player-${n}.1`);

const shard = (shardNo: number, left: number, closed = false) => ({ shardNo, left, closed });

describe('the room that an instance knows of', () => {
  const picks = (room: ReturnType<typeof knownRoom>) =>
    new Set(IDS.map((id) => room.pick(CAMPAIGN, id)));

  it('keeps claims away from shards that are full or closed', () => {
    const room = knownRoom();
    room.note('c1', shard(0, 0));
    room.note('c1', shard(2, 7, true));
    room.note('c2', shard(1, 0));
    expect(picks(room)).toEqual(new Set([1]));
  });

  it('knows of every shard that is not in a list of those with room', () => {
    const room = knownRoom();
    for (const shardNo of [0, 1, 2]) room.note('c1', shard(shardNo, 9));
    room.noteAll('c1', [shard(1, 4)]);
    expect(picks(room)).toEqual(new Set([1]));
    room.noteAll('c1', [shard(0, 9), shard(1, 9)]);
    expect(picks(room)).toEqual(new Set([1]));
  });

  it('sends a claim to any shard when all are full: only the database says that', () => {
    const room = knownRoom();
    for (const shardNo of [0, 1, 2]) room.note('c1', shard(shardNo, 0));
    expect(picks(room)).toEqual(new Set([0, 1, 2]));
  });

  it('fills a shard with more room more often', () => {
    const room = knownRoom();
    room.note('c1', shard(0, 10));
    room.note('c1', shard(1, 90));
    room.note('c1', shard(2, 0));
    const toFirst = IDS.filter((id) => room.pick(CAMPAIGN, id) === 0).length;
    expect(toFirst).toBeGreaterThan(5);
    expect(toFirst).toBeLessThan(40);
  });
});

describe('a crowd that takes every packet of a campaign', () => {
  it('needs five requests for each, up to the last one', async () => {
    const counted = countingDocuments(memoryDocuments());
    const world = campaignWorld(counted.documents);
    const campaignId = await publishedCampaign(world, { split: splitOf(450) });
    const rounds = [];
    for (let n = 0; n < 450; n += 1) {
      const start = { campaignId, requestId: requestId() };
      rounds.push(must(await world.asPlayer(`o-${n}`, 'start-round', start)));
    }
    world.clock.set(Math.max(...rounds.map(({ endsAtMs }) => endsAtMs)));
    const needed = new Set<number>();
    for (const [n, { ticket, deal }] of rounds.entries()) {
      counted.reset();
      const finish = { ticket, evidence: hitsOf(deal, 1) };
      expect(must(await world.asPlayer(`o-${n}`, 'finish-round', finish)).packets).toHaveLength(1);
      needed.add(counted.requests.length);
    }
    expect(needed).toEqual(new Set([5]));
  });
});

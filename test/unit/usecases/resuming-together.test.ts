import type { ClaimRecord } from '../../../server/domain/records';
import { settleClaim } from '../../../server/usecases/player/take-packets';
import {
  type CampaignWorld,
  campaignWorld,
  playRain,
  publishedCampaign,
  splitOf,
} from '../../support/campaign-world';
import { moneyOf } from '../../support/money-invariants';
import { crashingDocuments, pausedDocuments } from '../../support/watched-documents';

/** Own shard, read back, who has room, point, take, read back, complete; and a little more. */
const REQUESTS = 10;

/** A claim that was left behind pointed at a full shard; two other shards have one place each. */
async function leftBehind(): Promise<{
  world: CampaignWorld;
  campaignId: string;
  claimId: string;
}> {
  const world = campaignWorld();
  const campaignId = await publishedCampaign(world, { split: splitOf(402) });
  const { ticket, evidence } = await playRain(world, 'o-1', campaignId, 1);
  const dying = world.through((documents) => crashingDocuments(documents, 3, 'after'));
  await dying.asPlayer('o-1', 'finish-round', { ticket, evidence });
  const { claims, shards } = await moneyOf(world.documents, campaignId);
  const [claim] = claims as [ClaimRecord];
  for (const { _id, shardNo, size } of shards) {
    const count = size - (shardNo === claim.shardNo ? 0 : 1);
    const takers = Array.from({ length: count }, (_, i) => `elsewhere.${shardNo}.${i}`);
    const change = { inc: { taken: count, left: -count }, push: { takers } };
    await world.documents.update('pool_shards', _id, {}, change);
  }
  return { world, campaignId, claimId: claim._id };
}

describe('two processes that resume one claim', () => {
  const numbers = Array.from({ length: REQUESTS }, (_, i) => i + 1);

  it.each(numbers)(
    'never take two places, the first being held before its request %d',
    async (first) => {
      for (const second of numbers) {
        const { world, campaignId, claimId } = await leftBehind();
        const claim = (await world.documents.get<ClaimRecord>('claims', claimId))!;
        const a = pausedDocuments(world.documents, first);
        const b = pausedDocuments(world.documents, second);

        const settledByA = settleClaim(world.through(() => a.documents).tools, claim);
        await a.reached(settledByA);
        const settledByB = settleClaim(world.through(() => b.documents).tools, claim);
        await b.reached(settledByB);
        a.resume();
        await settledByA;
        b.resume();

        expect(await settledByB).toEqual(await settledByA);
        const { won, shards } = await moneyOf(world.documents, campaignId);
        expect(won.map((one) => one._id)).toEqual([claimId]);
        expect(shards.reduce((sum, shard) => sum + shard.left, 0)).toBe(1);
      }
    },
  );
});

import { seededRandom } from '../../../miniprogram/shared/seeded-random';
import { splitPackets } from '../../../miniprogram/shared/split';
import { invariant } from '../../domain/invariant';
import type { CampaignRecord, PoolShardRecord } from '../../domain/records';
import { shardsOf } from '../../domain/shards';
import { tranchesOf } from '../../domain/tranches';
import { campaignById, openCampaign } from '../stores/campaigns';
import { insertShard, readShard, storedPool } from '../stores/pool';
import type { Tools } from '../tools';

const SHARDS_AT_ONCE = 10;

/**
 * Stores the whole split and opens the campaign: preparing → published. The split follows from the
 * stored seed, so after a crash anywhere this goes on with exactly the same packets (INV-04, F-11).
 * Returns the campaign as it stands; one that is not preparing is returned as it is.
 */
export async function preparePool(tools: Tools, campaign: CampaignRecord): Promise<CampaignRecord> {
  if (campaign.state !== 'preparing') return campaign;
  await storeMissingShards(tools, campaign, 0);
  await openCampaign(tools.documents, campaign._id, tools.clock());
  const opened = await campaignById(tools.documents, campaign._id);
  invariant(opened !== null, 'INV-04', `campaign ${campaign._id} is missing`);
  return opened;
}

/** Stores every shard from `fromShardNo` on that is not stored yet; the pool is whole afterwards. */
export async function storeMissingShards(
  tools: Tools,
  campaign: CampaignRecord,
  fromShardNo: number,
): Promise<void> {
  const all = campaignShards(campaign);
  const shards = all.slice(fromShardNo);
  for (let from = 0; from < shards.length; from += SHARDS_AT_ONCE) {
    await Promise.all(
      shards.slice(from, from + SHARDS_AT_ONCE).map((shard) => storeShard(tools, shard)),
    );
  }
  const stored = await storedPool(tools.documents, campaign._id);
  // Somebody slow may see more than the campaign that they read: budget that was added since.
  const complete =
    stored.shards >= all.length && stored.packets >= campaign.draft.split.packetCount;
  invariant(complete, 'INV-04', `the pool of ${campaign._id} is not complete`);
}

/** All packets of a campaign as they were, or will be, stored. */
export function campaignShards(campaign: CampaignRecord): PoolShardRecord[] {
  return tranchesOf(campaign).flatMap(({ seed, split, firstShardNo }) =>
    shardsOf(campaign._id, split, splitPackets(split, seededRandom(seed)), firstShardNo),
  );
}

async function storeShard(tools: Tools, shard: PoolShardRecord): Promise<void> {
  if (await insertShard(tools.documents, shard)) return;
  const stored = await readShard(tools.documents, shard.campaignId, shard.shardNo);
  const same = stored.amountsFen.every((fen, placeNo) => fen === shard.amountsFen[placeNo]);
  invariant(same && stored.size === shard.size, 'INV-04', `shard ${shard._id} holds another split`);
}

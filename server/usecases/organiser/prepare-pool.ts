import { seededRandom } from '../../../miniprogram/shared/seeded-random';
import { splitPackets } from '../../../miniprogram/shared/split';
import { invariant } from '../../domain/invariant';
import type { CampaignRecord, PoolShardRecord } from '../../domain/records';
import { shardsOf } from '../../domain/shards';
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
  const shards = campaignShards(campaign);
  for (let from = 0; from < shards.length; from += SHARDS_AT_ONCE) {
    await Promise.all(
      shards.slice(from, from + SHARDS_AT_ONCE).map((shard) => storeShard(tools, shard)),
    );
  }
  const stored = await storedPool(tools.documents, campaign._id);
  const complete =
    stored.shards === shards.length && stored.packets === campaign.draft.split.packetCount;
  invariant(complete, 'INV-04', `the pool of ${campaign._id} is not complete`);

  await openCampaign(tools.documents, campaign._id, tools.clock());
  const opened = await campaignById(tools.documents, campaign._id);
  invariant(opened !== null, 'INV-04', `campaign ${campaign._id} is missing`);
  return opened;
}

/** All packets of a campaign as they were, or will be, stored. */
export function campaignShards(campaign: CampaignRecord): PoolShardRecord[] {
  const { seed, draft, _id: campaignId } = campaign;
  invariant(seed !== null, 'INV-04', `campaign ${campaignId} has no seed`);
  return shardsOf(campaignId, draft.split, splitPackets(draft.split, seededRandom(seed)));
}

async function storeShard(tools: Tools, shard: PoolShardRecord): Promise<void> {
  if (await insertShard(tools.documents, shard)) return;
  const stored = await readShard(tools.documents, shard.campaignId, shard.shardNo);
  const same = stored.amountsFen.every((fen, placeNo) => fen === shard.amountsFen[placeNo]);
  invariant(same && stored.size === shard.size, 'INV-04', `shard ${shard._id} holds another split`);
}

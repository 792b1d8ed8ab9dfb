import type { CampaignRecord } from '../../domain/records';
import { sumOf } from '../../domain/shards';
import { campaignShards } from '../organiser/prepare-pool';
import { flowsOf } from '../stores/claims';
import { takenByShard } from '../stores/pool';
import type { FundingBooksTools } from './tools';

export interface PlayersShare {
  /** Taken packets less those that came back or were given back: it only shrinks from here. */
  readonly theirsFen: number;
  /** The part of it whose end is not known yet. */
  readonly outstandingFen: number;
}

/**
 * What of an ended campaign belongs to its players, or null while that can still grow: until every
 * shard is closed, packets are taken. The pool says what was taken, not the claims: a packet whose
 * claim is just being completed has no posting yet and is somebody's all the same. Packets that were
 * paid in another way stay counted, because what became of the first payment is not proven.
 */
export async function playersShare(
  tools: Pick<FundingBooksTools, 'documents'>,
  campaign: CampaignRecord,
): Promise<PlayersShare | null> {
  if (campaign.state !== 'ended' || !campaign.shardsClosed) return null;
  const taken = await takenByShard(tools.documents, campaign._id);
  const takenFen = sumOf(
    campaignShards(campaign).map((shard, shardNo) =>
      sumOf(shard.amountsFen.slice(0, taken[shardNo] ?? 0)),
    ),
  );
  // Read after the pool: what comes back meanwhile is counted as theirs once more, never too little.
  const flows = await flowsOf(tools.documents, campaign._id);
  const into = (account: string) =>
    sumOf(flows.filter(({ to }) => to === account).map(({ amountFen }) => amountFen));
  const theirsFen = takenFen - into('returned') - into('unallocated');
  return { theirsFen, outstandingFen: theirsFen - into('received') - into('settled-outside') };
}

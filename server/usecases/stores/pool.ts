/* The packets of a campaign, in shards. A place, once taken, is never free again. */
import type { Place } from '../../domain/claim-steps';
import { shardId } from '../../domain/ids';
import { invariant } from '../../domain/invariant';
import type { PoolShardRecord } from '../../domain/records';
import { assertShard } from '../../domain/shards';
import type { Documents } from '../../ports/documents';

/** Shards `fromNo` to `fromNo + count − 1`, as they are stored; none is checked here. */
export function shardsFrom(
  documents: Documents,
  campaignId: string,
  fromNo: number,
  count: number,
): Promise<PoolShardRecord[]> {
  return documents.find(
    'pool_shards',
    { campaignId, shardNo: { between: [fromNo, fromNo + count] } },
    { orderBy: [['shardNo', 'asc']], limit: count },
  );
}

/** More than any campaign has. */
const SHARDS_MOST = 1000;

/** False when the shard is already stored. */
export function insertShard(documents: Documents, shard: PoolShardRecord): Promise<boolean> {
  return documents.insert('pool_shards', shard);
}

export async function readShard(
  documents: Documents,
  campaignId: string,
  shardNo: number,
): Promise<PoolShardRecord> {
  const id = shardId(campaignId, shardNo);
  const shard = await documents.get<PoolShardRecord>('pool_shards', id);
  invariant(shard !== null, 'INV-04', `shard ${id} is missing`);
  assertShard(shard);
  return shard;
}

/**
 * One conditional update: the claim has a place afterwards, or the shard is full, closed, or knew
 * the claim already. Which of these, and which place, only reading it back tells.
 */
export async function takePlace(
  documents: Documents,
  campaignId: string,
  shardNo: number,
  claimId: string,
): Promise<void> {
  await documents.update(
    'pool_shards',
    shardId(campaignId, shardNo),
    { left: { gt: 0 }, closed: false, takers: { lacks: claimId } },
    { inc: { taken: 1, left: -1 }, push: { takers: [claimId] } },
  );
}

export function placeOf(shard: PoolShardRecord, claimId: string): Place | null {
  const placeNo = shard.takers.indexOf(claimId);
  const amountFen = shard.amountsFen[placeNo];
  return amountFen === undefined ? null : { shardNo: shard.shardNo, placeNo, amountFen };
}

/** Shards with packets left; those that are closed give none any more: the campaign has ended. */
export function roomIn(
  documents: Documents,
  campaignId: string,
): Promise<Pick<PoolShardRecord, '_id' | 'rev' | 'shardNo' | 'left' | 'closed'>[]> {
  return documents.find(
    'pool_shards',
    { campaignId, left: { gt: 0 } },
    { orderBy: [['shardNo', 'asc']], limit: SHARDS_MOST, only: ['shardNo', 'left', 'closed'] },
  );
}

/** Places that nobody has taken, by campaign; closed shards count too. */
export async function packetsLeft(
  documents: Documents,
  campaignIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (campaignIds.length === 0) return new Map();
  const rows = await documents.sum(
    'pool_shards',
    { campaignId: { in: campaignIds } },
    { by: ['campaignId'], sum: ['left'] },
  );
  return new Map(rows.map(({ key, sums }) => [String(key[0]), sums[0] ?? 0]));
}

/** How many shards and packets of a campaign are stored. */
export async function storedPool(
  documents: Documents,
  campaignId: string,
): Promise<{ shards: number; packets: number }> {
  const rows = await documents.sum('pool_shards', { campaignId }, { by: [], sum: ['size'] });
  return { shards: rows[0]?.count ?? 0, packets: rows[0]?.sums[0] ?? 0 };
}

/** How many places of each shard are taken, in the order of the shards. */
export async function takenByShard(documents: Documents, campaignId: string): Promise<number[]> {
  const shards = await documents.find<PoolShardRecord>(
    'pool_shards',
    { campaignId },
    { orderBy: [['shardNo', 'asc']], limit: SHARDS_MOST, only: ['shardNo', 'taken'] },
  );
  return shards.map((shard) => shard.taken);
}

/** Closes up to `limit` shards and tells how many were found open: fewer than `limit` means all done. */
export async function closeShards(
  documents: Documents,
  campaignId: string,
  limit: number,
): Promise<number> {
  const open = await documents.find<PoolShardRecord>(
    'pool_shards',
    { campaignId, closed: false },
    { limit, only: ['shardNo'] },
  );
  await Promise.all(
    open.map((shard) =>
      documents.update('pool_shards', shard._id, { closed: false }, { set: { closed: true } }),
    ),
  );
  return open.length;
}

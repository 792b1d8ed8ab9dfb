import type { SplitChoice } from '../../miniprogram/shared/campaign';
import { shardId } from './ids';
import { invariant } from './invariant';
import type { PoolShardRecord } from './records';

/**
 * A shard is read back whole by every claim, so it stays small (a few KB); and the more shards, the
 * fewer players meet on one document.
 */
export const SHARD_PLACES_MOST = 200;

export function shardCountFor(packetCount: number): number {
  return Math.ceil(packetCount / SHARD_PLACES_MOST);
}

/**
 * Packets cut into shards of nearly equal size, in the split's order, numbered from `firstShardNo`
 * on. Throws InvariantViolation when the packets are not what was chosen.
 */
export function shardsOf(
  campaignId: string,
  split: SplitChoice,
  amountsFen: readonly number[],
  firstShardNo = 0,
): PoolShardRecord[] {
  const { totalFen, packetCount, minFen, maxFen } = split;
  invariant(amountsFen.length === packetCount, 'INV-01', 'the split has another count');
  invariant(sumOf(amountsFen) === totalFen, 'INV-01', 'the split does not add up');
  const fits = (fen: number) => Number.isSafeInteger(fen) && fen >= minFen && fen <= maxFen;
  invariant(amountsFen.every(fits), 'INV-02', 'a packet is outside its bounds');

  const shardCount = shardCountFor(packetCount);
  return Array.from({ length: shardCount }, (_, index) => {
    const from = Math.floor((packetCount * index) / shardCount);
    const to = Math.floor((packetCount * (index + 1)) / shardCount);
    const shardNo = firstShardNo + index;
    return {
      _id: shardId(campaignId, shardNo),
      rev: 1,
      campaignId,
      shardNo,
      amountsFen: amountsFen.slice(from, to),
      size: to - from,
      taken: 0,
      left: to - from,
      takers: [],
      closed: false,
    };
  });
}

/** INV-06, INV-07: every place has one taker, and there are never more takers than places. */
export function assertShard(shard: PoolShardRecord): void {
  const counted =
    shard.takers.length === shard.taken &&
    shard.taken + shard.left === shard.size &&
    shard.left >= 0 &&
    shard.amountsFen.length === shard.size;
  invariant(counted, 'INV-07', `shard ${shard._id} is not counted right`);
}

export function sumOf(amountsFen: readonly number[]): number {
  return amountsFen.reduce((sum, fen) => sum + fen, 0);
}

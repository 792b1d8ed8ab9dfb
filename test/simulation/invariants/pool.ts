/* The packets: INV-01, 02, 04, 06, 07 after every write of a shard. */
import type { PoolShardRecord } from '../../../server/domain/records';
import type { Judge } from '../judge';
import type { Mirror } from '../mirror';

export interface PoolRules {
  written(before: PoolShardRecord | null, after: PoolShardRecord | null): void;
  /** All shards are stored from here on. */
  opened(campaignId: string): void;
  shardsOf(campaignId: string): readonly PoolShardRecord[];
  /** Whether the shard still gave packets since then; one that has come since does not count. */
  hadRoomSince(shard: PoolShardRecord, sinceMs: number): boolean;
  /** Whether every packet was taken at some moment since then; budget may have been added after. */
  wasEmptySince(campaignId: string, sinceMs: number): boolean;
}

export function poolRules(judge: Judge, mirror: Mirror, nowMs: () => number): PoolRules {
  /** Which place every claim holds; a claim holds one, for ever. */
  const placeOfClaim = new Map<string, string>();
  const lastEmptyMs = new Map<string, number>();
  const storedAtMs = new Map<string, number>();
  const { must } = judge;

  function shardsOf(campaignId: string): PoolShardRecord[] {
    return [...mirror.shards.values()].filter((shard) => shard.campaignId === campaignId);
  }

  function packetsLeft(campaignId: string): number {
    return shardsOf(campaignId).reduce((sum, { size, takers }) => sum + size - takers.length, 0);
  }

  function counted(shard: PoolShardRecord): void {
    const { takers, taken, left, size, amountsFen } = shard;
    const adds = takers.length === taken && taken + left === size && amountsFen.length === size;
    must(adds && left >= 0, 'INV-07', () => `shard ${shard._id}: ${taken} of ${size} taken`);
  }

  function amountsKept(before: PoolShardRecord, after: PoolShardRecord): void {
    const same = after.amountsFen.every((fen, i) => fen === before.amountsFen[i]);
    must(same && after.size === before.size, 'INV-04', () => `shard ${after._id} was split again`);
  }

  function takersKept(before: PoolShardRecord, after: PoolShardRecord): void {
    const kept = before.takers.every((id, i) => id === after.takers[i]);
    must(kept, 'INV-06', () => `shard ${after._id}: a place changed hands`);
    const grew = after.takers.length > before.takers.length;
    must(!grew || !before.closed, 'INV-12', () => `shard ${after._id} gave a packet once closed`);
    must(after.closed || !before.closed, 'INV-12', () => `shard ${after._id} was opened again`);
  }

  return {
    shardsOf,
    hadRoomSince: (shard, sinceMs) =>
      !shard.closed &&
      shard.takers.length < shard.size &&
      (storedAtMs.get(shard._id) ?? 0) < sinceMs,
    wasEmptySince: (campaignId, sinceMs) =>
      packetsLeft(campaignId) === 0 || (lastEmptyMs.get(campaignId) ?? 0) >= sinceMs,

    written(before, after) {
      must(after !== null, 'INV-04', () => `shard ${before?._id} was removed`);
      if (!after) return;
      counted(after);
      if (before) {
        amountsKept(before, after);
        takersKept(before, after);
      } else {
        storedAtMs.set(after._id, nowMs());
        const campaign = mirror.campaigns.get(after.campaignId);
        const isDue = campaign?.state === 'preparing' || campaign?.additionOpen === true;
        must(isDue, 'INV-04', () => `shard ${after._id} came when nothing was being added`);
        if (packetsLeft(after.campaignId) === after.size)
          lastEmptyMs.set(after.campaignId, nowMs());
      }
      after.takers.slice(before?.takers.length ?? 0).forEach((claimId, i) => {
        const place = `${after._id}/${(before?.takers.length ?? 0) + i}`;
        const held = placeOfClaim.get(claimId);
        must(held === undefined, 'INV-06', () => `${claimId} holds ${held} and takes ${place}`);
        placeOfClaim.set(claimId, place);
      });
    },

    opened(campaignId) {
      const campaign = mirror.campaigns.get(campaignId)!;
      const { totalFen, packetCount, minFen, maxFen } = campaign.draft.split;
      const amountsFen = shardsOf(campaignId).flatMap((shard) => shard.amountsFen);
      const sumFen = amountsFen.reduce((sum, fen) => sum + fen, 0);
      must(amountsFen.length === packetCount, 'INV-04', () => `${campaignId} opened incomplete`);
      must(sumFen === totalFen, 'INV-01', () => `${campaignId}: ${sumFen} fen of ${totalFen}`);
      const fits = amountsFen.every(
        (fen) => Number.isInteger(fen) && fen >= minFen && fen <= maxFen,
      );
      must(fits, 'INV-02', () => `${campaignId}: a packet outside its bounds`);
    },
  };
}

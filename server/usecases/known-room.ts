import { spread } from '../domain/ids';
import type { CampaignRecord, PoolShardRecord } from '../domain/records';
import { SHARD_PLACES_MOST } from '../domain/shards';

const CAMPAIGNS_MOST = 200;

type ShardRoom = Pick<PoolShardRecord, 'shardNo' | 'left' | 'closed'>;

/**
 * How much room each shard had when this instance last read it. Only a hint: a claim that is sent to a
 * full shard looks elsewhere, at four requests more. Room never grows, so a shard that is known to be
 * full is never tried in vain again.
 */
export interface KnownRoom {
  note(campaignId: string, shard: ShardRoom): void;
  /** These are all that have packets left. */
  noteAll(campaignId: string, shards: readonly ShardRoom[]): void;
  /**
   * Where a claim should look first: a shard with twice the room twice as often, so that all of them
   * fill up together, and nobody meets a full one while there is much room elsewhere.
   */
  pick(campaign: CampaignRecord, claimId: string): number;
}

export function knownRoom(): KnownRoom {
  const rooms = new Map<string, Map<number, number>>();

  function roomOf(campaignId: string): Map<number, number> {
    const known = rooms.get(campaignId) ?? new Map();
    rooms.delete(campaignId);
    rooms.set(campaignId, known);
    const oldest = rooms.keys().next();
    if (rooms.size > CAMPAIGNS_MOST && !oldest.done) rooms.delete(oldest.value);
    return known;
  }

  /** An answer that comes late must not bring back room that is known to be gone. */
  function lower(room: Map<number, number>, shardNo: number, left: number): void {
    room.set(shardNo, Math.min(room.get(shardNo) ?? left, left));
  }

  const leftIn = ({ left, closed }: ShardRoom) => (closed ? 0 : left);

  return {
    note(campaignId, shard) {
      lower(roomOf(campaignId), shard.shardNo, leftIn(shard));
    },

    noteAll(campaignId, shards) {
      const room = roomOf(campaignId);
      const left = new Map(shards.map((shard) => [shard.shardNo, leftIn(shard)]));
      for (const shardNo of new Set([...room.keys(), ...left.keys()])) {
        lower(room, shardNo, left.get(shardNo) ?? 0);
      }
    },

    pick({ _id, shardCount }, claimId) {
      const room = roomOf(_id);
      const left = Array.from({ length: shardCount }, (_, no) => room.get(no) ?? SHARD_PLACES_MOST);
      const total = left.reduce((sum, places) => sum + places, 0);
      if (total === 0) return spread(claimId, shardCount);
      let place = spread(claimId, total);
      return left.findIndex((places) => {
        place -= places;
        return place < 0;
      });
    },
  };
}

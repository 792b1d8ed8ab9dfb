/*
 * A claim takes a packet. Nothing here needs a transaction; every step can be repeated by anybody
 * at any time and gives the same answer:
 *
 *   1. insert the claim under its deterministic id, TAKING, pointed at one shard
 *   2. take a place in that shard, with one conditional update
 *   3. read the shard back: one's own index is the packet
 *   4. complete the claim: TAKING → OWED with the amount at that index
 *
 * A claim never holds two places: it may take one only in the shard it is pointed at, and it is
 * pointed at another only after reading that this one is full or closed without it, which never
 * changes again. Sold out is said only when no shard has room.
 */
import { isEntrySceneFit } from '../../../miniprogram/shared/channels';
import { spread } from '../../domain/ids';
import { invariant } from '../../domain/invariant';
import { newClaim, type Taker } from '../../domain/new-claim';
import { type CampaignRecord, type ClaimRecord, NEVER_MS } from '../../domain/records';
import { applyMove, claimById, insertClaim, pointAtShard } from '../stores/claims';
import { placeOf, readShard, roomIn, takePlace } from '../stores/pool';
import type { Tools } from '../tools';

/** The code of a claim that got nothing because every packet was taken. */
export const SOLD_OUT = 'SOLD_OUT';

/** One claim for every granted id, each with a packet or NONE_LEFT, in the order of the ids. */
export function takePackets(
  tools: Tools,
  campaign: CampaignRecord,
  taker: Taker,
  claimIds: readonly string[],
): Promise<ClaimRecord[]> {
  return Promise.all(claimIds.map((id) => takePacket(tools, campaign, taker, id)));
}

async function takePacket(
  tools: Tools,
  campaign: CampaignRecord,
  taker: Taker,
  claimId: string,
): Promise<ClaimRecord> {
  const shardNo = tools.knownRoom.pick(campaign, claimId);
  const fresh = newClaim(campaign, taker, claimId, shardNo, tools.clock());
  const inserted = await insertClaim(tools.documents, fresh);
  return settleClaim(tools, inserted ? fresh : await readClaim(tools, claimId));
}

/** Brings a claim that may have been left behind to its end. Others are returned as they are. */
export async function settleClaim(tools: Tools, claim: ClaimRecord): Promise<ClaimRecord> {
  let current = claim;
  while (current.step === 'TAKING') current = await takeFromItsShard(tools, current);
  return current;
}

async function takeFromItsShard(tools: Tools, claim: ClaimRecord): Promise<ClaimRecord> {
  const { documents, clock } = tools;
  await takePlace(documents, claim.campaignId, claim.shardNo, claim._id);
  const shard = await readShard(documents, claim.campaignId, claim.shardNo);
  tools.knownRoom.note(claim.campaignId, shard);
  const place = placeOf(shard, claim._id);
  if (place) {
    const atMs = clock();
    const waitsFor = isEntrySceneFit(claim.channel, claim.entryScene) ? null : ('scan' as const);
    const move = { atMs, cause: 'claimed', dueAtMs: atMs, place, waitsFor };
    return (await applyMove(documents, claim, 'OWED', move)) ?? readClaim(tools, claim._id);
  }
  invariant(
    shard.left === 0 || shard.closed,
    'INV-13',
    `shard ${shard._id} has room and did not take ${claim._id}`,
  );
  return goElsewhere(tools, claim);
}

async function goElsewhere(tools: Tools, claim: ClaimRecord): Promise<ClaimRecord> {
  const { documents, clock } = tools;
  const shards = await roomIn(documents, claim.campaignId);
  tools.knownRoom.noteAll(claim.campaignId, shards);
  const shardNos = shards.filter(({ closed }) => !closed).map((shard) => shard.shardNo);
  // Those who meet at a full shard spread over all that have room; chosen anew at every attempt.
  const shardNo = shardNos[spread(`${claim._id}.${claim.rev}`, shardNos.length)];
  const moved =
    shardNo === undefined
      ? await applyMove(documents, claim, 'NONE_LEFT', {
          atMs: clock(),
          cause: 'no room',
          dueAtMs: NEVER_MS,
          // Kept, because budget may be added later and the player is told the same again.
          lastCode: shards.length > 0 ? 'ENDED' : SOLD_OUT,
        })
      : await pointAtShard(documents, claim, shardNo);
  return moved ?? readClaim(tools, claim._id);
}

async function readClaim(tools: Tools, id: string): Promise<ClaimRecord> {
  const claim = await claimById(tools.documents, id);
  invariant(claim !== null, 'INV-10', `claim ${id} is missing`);
  return claim;
}

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
import { MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import { isEntrySceneFit } from '../../../miniprogram/shared/channels';
import { spread } from '../../domain/ids';
import { invariant } from '../../domain/invariant';
import { type CampaignRecord, type ClaimRecord, NEVER_MS } from '../../domain/records';
import { applyMove, claimById, insertClaim, pointAtShard } from '../stores/claims';
import { placeOf, readShard, roomIn, takePlace } from '../stores/pool';
import type { Tools } from '../tools';

/** A claim that is still TAKING after this was left behind by a crash; the campaign clock resumes it. */
const LEFT_BEHIND_MS = MINUTE_MS;

/** The code of a claim that got nothing because every packet was taken. */
export const SOLD_OUT = 'SOLD_OUT';

export interface Taker {
  readonly openid: string;
  readonly playerCode: string;
  readonly roundId: string;
  /** How the player came in, as the phone says it; 0 when that is not known. */
  readonly entryScene: number;
}

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
  const fresh = newClaim(campaign, taker, claimId, tools.clock());
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
  const { shardNos, hasLeftovers } = await roomIn(documents, claim.campaignId);
  // Those who meet at a full shard spread over all that have room; chosen anew at every attempt.
  const shardNo = shardNos[spread(`${claim._id}.${claim.rev}`, shardNos.length)];
  const moved =
    shardNo === undefined
      ? await applyMove(documents, claim, 'NONE_LEFT', {
          atMs: clock(),
          cause: 'no room',
          dueAtMs: NEVER_MS,
          // Kept, because budget may be added later and the player is told the same again.
          lastCode: hasLeftovers ? 'ENDED' : SOLD_OUT,
        })
      : await pointAtShard(documents, claim, shardNo);
  return moved ?? readClaim(tools, claim._id);
}

async function readClaim(tools: Tools, id: string): Promise<ClaimRecord> {
  const claim = await claimById(tools.documents, id);
  invariant(claim !== null, 'INV-10', `claim ${id} is missing`);
  return claim;
}

function newClaim(
  campaign: CampaignRecord,
  taker: Taker,
  claimId: string,
  nowMs: number,
): ClaimRecord {
  return {
    _id: claimId,
    rev: 1,
    campaignId: campaign._id,
    openid: taker.openid,
    playerCode: taker.playerCode,
    roundId: taker.roundId,
    campaignTitle: campaign.draft.title,
    senderName: campaign.draft.senderName,
    greeting: campaign.draft.greeting,
    channel: campaign.draft.channel,
    recipientId: null,
    entryScene: taker.entryScene,
    step: 'TAKING',
    amountFen: 0,
    shardNo: spread(claimId, campaign.shardCount),
    placeNo: 0,
    claimedAtMs: 0,
    claimedMinute: 0,
    claimedMonth: '',
    history: [],
    postings: [],
    dueAtMs: nowMs + LEFT_BEHIND_MS,
    leaseOwner: null,
    leaseUntilMs: 0,
    billNo: null,
    endedBillNos: [],
    sendCount: 0,
    lastSentAtMs: 0,
    lastCode: null,
    heldReason: null,
    waitsFor: null,
    pass: null,
  };
}

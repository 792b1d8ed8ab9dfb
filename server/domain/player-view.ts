/*
 * What a player may see, built field by field: a field added to a record stays hidden until
 * somebody decides here to show it.
 */

import { CHANNEL_RULES } from '../../miniprogram/shared/channels';
import type { PacketView, PaymentView } from '../../miniprogram/shared/contract/packet';
import type {
  CampaignCard,
  GameFacts,
  LobbyView,
} from '../../miniprogram/shared/contract/player-campaign';
import type { PaymentStep } from '../../miniprogram/shared/payment';
import { nextAllowedMs, type QuietHours } from './quiet-hours';
import type { CampaignRecord, ClaimRecord } from './records';

/** A claim that holds a packet; TAKING and NONE_LEFT hold none and are shown to nobody. */
export type ShownClaim = ClaimRecord & { readonly step: PaymentStep };

export function isShown(claim: ClaimRecord): claim is ShownClaim {
  return claim.step !== 'TAKING' && claim.step !== 'NONE_LEFT';
}

export function packetView(claim: ShownClaim, quiet: QuietHours | null, nowMs: number): PacketView {
  return {
    claimId: claim._id,
    campaignId: claim.campaignId,
    campaignTitle: claim.campaignTitle,
    senderName: claim.senderName,
    greeting: claim.greeting,
    amountFen: claim.amountFen,
    claimedAtMs: claim.claimedAtMs,
    channel: claim.channel,
    payment: paymentView(claim, quiet, nowMs),
  };
}

export function paymentView(
  claim: ShownClaim,
  quiet: QuietHours | null,
  nowMs: number,
): PaymentView {
  const history = claim.history.map(({ step, atMs }) => ({ step, atMs }));
  const base = { step: claim.step, nextAtMs: null, history };
  if (claim.step !== 'OWED') return base;
  const { waitsFor } = claim;
  // What the player does, nobody knows when.
  if (waitsFor === 'link' || waitsFor === 'scan') return { ...base, waitsFor };
  const kept = CHANNEL_RULES[claim.channel].keepsQuietHours ? quiet : null;
  const nextAtMs = nextSendAtMs(claim.dueAtMs, kept, nowMs);
  // A limit that is waited for no longer would be told for nothing.
  return { ...base, nextAtMs, ...(nextAtMs !== null && waitsFor !== null && { waitsFor }) };
}

/** When the sender will take an owed claim: after its pause and outside the quiet hours; null: now. */
function nextSendAtMs(dueAtMs: number, quiet: QuietHours | null, nowMs: number): number | null {
  const sendAtMs = nextAllowedMs(quiet, Math.max(dueAtMs, nowMs));
  return sendAtMs > nowMs ? sendAtMs : null;
}

export function campaignCard(campaign: CampaignRecord, packetsLeft: number): CampaignCard {
  const { draft } = campaign;
  return {
    campaignId: campaign._id,
    title: draft.title,
    senderName: draft.senderName,
    gameId: draft.game.id,
    startAtMs: draft.startAtMs,
    endAtMs: draft.endAtMs,
    packetCount: draft.split.packetCount,
    packetsLeft,
  };
}

export function lobbyCampaign(
  campaign: CampaignRecord,
  packetsLeft: number,
  gameFacts: GameFacts,
): LobbyView['campaign'] {
  const { draft } = campaign;
  return {
    ...campaignCard(campaign, packetsLeft),
    greeting: draft.greeting,
    totalFen: draft.split.totalFen,
    minFen: draft.split.minFen,
    maxFen: draft.split.maxFen,
    splitKind: draft.split.kind,
    packetsPerPlayer: draft.packetsPerPlayer,
    roundsPerPlayer: draft.roundsPerPlayer,
    invitedOnly: draft.allowList.length > 0,
    gameFacts,
    channel: draft.channel,
    seedHash: campaign.seedHash ?? '',
    // Before the last shard is closed, whoever knows the seed knows which amounts are still to come.
    seed: campaign.shardsClosed ? campaign.seed : null,
  };
}

import { MINUTE_MS } from '../../miniprogram/shared/beijing-time';
import type { CampaignDraft } from '../../miniprogram/shared/campaign';
import type { CampaignRecord, ClaimRecord } from './records';

/** A claim that is still TAKING after this was left behind by a crash; the campaign clock resumes it. */
const LEFT_BEHIND_MS = MINUTE_MS;

/** What a claim takes over from its campaign. */
export interface ClaimedCampaign extends Pick<CampaignRecord, '_id'> {
  readonly draft: Pick<CampaignDraft, 'title' | 'senderName' | 'greeting' | 'channel'>;
}

export interface Taker {
  readonly openid: string;
  readonly playerCode: string;
  readonly roundId: string;
  /** How the player came in, as the phone says it; 0 when that is not known. */
  readonly entryScene: number;
}

/** A granted packet's claim before it has taken its place; it points at one shard. */
export function newClaim(
  campaign: ClaimedCampaign,
  taker: Taker,
  claimId: string,
  shardNo: number,
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
    shardNo,
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

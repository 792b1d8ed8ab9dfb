/*
 * The shapes that are stored. Every document is owned by one store file in `server/usecases/stores/`;
 * nothing else names its collection or its fields in a query.
 */
import type { CampaignDraft, CampaignState } from '../../miniprogram/shared/campaign';
import type { PayoutChannel } from '../../miniprogram/shared/channels';
import type { PayoutWait } from '../../miniprogram/shared/contract/packet';
import type { PaymentStep } from '../../miniprogram/shared/payment';
import type { Doc } from '../ports/documents';

export interface CampaignRecord extends Doc {
  readonly organiserOpenid: string;
  /** Makes saving a new draft safe to repeat. */
  readonly requestId: string;
  readonly state: CampaignState;
  /** Counts the organiser's own changes; a save must name the one it was based on. */
  readonly revision: number;
  readonly draft: CampaignDraft;
  readonly createdAtMs: number;
  readonly publishedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** The window's end, copied out of the draft so that the clock function can find what has ended. */
  readonly endAtMs: number;
  readonly shardCount: number;
  /** Hex, 32 bytes. Secret until the campaign has ended and nothing can be claimed any more. */
  readonly seed: string | null;
  readonly seedHash: string | null;
  /** True once every shard is closed: from here the unclaimed remainder is final. */
  readonly shardsClosed: boolean;
  /** Budget that was added while the campaign ran, oldest first; `draft.split` includes it. */
  readonly additions?: readonly BudgetAddition[];
  /** True while the shards of the last addition are being stored; nothing ends the campaign then. */
  readonly additionOpen?: boolean;
  /** When the auditor looks at this campaign next; set from publishing on. */
  readonly auditDueAtMs?: number;
  /** See `record-versions.ts`. */
  readonly schema?: number;
}

/** How a campaign's funds grew: what a posting is for claims, with its cause and author. */
export interface BudgetAddition {
  /** 1, 2, 3 … within the campaign. */
  readonly no: number;
  readonly requestId: string;
  readonly totalFen: number;
  readonly packetCount: number;
  /** Hex; follows from the campaign's seed, see `additionSeedSource`. As secret as that one. */
  readonly seed: string;
  readonly firstShardNo: number;
  readonly shardCount: number;
  readonly atMs: number;
  /** A player code. */
  readonly who: string;
}

/** A bounded part of a campaign's packets. `_id` is `${campaignId}.${shardNo}`. */
export interface PoolShardRecord extends Doc {
  readonly campaignId: string;
  readonly shardNo: number;
  /** Written once at publishing and never changed. */
  readonly amountsFen: readonly number[];
  readonly size: number;
  /** How many places are taken; equals `takers.length`. */
  readonly taken: number;
  /** How many are not: `size − taken`, kept so that one query finds the shards with room. */
  readonly left: number;
  /** Claim ids in the order in which they took a place: the packet of `takers[i]` is `amountsFen[i]`. */
  readonly takers: readonly string[];
  readonly closed: boolean;
}

/** One player in one campaign. `_id` is `${campaignId}.${playerKey}`. */
export interface ParticipationRecord extends Doc {
  readonly campaignId: string;
  readonly openid: string;
  readonly playerCode: string;
  readonly roundsStarted: number;
  /** Every request that started a round, so that a late repeat never starts another. */
  readonly requestIds: readonly string[];
  /** Packets granted so far; never above the campaign's limit per player. */
  readonly packetsGranted: number;
  /** The newest round; the only one that can still be open. */
  readonly round: RoundRecord;
}

export interface RoundRecord {
  readonly roundId: string;
  readonly requestId: string;
  readonly roundNo: number;
  /** Hex; everything about the round follows from it. Never travels. */
  readonly seed: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly state: 'open' | 'judged' | 'void';
  /** For games judged step by step: what the cloud has judged so far. */
  readonly progress: unknown;
  readonly score: number;
  readonly earned: number;
  /** Claim ids granted by this round. */
  readonly grantedClaimIds: readonly string[];
}

/**
 * Where a claim stands before and while its money moves. `TAKING` holds no place yet; `NONE_LEFT`
 * never got one. Neither is shown to anybody and neither has postings.
 */
export type ClaimStep = 'TAKING' | 'NONE_LEFT' | PaymentStep;

/** One packet of one player, the row of the payout queue, and its own journal. */
export interface ClaimRecord extends Doc {
  readonly campaignId: string;
  readonly openid: string;
  readonly playerCode: string;
  readonly roundId: string;
  /** Copied from the campaign, so that paying and showing need one document. */
  readonly campaignTitle: string;
  readonly senderName: string;
  readonly greeting: string;
  readonly channel: PayoutChannel;
  /**
   * Whom the provider pays: the player's openid under the channel's account. Null until that is
   * known; fixed from the first bill on.
   */
  readonly recipientId: string | null;
  /** How the player last came in, for channels that ask for it. */
  readonly entryScene: number;
  readonly step: ClaimStep;
  readonly amountFen: number;
  /** While TAKING: the only shard in which this claim may take a place now. */
  readonly shardNo: number;
  readonly placeNo: number;
  /** When the claim was completed; 0 while TAKING. */
  readonly claimedAtMs: number;
  /** Minutes since the epoch and the Beijing month ('202611') of `claimedAtMs`, to group by. */
  readonly claimedMinute: number;
  readonly claimedMonth: string;
  readonly history: readonly { readonly step: PaymentStep; readonly atMs: number }[];
  readonly postings: readonly Posting[];
  /** When the next worker should look at this claim; far future when nobody needs to. */
  readonly dueAtMs: number;
  /** Who works on it, until when. A crashed worker's claim is free again after that. */
  readonly leaseOwner: string | null;
  readonly leaseUntilMs: number;
  /** Stored before the first send; the same for every attempt until a query proves it ended unpaid. */
  readonly billNo: string | null;
  /** Bill numbers that a query proved to have ended without money leaving, oldest first. */
  readonly endedBillNos: readonly string[];
  /** Sends with the present bill number that may have reached the provider. */
  readonly sendCount: number;
  readonly lastSentAtMs: number;
  readonly lastCode: string | null;
  readonly heldReason: string | null;
  /** What an owed claim waits for, when that is more than its turn. */
  readonly waitsFor: PayoutWait | null;
  /** What the provider gave with the present bill, to open it on the player's phone. */
  readonly pass: OpeningPass | null;
  /** See `record-versions.ts`. */
  readonly schema?: number;
}

/** The only way to a packet that was sent: without it the same bill has to be asked for again. */
export interface OpeningPass {
  readonly billNo: string;
  readonly value: string;
  readonly atMs: number;
}

/**
 * One person's two openids. Found from either side: `_id` is `player.${openid}`,
 * `official.${officialOpenid}` or, where the platform tells it, `union.${unionid}` (then `openid` is
 * empty).
 */
export interface IdentityRecord extends Doc {
  readonly openid: string;
  readonly officialOpenid: string;
  readonly unionid: string | null;
  readonly linkedAtMs: number;
}

/** `_id` is the bill number: unique for ever, across all campaigns. */
export interface BillRecord extends Doc {
  readonly claimId: string;
  readonly channel: PayoutChannel;
  readonly attemptNo: number;
  readonly recipientId: string;
  readonly amountFen: number;
  readonly createdAtMs: number;
}

/** The one schedule of a channel's send slots, shared by all senders. `_id` is `schedule.${channel}`. */
export interface SendScheduleRecord extends Doc {
  readonly nextSlotMs: number;
}

/**
 * What was started on one Beijing day through one channel, for one recipient (`_id` is
 * `${channel}.${day}.${recipientId}`) or for the merchant (`${channel}.${day}`), whose bill numbers
 * are too many to be listed.
 */
export interface DaySpendRecord extends Doc {
  readonly packets: number;
  readonly amountFen: number;
  readonly billNos: readonly string[];
}

/** One channel of this deployment's merchant. `_id` is the channel. */
export interface MerchantStateRecord extends Doc {
  /** Null while payouts run; otherwise the provider's code or the self-check's finding. */
  readonly pausedReason: string | null;
  /** What the finding is about, by name: a variable, a file, a date. */
  readonly pausedDetail: string | null;
  readonly pausedBy: 'self-check' | 'provider' | null;
  readonly pausedSinceMs: number;
  /** From here on one payout may try whether the reason is gone. */
  readonly retryAtMs: number;
  readonly certificateExpiresAtMs: number | null;
  /** When the certificate was last looked at and found good. */
  readonly checkedAtMs: number;
}

export const ACCOUNTS = [
  'unallocated',
  'owed',
  'in-flight',
  'sent',
  'received',
  'returned',
  'settled-outside',
] as const;
export type Account = (typeof ACCOUNTS)[number];

/** One movement of fen between two accounts of a campaign; always positive, never changed. */
export interface Posting {
  /** 1, 2, 3 … within the claim. */
  readonly no: number;
  readonly from: Account;
  readonly to: Account;
  readonly amountFen: number;
  readonly atMs: number;
  /** What caused it: a bill number and the provider's word, or who decided. */
  readonly cause: string;
}

/** What an organiser did to money or rules. `_id` names the action, so that a repeat adds nothing. */
export interface AuditRecord extends Doc {
  readonly campaignId: string;
  readonly atMs: number;
  /** A player code; the full openid is in no trail. */
  readonly who: string;
  readonly action: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * One audit of one campaign, kept after every page so that the next run goes on. `_id` is
 * `${campaignId}.${startedAtMs}`. Nothing is ever corrected because of it.
 */
export interface AuditReportRecord extends Doc {
  readonly campaignId: string;
  readonly startedAtMs: number;
  /** 0 while it is not finished. */
  readonly finishedAtMs: number;
  readonly nextShardNo: number;
  readonly fundedFen: number;
  readonly claims: number;
  /** Places whose claim was being completed. */
  readonly taking: number;
  readonly accounts: Readonly<Record<Account, number>>;
  /** Bills that the provider was asked about, and those about which nothing could be learned. */
  readonly billsAsked: number;
  readonly billsUnanswered: number;
  readonly differenceCount: number;
  readonly differenceFen: number;
  /** The first ones; the count and the sum are of all. */
  readonly differences: readonly {
    readonly kind: string;
    readonly about: string;
    readonly amountFen: number;
    readonly detail: string;
  }[];
}

/**
 * A list of all claims of a campaign as they stood at one instant, while it is written and afterwards.
 * `_id` is `${campaignId}.${asOfMs}`.
 */
export interface ExportRecord extends Doc {
  readonly campaignId: string;
  readonly asOfMs: number;
  readonly expectedRows: number;
  readonly expectedFen: number;
  /** What the parts hold so far. */
  readonly rows: number;
  readonly amountFen: number;
  /** In the order of the list; empty again once the file is there. */
  readonly partFileIds: readonly string[];
  /** Where the next part begins; null when there is none. */
  readonly nextCursor: string | null;
  /** Null until the whole list is one file. */
  readonly fileId: string | null;
}

/** A due time that no worker ever reaches. */
export const NEVER_MS = Number.MAX_SAFE_INTEGER;

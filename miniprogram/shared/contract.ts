/**
 * What the phone may ask and what the cloud answers. Types only; both sides compile against them.
 * A request goes to one of three cloud functions, `player`, `organiser` and `cashier`, as
 * `{ action, ...fields }`; unknown fields are refused. Who is asking is never part of a request.
 */
import type { CampaignDraft, CampaignState, FundingKind } from './campaign';
import type { BalanceAccount, PayoutChannel } from './channels';
import type { GameId } from './games/game-rules';
import type { PaymentStep } from './payment';
import type { Failure } from './result';

/** Every answer carries the server's clock, so that countdowns never trust the phone's. */
export type Reply<T> =
  | { readonly ok: true; readonly serverNowMs: number; readonly value: T }
  | { readonly ok: false; readonly serverNowMs: number; readonly failure: Failure };

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Opaque; null when this was the last page. */
  readonly nextCursor: string | null;
}

// ─── player ────────────────────────────────────────────────────────────────────────────────────

export interface PlayerApi {
  /** Campaigns that run now or start within 7 days, the next one first. */
  home: { request: Record<never, never>; value: HomeView };
  lobby: { request: { campaignId: string }; value: LobbyView };
  /** Safe to repeat with the same requestId: the same round is dealt again. */
  'start-round': { request: { campaignId: string; requestId: string }; value: RoundStart };
  /** One move of a game that is judged step by step. `move` is the game's own. */
  move: { request: { ticket: string; move: unknown }; value: MoveReply };
  /** Ends the round and takes the packets it earned. Safe to repeat: one effect, the same answer. */
  'finish-round': {
    request: {
      ticket: string;
      evidence: unknown;
      /** How the mini program was entered; it only decides whether a packet can be opened here. */
      entryScene?: number;
    };
    value: RoundResult;
  };
  'my-packets': { request: { cursor?: string }; value: MyPackets };
  packet: { request: { claimId: string }; value: PacketView };
  /** Where this player's accounts are linked, for campaigns that pay through the official account. */
  link: { request: Record<never, never>; value: LinkView };
}

export interface LinkView {
  readonly isLinked: boolean;
  /** The page to show in a web-view; null when there is nothing to do or no link is set up. */
  readonly url: string | null;
}

export interface HomeView {
  readonly campaigns: readonly CampaignCard[];
  /** Shown to organisers on allow and block lists; says nothing about the account. */
  readonly playerCode: string;
  readonly isOrganiser: boolean;
}

export interface CampaignCard {
  readonly campaignId: string;
  readonly title: string;
  readonly senderName: string;
  readonly gameId: GameId;
  readonly startAtMs: number;
  readonly endAtMs: number;
  readonly packetCount: number;
  readonly packetsLeft: number;
}

export interface LobbyView {
  readonly campaign: CampaignCard & {
    readonly greeting: string;
    readonly totalFen: number;
    readonly minFen: number;
    readonly maxFen: number;
    readonly splitKind: 'equal' | 'random';
    readonly packetsPerPlayer: number;
    readonly roundsPerPlayer: number;
    readonly invitedOnly: boolean;
    /** The game's own settings, as far as players may see them. */
    readonly gameFacts: GameFacts;
    readonly channel: PayoutChannel;
    /** SHA-256 (hex) of the split's seed, public from publishing on; the seed follows at the end. */
    readonly seedHash: string;
    readonly seed: string | null;
  };
  readonly me: {
    /** Null when a round may be started now; otherwise the first reason that applies. */
    readonly refusal: Failure | null;
    /** This campaign pays through the official account, and this player is not linked with it yet. */
    readonly needsLink: boolean;
    readonly roundsPlayed: number;
    readonly packets: readonly PacketView[];
  };
}

export type GameFacts =
  | {
      readonly gameId: 'red-packet-rain';
      readonly roundSeconds: number;
      readonly hitsPerPacket: number;
      readonly packetsPerRound: number;
    }
  | {
      readonly gameId: 'riddles';
      readonly roundSeconds: number;
      readonly riddleCount: number;
      readonly triesPerRiddle: number;
      readonly rightPerPacket: number;
    };

export interface RoundStart {
  readonly roundId: string;
  /** Signed, single-use, bound to player, campaign and round. Opaque to the phone. */
  readonly ticket: string;
  readonly gameId: GameId;
  /** When play begins; a short countdown lies between the answer and this instant. */
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** The game's own deal: `RainDeal` or `RiddlesDeal`. */
  readonly deal: unknown;
}

export interface MoveReply {
  readonly accepted: boolean;
  /** The game's own feedback, for example `RiddleFeedback`. */
  readonly feedback: unknown;
}

export interface RoundResult {
  readonly score: number;
  /** Packets the play earned; fewer may have been taken, see `shortfall`. */
  readonly earned: number;
  readonly packets: readonly PacketView[];
  /** `ended`: the campaign was ended while this round was being played, and packets are left over. */
  readonly shortfall: 'none' | 'sold-out' | 'packet-limit' | 'ended';
}

export interface PacketView {
  readonly claimId: string;
  readonly campaignId: string;
  readonly campaignTitle: string;
  readonly senderName: string;
  readonly greeting: string;
  readonly amountFen: number;
  readonly claimedAtMs: number;
  readonly channel: PayoutChannel;
  readonly payment: PaymentView;
}

export interface PaymentView {
  readonly step: PaymentStep;
  /** When the next thing happens by itself, where that is known: 8:00 after a night, a retry. */
  readonly nextAtMs: number | null;
  /**
   * Why it waits, where that helps: a daily limit, payouts that are paused, or something the player
   * does: link the official account, enter by scanning.
   */
  readonly waitsFor?: PayoutWait;
  readonly history: readonly { readonly step: PaymentStep; readonly atMs: number }[];
}

export type PayoutWait = 'player-limit' | 'merchant-limit' | 'merchant' | 'link' | 'scan';

export interface MyPackets extends Page<PacketView> {
  /** Beijing months, newest first, over everything this player ever won. */
  readonly months: readonly {
    readonly month: string;
    readonly amountFen: number;
    readonly count: number;
  }[];
}

// ─── organiser ─────────────────────────────────────────────────────────────────────────────────

export interface OrganiserApi {
  list: { request: { cursor?: string }; value: Page<OrganiserCard> };
  get: { request: { campaignId: string }; value: OrganiserCampaign };
  /** Without a campaignId a new draft is made; with one, `revision` must be the one that was read. */
  'save-draft': {
    request: { draft: CampaignDraft; campaignId?: string; revision?: number; requestId: string };
    value: OrganiserCampaign;
  };
  'delete-draft': { request: { campaignId: string }; value: Record<never, never> };
  /** Checks everything again, stores the whole split, then opens. Safe to repeat. */
  publish: { request: { campaignId: string; revision: number }; value: OrganiserCampaign };
  /** Ends now: no further packet is taken; what is owed is still paid. */
  end: { request: { campaignId: string }; value: OrganiserCampaign };
  /** No round starts while a campaign is paused; rounds being played may end, payouts go on. */
  pause: { request: { campaignId: string }; value: OrganiserCampaign };
  resume: { request: { campaignId: string }; value: OrganiserCampaign };
  /** The campaign's new totals; they only grow. Safe to repeat with the same requestId. */
  'add-budget': {
    request: { campaignId: string; totalFen: number; packetCount: number; requestId: string };
    value: OrganiserCampaign;
  };
  /** What may change while a campaign runs; new packets carry the new greeting. */
  'change-running': {
    request: { campaignId: string; revision: number; greeting: string; endAtMs: number };
    value: OrganiserCampaign;
  };
  /** Tries at once whether the reason of a pause is gone; claims and bill numbers stay as they are. */
  'resume-payouts': { request: { campaignId: string }; value: Record<never, never> };
  /** Payouts that wait for a person, newest first. */
  held: { request: { campaignId: string; cursor?: string }; value: Page<ClaimRow> };
  /**
   * What a person decides about a held payout. WeChat Pay is asked first: if its record shows that
   * the money moved, that is booked instead, and the row says so.
   */
  'decide-held': {
    request: {
      campaignId: string;
      claimId: string;
      decision: HeldDecision;
      /** For the audit trail: who is told later why this was right. */
      reason: string;
    };
    value: ClaimRow;
  };
  /** Which channels this deployment can pay through, and what the others still need. */
  channels: { request: Record<never, never>; value: { channels: readonly ChannelReadiness[] } };
  /** What the merchant has declared for campaigns that are paid from its own balance. */
  balance: { request: Record<never, never>; value: BalanceView };
  /** Only the finance role. `freeFen` is what may be set aside from now on, whatever was before. */
  'declare-balance': {
    request: { account: BalanceAccount; freeFen: number; requestId: string };
    value: BalanceView;
  };
  live: { request: { campaignId: string }; value: LiveView };
  claims: { request: { campaignId: string; cursor?: string }; value: Page<ClaimRow> };
  /** Begins a file with all claims, or goes on with the one that is being written. */
  'start-export': { request: { campaignId: string }; value: ClaimExport };
  /** Writes on for a few seconds; to be called until `url` is there. Safe to repeat. */
  'continue-export': { request: { campaignId: string; exportId: string }; value: ClaimExport };
}

/** One of the deployment's channels. `missing` names settings, never their values. */
export interface ChannelReadiness {
  readonly channel: PayoutChannel;
  readonly missing: readonly string[];
}

export interface BalanceView {
  readonly mayDeclare: boolean;
  readonly accounts: readonly {
    readonly account: BalanceAccount;
    /** Null: nobody has declared one yet. */
    readonly freeFen: number | null;
    /** Set aside for campaigns that are open or not settled. */
    readonly setAsideFen: number;
    readonly declaredAtMs: number | null;
    /** The provider had less than was declared: nothing is free until somebody declares anew. */
    readonly shortSinceMs: number | null;
  }[];
}

/** `retry`: pay again; `return`: the money is the campaign's again; `settle`: paid in another way. */
export type HeldDecision = 'retry' | 'return' | 'settle';

/** A file with every claim of a campaign as it stood at one instant. It is complete or not there. */
export interface ClaimExport {
  readonly exportId: string;
  readonly asOfMs: number;
  /** 0: nothing was claimed by then, and there will be no file. */
  readonly expectedRows: number;
  readonly rows: number;
  readonly amountFen: number;
  /** Where the file can be fetched for two hours, by anybody who has the address. */
  readonly url: string | null;
}

export interface OrganiserCard {
  readonly campaignId: string;
  readonly title: string;
  readonly gameId: GameId;
  readonly state: CampaignState;
  readonly startAtMs: number;
  readonly endAtMs: number;
  readonly totalFen: number;
  readonly packetCount: number;
  readonly claimedCount: number;
  readonly claimedFen: number;
  readonly paidFen: number;
}

export interface OrganiserCampaign {
  readonly campaignId: string;
  readonly revision: number;
  readonly state: CampaignState;
  readonly draft: CampaignDraft;
  readonly createdAtMs: number;
  readonly publishedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly seedHash: string | null;
}

/** Every fen of a campaign is in exactly one of these. */
export interface Conservation {
  readonly fundedFen: number;
  readonly unallocatedFen: number;
  readonly owedFen: number;
  readonly inFlightFen: number;
  readonly sentFen: number;
  readonly receivedFen: number;
  readonly returnedFen: number;
  /** Paid by the organiser in another way, with a note. */
  readonly settledFen: number;
  /** Of claims that a newer version of the functions has written and this one cannot read. */
  readonly newerFen?: number;
  /** funded − all the others. Anything but 0 is a fault and is shown as one. */
  readonly differenceFen: number;
}

export interface LiveView {
  readonly campaign: OrganiserCampaign;
  readonly conservation: Conservation;
  readonly funding: FundingView;
  readonly claimedCount: number;
  readonly playersCount: number;
  readonly byStep: readonly {
    readonly step: PaymentStep;
    readonly count: number;
    readonly amountFen: number;
  }[];
  /** Claims in each of the last 30 minutes, oldest first. */
  readonly claimsPerMinute: readonly number[];
  readonly recent: readonly ClaimRow[];
  readonly alarms: readonly Alarm[];
}

export interface Alarm {
  readonly kind:
    | 'payouts-paused'
    | 'held-payouts'
    | 'conservation'
    | 'audit-difference'
    | 'newer-records'
    | 'slow-payouts'
    | 'certificate-expires'
    /** A balance that this campaign may need turned out smaller than declared. */
    | 'balance-short'
    | 'quiet-hours';
  /** For 'payouts-paused': the provider's code or the self-check's finding. */
  readonly reason?: string;
  /** For 'payouts-paused': whether 'resume-payouts' makes sense, or only a setting ends it. */
  readonly canResume?: boolean;
  readonly count?: number;
  /** For 'payouts-paused' by NOTENOUGH: so much pays everything that is owed. */
  readonly amountFen?: number;
  readonly untilAtMs?: number;
}

export interface ClaimRow {
  readonly claimId: string;
  readonly playerCode: string;
  readonly amountFen: number;
  readonly claimedAtMs: number;
  readonly payment: PaymentView;
  /** Why a person has to look at it; only on held payouts. */
  readonly heldReason: string | null;
  readonly billNo: string | null;
}

// ─── cashier: what needs the payment provider at once ──────────────────────────────────────────

export interface CashierApi {
  /**
   * Player: what the phone needs to open one packet on WeChat's own page. An owed packet is sent at
   * once; a stale page is asked for again under the same bill number.
   */
  'open-packet': { request: { claimId: string; entryScene: number }; value: OpenPacket };
  /** Player: WeChat's page was closed; the provider is asked what came of it. */
  'check-packet': { request: { claimId: string }; value: PacketView };
  /** Organiser: an order for the budget of a campaign that is paid in. Safe to repeat. */
  'pay-in': {
    request: { campaignId: string; amountFen: number; requestId: string };
    value: PayIn;
  };
  /** Organiser: WeChat's payment page was closed; the provider is asked. */
  'check-order': { request: { campaignId: string; orderNo: string }; value: FundingView };
  /** Organiser: an order that nobody will pay. One that was paid meanwhile stays paid. */
  'close-order': { request: { campaignId: string; orderNo: string }; value: FundingView };
  /** Organiser: everything that may go back, on the way it came. Safe to repeat. */
  'refund-rest': { request: { campaignId: string; requestId: string }; value: FundingView };
  /** Organiser: takes back a transfer that its player has not confirmed. */
  'withdraw-payout': {
    request: { campaignId: string; claimId: string; reason: string };
    value: ClaimRow;
  };
  funding: { request: { campaignId: string }; value: FundingView };
}

export interface OpenPacket {
  readonly packet: PacketView;
  /** Null when there is nothing to open; the packet says why. */
  readonly phoneCall: PhoneCall | null;
}

/** The arguments of the one call of `wx` that opens a packet. */
export type PhoneCall =
  | {
      readonly kind: 'merchant-transfer';
      readonly mchId: string;
      readonly appId: string;
      readonly package: string;
    }
  | {
      readonly kind: 'biz-red-packet';
      readonly timeStamp: string;
      readonly nonceStr: string;
      /** Encoded once already. */
      readonly package: string;
      readonly signType: 'MD5';
      readonly paySign: string;
    };

/** The arguments of wx.requestPayment. */
export interface PaymentCall {
  readonly timeStamp: string;
  readonly nonceStr: string;
  readonly package: string;
  readonly signType: 'MD5';
  readonly paySign: string;
}

export interface PayIn {
  readonly orderNo: string;
  /** Null when this order is paid or closed by now: the funding says which. */
  readonly payment: PaymentCall | null;
}

export type OrderState = 'UNPAID' | 'PAID' | 'CLOSED';
export type RefundState = 'PROCESSING' | 'REFUNDED' | 'NEEDS_PERSON' | 'CLOSED';

/** The money of one campaign before and after its players: orders in, refunds out. */
export interface FundingView {
  readonly kind: FundingKind;
  /** The split's total, with what was added. */
  readonly neededFen: number;
  /** For 'merchant-balance': whether that much is set aside now. */
  readonly isSetAside: boolean;
  readonly paidInFen: number;
  /** Set aside for players; once nothing can be won any more, what they won and did not let expire. */
  readonly playersFen: number;
  /** On its way back to whoever paid. */
  readonly refundingFen: number;
  readonly refundedFen: number;
  /** What may go back now: never set for players, or theirs no more. */
  readonly refundableFen: number;
  /** paid in − players' − refunding − refunded − refundable. Anything but 0 is a fault. */
  readonly differenceFen: number;
  readonly orders: readonly OrderRow[];
}

export interface OrderRow {
  readonly orderNo: string;
  readonly amountFen: number;
  readonly state: OrderState;
  readonly createdAtMs: number;
  readonly paidAtMs: number | null;
  readonly refunds: readonly {
    readonly refundNo: string;
    readonly amountFen: number;
    readonly state: RefundState;
    readonly atMs: number;
  }[];
}

/*
 * What is stored about the money of campaigns before and after their players. Owned by
 * `server/usecases/stores/fundings.ts` and `balances.ts`.
 */
import type { BalanceAccount } from '../../../miniprogram/shared/channels';
import type { OrderState, RefundState } from '../../../miniprogram/shared/contract/funding';
import type { Doc } from '../../ports/documents';

/**
 * What an organiser paid in for one campaign, and what of it went back. `_id` is the campaign's.
 *
 * Orders, refunds and postings live in one document on purpose: what is set aside for players, what
 * was promised back and what came in can only change together, in one conditional update, so that
 * no two of them can ever be true at once that do not add up.
 */
export interface FundingRecord extends Doc {
  /** Who pays, and the only one to whom anything goes back. */
  readonly organiserOpenid: string;
  /** No further order: its draft is deleted. */
  readonly closed: boolean;
  /** Oldest first; never removed. */
  readonly orders: readonly OrderRecord[];
  /** The same orders' numbers, by which a notification finds its campaign. */
  readonly orderNos: readonly string[];
  readonly postings: readonly FundingPosting[];
  /** When somebody should look whether the campaign is settled and a rest goes back. */
  readonly watchAtMs: number;
  /** The earliest of everything that waits here; far future when nothing does. */
  readonly dueAtMs: number;
}

/** One order at the provider. Everything but the lines from `state` on never changes. */
export interface OrderRecord {
  /** `out_trade_no`: stored before its first use, the same for every attempt. */
  readonly orderNo: string;
  readonly requestId: string;
  readonly amountFen: number;
  /** What the payer reads on WeChat's page. */
  readonly description: string;
  readonly createdAtMs: number;
  /** From here on the provider lets nobody pay any more. */
  readonly expiresAtMs: number;
  readonly state: OrderState;
  /** What the phone opens WeChat's page with, once the provider has given it. */
  readonly prepayId: string | null;
  /** The organiser will not pay it: to be closed as soon as the provider allows that. */
  readonly closeWanted: boolean;
  /** The provider's number of the payment. */
  readonly transactionId: string | null;
  readonly paidAtMs: number | null;
  readonly refunds: readonly RefundRecord[];
  readonly dueAtMs: number;
}

export interface RefundRecord {
  /** `out_refund_no`: kept through every failure; another number would be another refund. */
  readonly refundNo: string;
  readonly requestId: string;
  readonly amountFen: number;
  readonly state: RefundState;
  readonly createdAtMs: number;
  /** When the provider took it in hand; until then it is asked for again. */
  readonly acceptedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly lastCode: string | null;
  readonly dueAtMs: number;
  /**
   * When those requests for it left whose answer is not known, oldest first. Without it: written by
   * code that did not keep it, and asked for at least once.
   */
  readonly unansweredAtMs?: readonly number[];
  /** Of a SETTLED one. */
  readonly settlement?: SettlementRecord;
}

/** How a refund that the provider would not make was given back outside the app. */
export interface SettlementRecord {
  readonly requestId: string;
  readonly note: string;
  /** When the provider said all the same that it gave the money back; mostly never. */
  readonly refundedAtMs: number | null;
}

/**
 * Where a fen that was paid in is. `payer` is the outside: its balance is minus what came in.
 * `set-aside` belongs to the players of an open campaign; afterwards it is what they got.
 */
export const FUNDING_ACCOUNTS = [
  'payer',
  'available',
  'set-aside',
  'refunding',
  'refunded',
  'settled-outside',
] as const;
export type FundingAccount = (typeof FUNDING_ACCOUNTS)[number];

/** One movement of fen; always positive, never changed. */
export interface FundingPosting {
  /** 1, 2, 3 … within the campaign. */
  readonly no: number;
  readonly from: FundingAccount;
  readonly to: FundingAccount;
  readonly amountFen: number;
  readonly atMs: number;
  /** An order's or refund's number and the provider's word, or what it was set aside for. */
  readonly cause: string;
}

/** What finance declared of one of the merchant's accounts. `_id` is the account. */
export interface BalanceRecord extends Doc {
  readonly _id: BalanceAccount;
  /** What may still be set aside; null before anybody declared it. */
  readonly freeFen: number | null;
  readonly declaredAtMs: number | null;
  /** The provider said that there is less than was declared: nothing is free until it is anew. */
  readonly shortSinceMs: number | null;
  /** The newest declarations' requests, so that a repeat does not undo what was set aside since. */
  readonly requestIds: readonly string[];
  readonly setAside: readonly SetAsideRecord[];
}

export interface SetAsideRecord {
  readonly campaignId: string;
  readonly amountFen: number;
  /** When it was last asked for. */
  readonly atMs: number;
  /** Nothing of it is owed or free any more; kept for a while, so that nobody late starts again. */
  readonly settledAtMs: number | null;
}

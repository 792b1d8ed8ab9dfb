/** The money of one campaign before and after its players: orders in, refunds out. */
import type { FundingKind } from '../campaign';

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
  /** Given back outside the app, because WeChat Pay would not. */
  readonly settledFen: number;
  /** What may go back now: never set for players, or theirs no more. */
  readonly refundableFen: number;
  /** paid in − players' − refunding − refunded − settled − refundable. Anything but 0 is a fault. */
  readonly differenceFen: number;
  readonly orders: readonly OrderRow[];
}

export interface OrderRow {
  readonly orderNo: string;
  readonly amountFen: number;
  readonly state: OrderState;
  readonly createdAtMs: number;
  readonly paidAtMs: number | null;
  readonly refunds: readonly RefundRow[];
}

export interface RefundRow {
  readonly refundNo: string;
  readonly amountFen: number;
  readonly state: RefundState;
  readonly atMs: number;
  /** The provider's last word. */
  readonly code: string | null;
  /** It will not happen, and nothing of it can be on its way: 'settle-refund' is allowed. */
  readonly maySettle: boolean;
  /** How it was given back outside the app; only of a SETTLED one. */
  readonly note: string | null;
  /** SETTLED, and the provider gave the money back all the same: somebody has it twice. */
  readonly isTwice: boolean;
}

export type OrderState = 'UNPAID' | 'PAID' | 'CLOSED';
export type RefundState = 'PROCESSING' | 'REFUNDED' | 'NEEDS_PERSON' | 'CLOSED' | 'SETTLED';

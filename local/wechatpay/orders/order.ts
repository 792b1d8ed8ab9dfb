import type { SignType } from '../signature';

/*
 * One order that a player pays, and its refunds.
 *
 *   NOTPAY ─┬─ SUCCESS ── REFUND      the first refund, of whatever part
 *           └─ CLOSED
 *
 *   PROCESSING ─┬─ SUCCESS            the player has the money again
 *               ├─ CHANGE ── SUCCESS  the player's card took no money: it is the merchant's again, who
 *               │                     may complete the refund on the merchant platform
 *               └─ REFUNDCLOSE        nothing was refunded, the money is the merchant's again
 */
export type TradeState = 'NOTPAY' | 'SUCCESS' | 'CLOSED' | 'REFUND';
export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'CHANGE' | 'REFUNDCLOSE';

/** What the merchant asked for. A repeat with the same number must ask for exactly this. */
export interface OrderRequest {
  readonly outTradeNo: string;
  readonly openid: string;
  readonly totalFen: number;
  readonly body: string;
  readonly attach: string;
  readonly notifyUrl: string;
  readonly signType: SignType;
  /** time_expire; null when none was sent. */
  readonly expiresAtMs: number | null;
}

export interface Order extends OrderRequest {
  readonly state: TradeState;
  readonly createdAtMs: number;
  readonly prepayId: string;
  readonly prepaidAtMs: number;
  /** The provider's number, once paid. */
  readonly transactionId: string | null;
  readonly paidAtMs: number | null;
}

export interface Refund {
  readonly outRefundNo: string;
  /** The provider's number. */
  readonly refundId: string;
  readonly outTradeNo: string;
  readonly amountFen: number;
  readonly notifyUrl: string | null;
  readonly status: RefundStatus;
  readonly acceptedAtMs: number;
  readonly endedAtMs: number | null;
}

/** What became of one step. `state` is the order's afterwards, null when there is no such order. */
export interface OrderOutcome {
  readonly done: boolean;
  readonly state: TradeState | null;
}

export interface RefundOutcome {
  readonly done: boolean;
  readonly status: RefundStatus | null;
}

/** Orders from the player's side. `no` is a prepay_id or an out_trade_no. */
export interface OrdersControl {
  orders(): readonly Order[];
  order(no: string): Order | null;
  /** The player pays: NOTPAY → SUCCESS, and the merchant has the money. */
  pay(no: string): OrderOutcome;
  /** The player closes the cash desk; the order stays as it was and can still be paid. */
  abandon(no: string): OrderOutcome;
  refunds(): readonly Refund[];
  refund(outRefundNo: string): Refund | null;
  /** Ends a PROCESSING refund now, or completes one in CHANGE. The clock ends it with SUCCESS. */
  endRefund(outRefundNo: string, as: Exclude<RefundStatus, 'PROCESSING'>): RefundOutcome;
}

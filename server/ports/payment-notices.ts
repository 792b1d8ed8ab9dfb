import type { RefundOutcome } from './order-gateway';
import type { QueryAnswer, SecurityAlert } from './payout-gateway';

/*
 * What the provider tells without being asked. Whoever opens a notice proves that it is genuine and
 * about this merchant; whether it fits what is stored is the use case's question.
 */

/** What arrived from outside, as it arrived: a signature covers exactly these bytes. */
export interface RawNotice {
  /** In any letter case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A notice that proves nothing. It is answered as failed, so that a real one comes again. */
export interface RefusedNotice {
  readonly kind: 'refused';
  readonly code: string;
  readonly alert?: SecurityAlert;
}

/** Genuine, and nothing to book: it need not come again. */
export interface EmptyNotice {
  readonly kind: 'nothing';
}

/** The provider's word on how a transfer ended. Whether it fits the bill is the reader's question. */
export interface TransferNotice {
  readonly kind: 'notice';
  readonly billNo: string;
  readonly amountFen: number;
  /** Null when the notice does not say. */
  readonly recipientId: string | null;
  readonly answer: QueryAnswer;
}

export type OpenTransferNotice = (raw: RawNotice) => Promise<TransferNotice | RefusedNotice>;

/** An order was paid. */
export interface OrderNotice {
  readonly kind: 'notice';
  readonly orderNo: string;
  readonly amountFen: number;
  readonly payerOpenid: string;
  readonly transactionId: string;
  readonly paidAtMs: number;
}

export type OpenOrderNotice = (raw: RawNotice) => OrderNotice | EmptyNotice | RefusedNotice;

/** How a refund ended, or that a person has to see to it. */
export interface RefundNotice {
  readonly kind: 'notice';
  readonly orderNo: string;
  readonly orderAmountFen: number;
  readonly refundNo: string;
  readonly amountFen: number;
  readonly outcome: RefundOutcome;
  /** The provider's word for it. */
  readonly code: string;
}

export type OpenRefundNotice = (raw: RawNotice) => RefundNotice | RefusedNotice;

import type { PaymentCall } from '../../miniprogram/shared/contract/phone-calls';
import type { SecurityAlert } from './payout-gateway';

/**
 * Orders that an organiser pays, and their refunds. The gateway translates and checks that an answer
 * is genuine and speaks of what was asked; it never decides what becomes of the money. A thrown
 * error is a bug. Whatever the network or the provider does is one of the answers below.
 */
export interface PaymentOrder {
  /** Stored before the first use and the same for every attempt, like everything below. */
  readonly orderNo: string;
  readonly payerOpenid: string;
  readonly amountFen: number;
  readonly description: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

export interface RefundOrder {
  readonly orderNo: string;
  readonly orderAmountFen: number;
  /** Kept through every failure. */
  readonly refundNo: string;
  readonly amountFen: number;
}

/** No definite answer; asking again changes nothing that was done. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly code: string;
  readonly alert?: SecurityAlert;
}

export type CreateAnswer =
  | { readonly kind: 'prepaid'; readonly prepayId: string }
  | { readonly kind: 'paid' }
  | { readonly kind: 'closed' }
  | Unknown;

export type OrderAnswer =
  /** Payer and amount are the order's; anything else would be `unknown` with an alert. */
  | { readonly kind: 'paid'; readonly transactionId: string; readonly paidAtMs: number }
  | { readonly kind: 'unpaid' }
  | { readonly kind: 'closed' }
  /** It never landed, or not yet. */
  | { readonly kind: 'not-found' }
  | Unknown;

export type CloseAnswer =
  | { readonly kind: 'closed' }
  | { readonly kind: 'paid' }
  | { readonly kind: 'not-found' }
  | Unknown;

export type RefundAnswer =
  /** Taken in hand; only a query or a notification says how it ended. */
  | { readonly kind: 'accepted' }
  /** Refused for a reason that asking again does not end: a person has to see to it. */
  | { readonly kind: 'refused'; readonly code: string }
  /** Not taken now, or nobody knows: the same number again later. */
  | Unknown;

export type RefundOutcome = 'refunded' | 'closed' | 'needs-person';

export type RefundQueryAnswer =
  | { readonly kind: 'processing' }
  | { readonly kind: 'ended'; readonly outcome: RefundOutcome; readonly code: string }
  | { readonly kind: 'not-found' }
  | Unknown;

export interface OrderGateway {
  create(order: PaymentOrder): Promise<CreateAnswer>;
  query(order: PaymentOrder): Promise<OrderAnswer>;
  close(order: PaymentOrder): Promise<CloseAnswer>;
  refund(refund: RefundOrder): Promise<RefundAnswer>;
  queryRefund(refund: RefundOrder): Promise<RefundQueryAnswer>;
  /** What the phone hands to wx.requestPayment; signed anew each time. */
  paymentCall(prepayId: string): PaymentCall;
  /** Ends idle connections; the next call opens new ones. */
  shutDown(): void;
}

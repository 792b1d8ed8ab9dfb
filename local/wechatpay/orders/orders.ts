import type { NewCallback } from '../callbacks/callbacks';
import type { Limits } from '../limits';
import type { StoreOptions } from '../memory';
import { createTimetable } from '../timetable';
import type { Order, Refund } from './order';

/** Orders and refunds by their numbers. */
export interface Orders {
  all(): readonly Order[];
  /** By out_trade_no, transaction_id, or any prepay_id the order ever had. */
  get(no: string): Order | null;
  /** A new order, or the next state of a known one. */
  put(order: Order): void;
  refunds(): readonly Refund[];
  /** Oldest first. */
  refundsOf(outTradeNo: string): readonly Refund[];
  /** By out_refund_no or refund_id. */
  refund(no: string): Refund | null;
  putRefund(refund: Refund): void;
  apply(entry: OrderEntry): void;
  catchUp(): void;
}

export type OrderEntry =
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'refund'; readonly refund: Refund };

export interface OrdersOptions extends StoreOptions<OrderEntry> {
  readonly limits: Limits;
  readonly announce: (callback: NewCallback) => void;
}

export function createOrders(options: OrdersOptions): Orders {
  const { announce, limits, nowMs, purse, record } = options;
  const orders = new Map<string, Order>();
  const refunds = new Map<string, Refund>();
  /** Every other number of an order or refund → the merchant's number. */
  const outTradeNos = new Map<string, string>();
  const outRefundNos = new Map<string, string>();

  const orderTimes = createTimetable(
    orders,
    (order) => (order.state === 'NOTPAY' ? order.expiresAtMs : null),
    (order) => record({ kind: 'order', order: { ...order, state: 'CLOSED' } }),
  );
  const refundEndsAtMs = ({ acceptedAtMs }: Refund) => acceptedAtMs + limits.orderRefundTakesMs;
  const refundTimes = createTimetable(
    refunds,
    (refund) => (refund.status === 'PROCESSING' ? refundEndsAtMs(refund) : null),
    (refund) =>
      record({
        kind: 'refund',
        refund: { ...refund, status: 'SUCCESS', endedAtMs: refundEndsAtMs(refund) },
      }),
  );

  function apply(entry: OrderEntry): void {
    if (entry.kind === 'order') applyOrder(entry.order);
    else applyRefund(entry.refund);
  }

  function applyOrder(order: Order): void {
    const before = orders.get(order.outTradeNo);
    purse.fen += paidFen(order) - (before ? paidFen(before) : 0);
    orders.set(order.outTradeNo, order);
    outTradeNos.set(order.prepayId, order.outTradeNo);
    orderTimes.notice(order);
    if (order.transactionId === null || order.paidAtMs === null) return;
    outTradeNos.set(order.transactionId, order.outTradeNo);
    announce({
      event: 'order-paid',
      no: order.outTradeNo,
      url: order.notifyUrl,
      createdAtMs: order.paidAtMs,
    });
  }

  function applyRefund(refund: Refund): void {
    const before = refunds.get(refund.outRefundNo);
    purse.fen += (before ? goneFen(before) : 0) - goneFen(refund);
    refunds.set(refund.outRefundNo, refund);
    outRefundNos.set(refund.refundId, refund.outRefundNo);
    refundTimes.notice(refund);
    const order = orders.get(refund.outTradeNo);
    if (order) orders.set(order.outTradeNo, { ...order, state: 'REFUND' });
    if (refund.notifyUrl === null || refund.endedAtMs === null) return;
    announce({
      event: 'refund-ended',
      no: refund.outRefundNo,
      url: refund.notifyUrl,
      createdAtMs: refund.endedAtMs,
    });
  }

  const catchUp = () => {
    const atMs = nowMs();
    const changed = [orderTimes.catchUp(atMs), refundTimes.catchUp(atMs)];
    if (changed.includes(true)) options.onChange();
  };

  return {
    all() {
      catchUp();
      return [...orders.values()];
    },
    get(no) {
      catchUp();
      return orders.get(no) ?? orders.get(outTradeNos.get(no) ?? '') ?? null;
    },
    put(order) {
      record({ kind: 'order', order });
      options.onChange();
    },
    refunds() {
      catchUp();
      return [...refunds.values()];
    },
    refundsOf(outTradeNo) {
      catchUp();
      return [...refunds.values()].filter((refund) => refund.outTradeNo === outTradeNo);
    },
    refund(no) {
      catchUp();
      return refunds.get(no) ?? refunds.get(outRefundNos.get(no) ?? '') ?? null;
    },
    putRefund(refund) {
      record({ kind: 'refund', refund });
      options.onChange();
    },
    apply,
    catchUp,
  };
}

function paidFen(order: Order): number {
  return order.paidAtMs === null ? 0 : order.totalFen;
}

/** Neither a closed refund's money nor what the player's card did not take is out of the account. */
function goneFen(refund: Refund): number {
  return refund.status === 'CHANGE' ? 0 : refundedFen(refund);
}

/** What of its order no other refund may ask for: everything but what was closed. */
export function refundedFen(refund: Refund): number {
  return refund.status === 'REFUNDCLOSE' ? 0 : refund.amountFen;
}

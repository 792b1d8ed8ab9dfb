/*
 * Orders that organisers pay, and their refunds, as WeChat Pay keeps them. What is paid and what went
 * back here is what the books of a campaign are judged by.
 */
import { DAY_MS, HOUR_MS } from '../../../miniprogram/shared/beijing-time';
import type {
  CloseAnswer,
  CreateAnswer,
  OrderAnswer,
  PaymentOrder,
  RefundAnswer,
  RefundOrder,
  RefundOutcome,
  RefundQueryAnswer,
} from '../../../server/ports/order-gateway';
import type { Judge } from '../judge';
import type { ProviderTools } from './bills';

export interface ProviderOrder extends PaymentOrder {
  state: 'unpaid' | 'paid' | 'closed';
  paidAtMs: number;
}

export interface ProviderRefund extends RefundOrder {
  status: 'PROCESSING' | RefundOutcome;
}

export interface OrderListeners {
  readonly onOrderMade: (order: ProviderOrder) => void;
  readonly onOrderPaid: (order: ProviderOrder) => void;
  readonly onRefund: (refund: ProviderRefund) => void;
}

export interface Orders {
  create(order: PaymentOrder): CreateAnswer;
  query(order: PaymentOrder): OrderAnswer;
  close(order: PaymentOrder): CloseAnswer;
  refund(refund: RefundOrder): RefundAnswer;
  queryRefund(refund: RefundOrder): RefundQueryAnswer;
  /** The organiser pays on WeChat's page; one that cannot be paid any more stays unpaid. */
  pay(prepayId: string): void;
  /** Somebody on the merchant's platform will complete this refund, unless it is settled by then. */
  isSeenTo(refundNo: string): boolean;
  readonly orders: ReadonlyMap<string, ProviderOrder>;
  readonly refunds: ReadonlyMap<string, ProviderRefund>;
}

const CODES: Readonly<Record<RefundOutcome, string>> = {
  refunded: 'SUCCESS',
  closed: 'REFUNDCLOSE',
  'needs-person': 'CHANGE',
};

export const codeOf = (outcome: RefundOutcome) => CODES[outcome];

export function transactionOf({ orderNo }: PaymentOrder): string {
  return `42000${orderNo}`;
}

/** `isSettled`: our books say that a refund was given back by hand. */
export function newOrders(
  tools: ProviderTools,
  judge: Judge,
  listeners: OrderListeners,
  isSettled: (refundNo: string) => boolean,
): Orders {
  const { time, random, strikes } = tools;
  const { must } = judge;
  const orders = new Map<string, ProviderOrder>();
  const refunds = new Map<string, ProviderRefund>();
  /** Refused whenever they are asked for: the payer's account is gone. */
  const hopeless = new Set<string>();
  const seenTo = new Set<string>();

  function mustNotBeSettled(refundNo: string): void {
    must(!isSettled(refundNo), 'INV-47', () => `${refundNo} goes back, and was settled by hand`);
  }

  function find(orderNo: string): ProviderOrder | null {
    const order = orders.get(orderNo);
    if (order?.state === 'unpaid' && time.nowMs() >= order.expiresAtMs) order.state = 'closed';
    return order ?? null;
  }

  function same<T extends object>(known: T, asked: T, names: readonly (keyof T)[]): boolean {
    return names.every((name) => known[name] === asked[name]);
  }

  /** Minutes to a wallet, days to a card; now and then not at all. */
  function endLater(refund: ProviderRefund): void {
    const mostMs = strikes('refunds-for-days') ? 3 * DAY_MS : HOUR_MS;
    time.at(time.nowMs() + random.between(1_000, mostMs), () => {
      if (strikes('refund-closed')) refund.status = 'closed';
      else if (strikes('refund-needs-person')) seenToLater(refund);
      else endWell(refund);
      listeners.onRefund(refund);
    });
  }

  function endWell(refund: ProviderRefund): void {
    mustNotBeSettled(refund.refundNo);
    refund.status = 'refunded';
  }

  /** A person sees to it on the merchant's platform, or nobody does. */
  function seenToLater(refund: ProviderRefund): void {
    refund.status = 'needs-person';
    if (random.chance(0.4)) return;
    seenTo.add(refund.refundNo);
    time.at(time.nowMs() + random.between(HOUR_MS, 2 * DAY_MS), () => {
      if (isSettled(refund.refundNo)) return;
      endWell(refund);
      listeners.onRefund(refund);
    });
  }

  return {
    orders,
    refunds,
    isSeenTo: (refundNo) => seenTo.has(refundNo),

    create(asked) {
      const known = find(asked.orderNo);
      if (!known) {
        const isLate = time.nowMs() >= asked.expiresAtMs;
        const order = { ...asked, state: isLate ? 'closed' : 'unpaid', paidAtMs: 0 } as const;
        orders.set(asked.orderNo, { ...order });
        listeners.onOrderMade(orders.get(asked.orderNo)!);
        return isLate ? { kind: 'closed' } : { kind: 'prepaid', prepayId: `wx-${asked.orderNo}` };
      }
      const isSame = same<PaymentOrder>(known, asked, ['amountFen', 'payerOpenid', 'expiresAtMs']);
      must(isSame, 'INV-43', () => `order ${asked.orderNo} came with other particulars`);
      if (known.state !== 'unpaid') return { kind: known.state };
      return { kind: 'prepaid', prepayId: `wx-${asked.orderNo}` };
    },

    query({ orderNo }) {
      const order = find(orderNo);
      if (!order) return { kind: 'not-found' };
      if (order.state !== 'paid') return { kind: order.state };
      return { kind: 'paid', transactionId: transactionOf(order), paidAtMs: order.paidAtMs };
    },

    close({ orderNo }) {
      const order = find(orderNo);
      if (!order) return { kind: 'not-found' };
      if (order.state === 'unpaid') order.state = 'closed';
      return { kind: order.state === 'paid' ? 'paid' : 'closed' };
    },

    refund(asked) {
      const known = refunds.get(asked.refundNo);
      const isRefused = strikes('refund-refused');
      if (isRefused && !known && random.chance(0.4)) hopeless.add(asked.refundNo);
      if (isRefused || hopeless.has(asked.refundNo)) {
        return { kind: 'refused', code: 'USER_ACCOUNT_ABNORMAL' };
      }
      if (known) {
        const isSame = same<RefundOrder>(known, asked, ['orderNo', 'amountFen']);
        must(isSame, 'INV-43', () => `refund ${asked.refundNo} came with other particulars`);
        return { kind: 'accepted' };
      }
      const order = find(asked.orderNo);
      must(order?.state === 'paid', 'INV-42', () => `a refund of ${asked.orderNo}, not paid`);
      const beforeFen = [...refunds.values()]
        .filter(({ orderNo, status }) => orderNo === asked.orderNo && status !== 'closed')
        .reduce((sum, { amountFen }) => sum + amountFen, 0);
      const fits = beforeFen + asked.amountFen <= (order?.amountFen ?? 0);
      must(fits, 'INV-42', () => `${asked.orderNo}: more goes back than was paid`);
      mustNotBeSettled(asked.refundNo);
      const refund: ProviderRefund = { ...asked, status: 'PROCESSING' };
      refunds.set(asked.refundNo, refund);
      endLater(refund);
      return { kind: 'accepted' };
    },

    queryRefund({ refundNo }) {
      const refund = refunds.get(refundNo);
      if (!refund) return { kind: 'not-found' };
      const { status } = refund;
      if (status === 'PROCESSING') return { kind: 'processing' };
      return { kind: 'ended', outcome: status, code: codeOf(status) };
    },

    pay(prepayId) {
      const order = find(prepayId.slice('wx-'.length));
      if (order?.state !== 'unpaid') return;
      order.state = 'paid';
      order.paidAtMs = time.nowMs() - (time.nowMs() % 1_000);
      listeners.onOrderPaid(order);
    },
  };
}

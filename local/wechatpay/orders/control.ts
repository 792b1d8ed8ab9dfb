import type { Limits } from '../limits';
import type { Numbers } from '../numbers';
import type { Order, OrderOutcome, OrdersControl } from './order';
import type { Orders } from './orders';

/** The player's side of the orders. */
export function createOrdersControl(
  orders: Orders,
  limits: Limits,
  numbers: Numbers,
  nowMs: () => number,
): OrdersControl {
  const act = (no: string, next: (order: Order, atMs: number) => Order | null): OrderOutcome => {
    const order = orders.get(no);
    const atMs = nowMs();
    if (!order || !isPayable(order, no, atMs, limits)) {
      return { done: false, state: order?.state ?? null };
    }
    const changed = next(order, atMs);
    if (changed) orders.put(changed);
    return { done: true, state: (changed ?? order).state };
  };

  return {
    orders: () => orders.all(),
    order: (no) => orders.get(no),
    pay: (no) =>
      act(no, (order, atMs) => {
        const transactionId = numbers.transactionId(atMs);
        return { ...order, state: 'SUCCESS', transactionId, paidAtMs: atMs };
      }),
    abandon: (no) => act(no, () => null),
    refunds: () => orders.refunds(),
    refund: (outRefundNo) => orders.refund(outRefundNo),
    endRefund(outRefundNo, as) {
      const refund = orders.refund(outRefundNo);
      const isOpen = refund?.status === 'PROCESSING';
      const isCompletion = refund?.status === 'CHANGE' && as === 'SUCCESS';
      if (!isOpen && !isCompletion) return { done: false, status: refund?.status ?? null };
      orders.putRefund({ ...refund, status: as, endedAtMs: nowMs() });
      return { done: true, status: as };
    },
  };
}

/** Unpaid, and by a prepay_id that is neither too old nor replaced by a newer one. */
export function isPayable(order: Order, no: string, atMs: number, limits: Limits): boolean {
  const isCurrent = no === order.outTradeNo || no === order.prepayId;
  return order.state === 'NOTPAY' && isCurrent && atMs - order.prepaidAtMs < limits.prepayLivesMs;
}

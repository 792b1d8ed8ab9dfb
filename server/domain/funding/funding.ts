/*
 * With `refunds.ts` the only functions that move what was paid in for a campaign. Each takes the
 * funding as it was read and answers with the funding as it would be; one conditional update then
 * stores it, or nobody's change. A function that has nothing to do answers with what it was given.
 */
import { MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import { NEVER_MS } from '../records';
import { balancesOf } from './books';
import { known, posted, settled, withOrder } from './changes';
import type { FundingRecord, OrderRecord } from './records';
import { CLOSABLE_AFTER_MS, ORDER_PAYABLE_MS, WATCH_EVERY_MS } from './timing';

/** Keeps the document small. Orders nobody pays count too, so there is room for many of those. */
export const ORDERS_MOST = 100;

export function newFunding(campaignId: string, organiserOpenid: string): FundingRecord {
  return {
    _id: campaignId,
    rev: 1,
    organiserOpenid,
    closed: false,
    orders: [],
    orderNos: [],
    postings: [],
    watchAtMs: NEVER_MS,
    dueAtMs: NEVER_MS,
  };
}

export interface NewOrder {
  readonly orderNo: string;
  readonly requestId: string;
  readonly amountFen: number;
  readonly description: string;
}

export function addOrder(funding: FundingRecord, order: NewOrder, atMs: number): FundingRecord {
  const placed: OrderRecord = {
    ...order,
    createdAtMs: atMs,
    expiresAtMs: atMs + ORDER_PAYABLE_MS,
    state: 'UNPAID',
    prepayId: null,
    closeWanted: false,
    transactionId: null,
    paidAtMs: null,
    refunds: [],
    dueAtMs: atMs + MINUTE_MS,
  };
  return settled({
    ...funding,
    orders: [...funding.orders, placed],
    orderNos: [...funding.orderNos, order.orderNo],
  });
}

/** What the phone needs, as the provider gave it; another one replaces it. */
export function notePrepay(funding: FundingRecord, orderNo: string, prepayId: string) {
  return withOrder(funding, orderNo, (order) =>
    order.state === 'UNPAID' && order.prepayId !== prepayId ? { ...order, prepayId } : order,
  );
}

/** The organiser will not pay; the provider may still have heard otherwise. */
export function wantClosed(funding: FundingRecord, orderNo: string, atMs: number) {
  return withOrder(funding, orderNo, (order) =>
    order.state === 'UNPAID' && !order.closeWanted
      ? {
          ...order,
          closeWanted: true,
          dueAtMs: Math.max(order.createdAtMs + CLOSABLE_AFTER_MS, atMs),
        }
      : order,
  );
}

/** When an unpaid order is asked about next. */
export function lookAgain(funding: FundingRecord, orderNo: string, dueAtMs: number) {
  return withOrder(funding, orderNo, (order) =>
    order.state === 'UNPAID' ? { ...order, dueAtMs } : order,
  );
}

export interface Payment {
  readonly transactionId: string;
  readonly paidAtMs: number;
}

/**
 * The provider's word that an order was paid: booked once, whoever brings it. An order that was
 * closed here is paid all the same; a second payment of one order does not exist.
 */
export function bookPaid(
  funding: FundingRecord,
  orderNo: string,
  payment: Payment,
  atMs: number,
): FundingRecord {
  const order = known(funding, orderNo);
  if (order.state === 'PAID') return funding;
  const paid = withOrder(funding, orderNo, (unpaid) => ({
    ...unpaid,
    ...payment,
    state: 'PAID',
    dueAtMs: NEVER_MS,
  }));
  const watched = { ...paid, watchAtMs: Math.min(paid.watchAtMs, atMs + WATCH_EVERY_MS) };
  return posted(watched, 'payer', 'available', order.amountFen, atMs, `${orderNo} SUCCESS`);
}

/** The provider's word that nobody can pay this order any more. */
export function bookClosed(funding: FundingRecord, orderNo: string): FundingRecord {
  return withOrder(funding, orderNo, (order) =>
    order.state === 'UNPAID' ? { ...order, state: 'CLOSED', dueAtMs: NEVER_MS } : order,
  );
}

export type SetAside =
  | { readonly ok: true; readonly funding: FundingRecord }
  | { readonly ok: false; readonly missingFen: number };

/** Takes what players will be given out of what may go back; never less than was taken before. */
export function setAsideIn(
  funding: FundingRecord,
  neededFen: number,
  atMs: number,
  cause: string,
): SetAside {
  const balances = balancesOf(funding);
  const wantedFen = Math.max(neededFen - balances['set-aside'], 0);
  const missingFen = wantedFen - balances.available;
  if (missingFen > 0) return { ok: false, missingFen };
  const watched = { ...funding, watchAtMs: Math.min(funding.watchAtMs, atMs + WATCH_EVERY_MS) };
  return {
    ok: true,
    funding:
      wantedFen === 0
        ? settled(watched)
        : posted(watched, 'available', 'set-aside', wantedFen, atMs, cause),
  };
}

export function watchAt(funding: FundingRecord, watchAtMs: number): FundingRecord {
  return settled({ ...funding, watchAtMs });
}

/** No further order. Only where nothing was, is or can be paid in, or all of it went back. */
export function closeFunding(funding: FundingRecord): FundingRecord {
  return funding.closed ? funding : { ...funding, closed: true };
}

/** Something is here, on its way here, or on its way back. */
export function holdsMoney(funding: FundingRecord): boolean {
  const { available, refunding } = balancesOf(funding);
  const isOpen = funding.orders.some(({ state }) => state === 'UNPAID');
  return isOpen || available > 0 || refunding > 0 || balancesOf(funding)['set-aside'] > 0;
}

/*
 * The only functions that move what was paid in for a campaign. Each takes the funding as it was
 * read and answers with the funding as it would be; one conditional update then stores it, or
 * nobody's change. A function that has nothing to do answers with what it was given.
 */
import { MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import type { RefundState } from '../../../miniprogram/shared/contract/funding';
import { invariant } from '../invariant';
import { NEVER_MS } from '../records';
import { balancesOf, promisedBackFen } from './books';
import type {
  FundingAccount,
  FundingPosting,
  FundingRecord,
  OrderRecord,
  RefundRecord,
} from './records';
import {
  CLOSABLE_AFTER_MS,
  ORDER_PAYABLE_MS,
  PERSON_QUERY_AFTER_MS,
  refundQueryAfterMs,
  WATCH_EVERY_MS,
} from './timing';

/** Keeps the document small. Orders nobody pays count too, so there is room for many of those. */
export const ORDERS_MOST = 100;

/** 申请退款: at most 50 for one order. A few are left for what closed refunds bring back. */
const REFUNDS_PER_ORDER_MOST = 50;

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

export function orderIn(funding: FundingRecord, orderNo: string): OrderRecord | null {
  return funding.orders.find((order) => order.orderNo === orderNo) ?? null;
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

/**
 * Promises everything back that is not the players': first what was set aside and is theirs no more
 * becomes available, then each order gets one refund, the newest first, because an order can be
 * refunded for a year. Part of it stays when an order was refunded as often as the provider allows.
 *
 * `theirsFen` may only shrink from one call to the next; the caller proves it.
 */
export function planRefunds(
  funding: FundingRecord,
  plan: {
    readonly theirsFen: number;
    readonly requestId: string;
    readonly atMs: number;
    readonly drawNo: () => string;
  },
): FundingRecord {
  const { theirsFen, requestId, atMs, drawNo } = plan;
  invariant(Number.isSafeInteger(theirsFen) && theirsFen >= 0, 'INV-42', 'theirs is no amount');
  const freedFen = Math.max(balancesOf(funding)['set-aside'] - theirsFen, 0);
  let next =
    freedFen === 0
      ? funding
      : posted(funding, 'set-aside', 'available', freedFen, atMs, `rest ${requestId}`);
  for (const { orderNo } of [...funding.orders].reverse()) {
    const order = known(next, orderNo);
    const amountFen = Math.min(refundableOf(order), balancesOf(next).available);
    if (amountFen === 0) continue;
    const refund: RefundRecord = {
      refundNo: drawNo(),
      requestId,
      amountFen,
      state: 'PROCESSING',
      createdAtMs: atMs,
      acceptedAtMs: null,
      endedAtMs: null,
      lastCode: null,
      dueAtMs: atMs,
    };
    next = withOrder(next, orderNo, (one) => ({ ...one, refunds: [...one.refunds, refund] }));
    next = posted(next, 'available', 'refunding', amountFen, atMs, refund.refundNo);
  }
  return next;
}

/** What of an order the provider would still give back. */
export function refundableOf(order: OrderRecord): number {
  if (order.state !== 'PAID' || order.refunds.length >= REFUNDS_PER_ORDER_MOST) return 0;
  return order.amountFen - promisedBackFen(order);
}

export interface RefundNews {
  readonly state: RefundState;
  readonly code: string;
  readonly atMs: number;
  /** For a refund that is not in the provider's hands: when it is asked for again. */
  readonly againAtMs?: number;
}

/**
 * The provider's word about a refund. What ended stays ended: REFUNDED has left, CLOSED has moved
 * nothing and may be promised anew, once.
 */
export function bookRefund(
  funding: FundingRecord,
  orderNo: string,
  refundNo: string,
  news: RefundNews,
): FundingRecord {
  const before = refundIn(known(funding, orderNo), refundNo);
  if (before.state === 'REFUNDED' || before.state === 'CLOSED') return funding;
  const { state, code, atMs, againAtMs } = news;
  const isEnd = state === 'REFUNDED' || state === 'CLOSED';
  const acceptedAtMs =
    againAtMs === undefined ? (before.acceptedAtMs ?? atMs) : before.acceptedAtMs;
  const after: RefundRecord = {
    ...before,
    state,
    lastCode: code,
    acceptedAtMs,
    endedAtMs: isEnd ? atMs : null,
    dueAtMs: isEnd ? NEVER_MS : (againAtMs ?? nextQueryAtMs(state, acceptedAtMs ?? atMs, atMs)),
  };
  const next = withOrder(funding, orderNo, (order) => ({
    ...order,
    refunds: order.refunds.map((refund) => (refund.refundNo === refundNo ? after : refund)),
  }));
  if (!isEnd) return next;
  const to = state === 'REFUNDED' ? 'refunded' : 'available';
  // What came back waits for the next look at the campaign, or for its organiser.
  const watched = { ...next, watchAtMs: Math.min(next.watchAtMs, atMs + WATCH_EVERY_MS) };
  return posted(watched, 'refunding', to, before.amountFen, atMs, `${refundNo} ${code}`);
}

export function refundIn(order: OrderRecord, refundNo: string): RefundRecord {
  const found = order.refunds.find((refund) => refund.refundNo === refundNo);
  invariant(found !== undefined, 'INV-43', `order ${order.orderNo} has no refund ${refundNo}`);
  return found;
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

function nextQueryAtMs(state: RefundState, acceptedAtMs: number, atMs: number): number {
  if (state === 'NEEDS_PERSON') return atMs + PERSON_QUERY_AFTER_MS;
  return atMs + refundQueryAfterMs(atMs - acceptedAtMs);
}

function known(funding: FundingRecord, orderNo: string): OrderRecord {
  const order = orderIn(funding, orderNo);
  invariant(order !== null, 'INV-43', `funding ${funding._id} has no order ${orderNo}`);
  return order;
}

function withOrder(
  funding: FundingRecord,
  orderNo: string,
  change: (order: OrderRecord) => OrderRecord,
): FundingRecord {
  const before = known(funding, orderNo);
  const after = change(before);
  if (after === before) return funding;
  return settled({
    ...funding,
    orders: funding.orders.map((order) => (order === before ? after : order)),
  });
}

function posted(
  funding: FundingRecord,
  from: FundingAccount,
  to: FundingAccount,
  amountFen: number,
  atMs: number,
  cause: string,
): FundingRecord {
  const no = funding.postings.length + 1;
  const posting: FundingPosting = { no, from, to, amountFen, atMs, cause };
  return settled({ ...funding, postings: [...funding.postings, posting] });
}

/** With the due time that follows from everything in it. */
function settled(funding: FundingRecord): FundingRecord {
  const dues = funding.orders.flatMap((order) => [
    order.dueAtMs,
    ...order.refunds.map(({ dueAtMs }) => dueAtMs),
  ]);
  return { ...funding, dueAtMs: Math.min(funding.watchAtMs, ...dues) };
}

/*
 * The only functions that promise money back and say what became of it. Like those of `funding.ts`,
 * each answers with the funding as it would be, or as it was when there is nothing to do.
 */
import type { RefundState } from '../../../miniprogram/shared/contract/funding';
import { invariant } from '../invariant';
import { NEVER_MS } from '../records';
import { balancesOf, promisedBackFen } from './books';
import { known, posted, withOrder } from './changes';
import type { FundingRecord, OrderRecord, RefundRecord } from './records';
import {
  PERSON_QUERY_AFTER_MS,
  REQUEST_ARRIVES_WITHIN_MS,
  refundQueryAfterMs,
  WATCH_EVERY_MS,
} from './timing';

/** 申请退款: at most 50 for one order. A few are left for what closed refunds bring back. */
const REFUNDS_PER_ORDER_MOST = 50;

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
      unansweredAtMs: [],
    };
    next = withOrder(next, orderNo, (one) => ({ ...one, refunds: [...one.refunds, refund] }));
    next = posted(next, 'available', 'refunding', amountFen, atMs, refund.refundNo);
  }
  return next;
}

/** What of an order the provider would still give back. */
function refundableOf(order: OrderRecord): number {
  if (order.state !== 'PAID' || order.refunds.length >= REFUNDS_PER_ORDER_MOST) return 0;
  return order.amountFen - promisedBackFen(order);
}

export interface RefundNews {
  readonly state: RefundState;
  readonly code: string;
  readonly atMs: number;
  /** For a refund that is not in the provider's hands: when it is asked for again. */
  readonly againAtMs?: number;
  /** The request that this answers, as `noteRequest` wrote it down. */
  readonly requestAtMs?: number;
}

/**
 * Written down before a request for a refund leaves: until its answer is booked, nobody settles by
 * hand what may still go out. A refund that is over is left as it is, and must not be asked for.
 */
export function noteRequest(
  funding: FundingRecord,
  orderNo: string,
  refundNo: string,
  atMs: number,
): FundingRecord {
  return withRefund(funding, orderNo, refundNo, (refund) => {
    if (isOver(refund)) return refund;
    const earlier = unansweredOf(refund).filter((sentAtMs) => mayArrive(sentAtMs, atMs));
    // Two at the same moment are two.
    const no = Math.max(atMs, ...earlier.map((sentAtMs) => sentAtMs + 1));
    return { ...refund, unansweredAtMs: [...earlier, no] };
  });
}

/** Its provider's word is final, or a person settled it. */
export function isOver({ state }: RefundRecord): boolean {
  return state === 'REFUNDED' || state === 'CLOSED' || state === 'SETTLED';
}

/**
 * The provider's word about a refund. What ended stays ended: REFUNDED has left, CLOSED has moved
 * nothing and may be promised anew, once. A SETTLED one only notes that its money went back twice.
 */
export function bookRefund(
  funding: FundingRecord,
  orderNo: string,
  refundNo: string,
  news: RefundNews,
): FundingRecord {
  const before = refundIn(known(funding, orderNo), refundNo);
  if (before.state === 'SETTLED' && news.state === 'REFUNDED') {
    return noteTwice(funding, orderNo, refundNo, news.atMs);
  }
  if (isOver(before)) return funding;
  const { state, code, atMs, againAtMs, requestAtMs } = news;
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
    unansweredAtMs: unansweredOf(before).filter((sentAtMs) => sentAtMs !== requestAtMs),
  };
  const next = withRefund(funding, orderNo, refundNo, () => after);
  if (!isEnd) return next;
  const to = state === 'REFUNDED' ? 'refunded' : 'available';
  // What came back waits for the next look at the campaign, or for its organiser.
  const watched = { ...next, watchAtMs: Math.min(next.watchAtMs, atMs + WATCH_EVERY_MS) };
  return posted(watched, 'refunding', to, before.amountFen, atMs, `${refundNo} ${code}`);
}

/**
 * Whether a refund may be given back outside the app: the provider refused it or closed it, its money
 * is there, and no request of it can still arrive.
 */
export function maySettle(
  funding: FundingRecord,
  order: OrderRecord,
  refund: RefundRecord,
  atMs: number,
): boolean {
  const isQuiet = unansweredOf(refund).every((sentAtMs) => !mayArrive(sentAtMs, atMs));
  return isQuiet && isStuck(funding, order, refund);
}

/** Waits for a person: nothing but a person's word moves its money. */
export function isStuck(funding: FundingRecord, order: OrderRecord, refund: RefundRecord): boolean {
  if (refund.state !== 'CLOSED') return refund.state === 'NEEDS_PERSON';
  // The money of a closed one may have been promised anew since, or set aside for players.
  const isLast = order.refunds[order.refunds.length - 1] === refund;
  const freeFen = Math.min(order.amountFen - promisedBackFen(order), balancesOf(funding).available);
  return isLast && refund.amountFen <= freeFen;
}

/**
 * A person gives a refund's money back outside the app. The caller has just asked the provider;
 * what `maySettle` does not allow (any more) is left as it is.
 */
export function settleByHand(
  funding: FundingRecord,
  orderNo: string,
  refundNo: string,
  {
    requestId,
    note,
    atMs,
  }: { readonly requestId: string; readonly note: string; readonly atMs: number },
): FundingRecord {
  const order = known(funding, orderNo);
  const before = refundIn(order, refundNo);
  if (!maySettle(funding, order, before, atMs)) return funding;
  const next = withRefund(funding, orderNo, refundNo, (refund) => ({
    ...refund,
    state: 'SETTLED',
    endedAtMs: atMs,
    dueAtMs: NEVER_MS,
    settlement: { requestId, note, refundedAtMs: null },
  }));
  const from = before.state === 'CLOSED' ? 'available' : 'refunding';
  const cause = `${refundNo} settled-outside: ${note}`;
  return posted(next, from, 'settled-outside', before.amountFen, atMs, cause);
}

function noteTwice(funding: FundingRecord, orderNo: string, refundNo: string, atMs: number) {
  return withRefund(funding, orderNo, refundNo, (refund) =>
    refund.settlement?.refundedAtMs === null
      ? { ...refund, settlement: { ...refund.settlement, refundedAtMs: atMs } }
      : refund,
  );
}

function unansweredOf({ unansweredAtMs, createdAtMs }: RefundRecord): readonly number[] {
  return unansweredAtMs ?? [createdAtMs];
}

function mayArrive(sentAtMs: number, atMs: number): boolean {
  return atMs - sentAtMs < REQUEST_ARRIVES_WITHIN_MS;
}

function withRefund(
  funding: FundingRecord,
  orderNo: string,
  refundNo: string,
  change: (refund: RefundRecord) => RefundRecord,
): FundingRecord {
  return withOrder(funding, orderNo, (order) => {
    const before = refundIn(order, refundNo);
    const after = change(before);
    if (after === before) return order;
    return { ...order, refunds: order.refunds.map((one) => (one === before ? after : one)) };
  });
}

export function refundIn(order: OrderRecord, refundNo: string): RefundRecord {
  const found = order.refunds.find((refund) => refund.refundNo === refundNo);
  invariant(found !== undefined, 'INV-43', `order ${order.orderNo} has no refund ${refundNo}`);
  return found;
}

function nextQueryAtMs(state: RefundState, acceptedAtMs: number, atMs: number): number {
  if (state === 'NEEDS_PERSON') return atMs + PERSON_QUERY_AFTER_MS;
  return atMs + refundQueryAfterMs(atMs - acceptedAtMs);
}

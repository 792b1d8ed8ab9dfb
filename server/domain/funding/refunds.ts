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
import { PERSON_QUERY_AFTER_MS, refundQueryAfterMs, WATCH_EVERY_MS } from './timing';

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

function nextQueryAtMs(state: RefundState, acceptedAtMs: number, atMs: number): number {
  if (state === 'NEEDS_PERSON') return atMs + PERSON_QUERY_AFTER_MS;
  return atMs + refundQueryAfterMs(atMs - acceptedAtMs);
}

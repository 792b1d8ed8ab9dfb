/* What every change of a funding is made of. Nothing here decides; `funding.ts` and `refunds.ts` do. */
import { invariant } from '../invariant';
import type { FundingAccount, FundingPosting, FundingRecord, OrderRecord } from './records';

export function orderIn(funding: FundingRecord, orderNo: string): OrderRecord | null {
  return funding.orders.find((order) => order.orderNo === orderNo) ?? null;
}

/** One of its own; anything else is a bug. */
export function known(funding: FundingRecord, orderNo: string): OrderRecord {
  const order = orderIn(funding, orderNo);
  invariant(order !== null, 'INV-43', `funding ${funding._id} has no order ${orderNo}`);
  return order;
}

/** An order that `change` leaves as it is leaves the funding as it is. */
export function withOrder(
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

export function posted(
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
export function settled(funding: FundingRecord): FundingRecord {
  const dues = funding.orders.flatMap((order) => [
    order.dueAtMs,
    ...order.refunds.map(({ dueAtMs }) => dueAtMs),
  ]);
  return { ...funding, dueAtMs: Math.min(funding.watchAtMs, ...dues) };
}

/*
 * What must hold of a campaign's funding at every instant. A store refuses to write anything else.
 */
import type { RefundState } from '../../../miniprogram/shared/contract/funding';
import { invariant } from '../invariant';
import {
  FUNDING_ACCOUNTS,
  type FundingAccount,
  type FundingPosting,
  type FundingRecord,
  type OrderRecord,
  type RefundRecord,
} from './records';

export type FundingBalances = Readonly<Record<FundingAccount, number>>;

/** Sums over the postings, nothing else. */
export function balancesOf({ postings }: Pick<FundingRecord, 'postings'>): FundingBalances {
  const balances = {
    payer: 0,
    available: 0,
    'set-aside': 0,
    refunding: 0,
    refunded: 0,
    'settled-outside': 0,
  };
  for (const { from, to, amountFen } of postings) {
    balances[from] -= amountFen;
    balances[to] += amountFen;
  }
  return balances;
}

/** What of an order was promised back, or went; a closed refund has moved nothing. */
export function promisedBackFen({ refunds }: Pick<OrderRecord, 'refunds'>): number {
  return sumOf(refunds.filter(({ state }) => state !== 'CLOSED'));
}

/** Throws InvariantViolation; what each rule says is in docs/money.md. */
export function assertFunding(funding: FundingRecord): void {
  const { _id, orders, orderNos, postings } = funding;
  assertPostings(_id, postings);
  for (const order of orders) assertOrder(order);
  const numbers = orders.map(({ orderNo }) => orderNo);
  const sameNumbers =
    new Set(numbers).size === numbers.length && numbers.join() === orderNos.join();
  invariant(sameNumbers, 'INV-43', `funding ${_id}: order numbers differ`);

  const refunds = orders.flatMap((order) => order.refunds);
  const refundNos = new Set(refunds.map(({ refundNo }) => refundNo));
  invariant(refundNos.size === refunds.length, 'INV-43', `funding ${_id}: a refund number twice`);

  const balances = balancesOf(funding);
  const paidFen = sumOf(orders.filter(({ state }) => state === 'PAID'));
  const inState = (...states: RefundRecord['state'][]) =>
    sumOf(refunds.filter(({ state }) => states.includes(state)));
  invariant(-balances.payer === paidFen, 'INV-41', `funding ${_id}: paid orders and postings`);
  invariant(
    balances.refunding === inState('PROCESSING', 'NEEDS_PERSON') &&
      balances.refunded === inState('REFUNDED') &&
      balances['settled-outside'] === inState('SETTLED'),
    'INV-41',
    `funding ${_id}: refunds and postings`,
  );
  const nothingBelowZero = FUNDING_ACCOUNTS.every(
    (account) => account === 'payer' || balances[account] >= 0,
  );
  invariant(nothingBelowZero, 'INV-42', `funding ${_id}: more went out than was there`);
}

/** What may become of a stored funding: numbers, amounts and postings stay, payments are final. */
export function assertFollows(before: FundingRecord, after: FundingRecord): void {
  const kept = before.postings.every((posting, i) => samePosting(posting, after.postings[i]));
  invariant(kept, 'INV-25', `funding ${before._id}: a posting was changed`);
  before.orders.forEach((order, i) => {
    const now = after.orders[i];
    const same =
      now !== undefined &&
      now.orderNo === order.orderNo &&
      now.amountFen === order.amountFen &&
      (order.state !== 'PAID' || now.state === 'PAID') &&
      (order.transactionId === null || now.transactionId === order.transactionId) &&
      order.refunds.every((refund, n) => refundFollows(refund, now.refunds[n]));
    invariant(same, 'INV-43', `funding ${before._id}: order ${order.orderNo} was changed`);
  });
}

function assertPostings(id: string, postings: readonly FundingPosting[]): void {
  postings.forEach(({ no, amountFen }, index) => {
    const fits = no === index + 1 && Number.isSafeInteger(amountFen) && amountFen > 0;
    invariant(fits, 'INV-25', `funding ${id}: posting ${no} does not follow`);
  });
}

function assertOrder(order: OrderRecord): void {
  const { orderNo, amountFen, state, transactionId, refunds } = order;
  const isWhole = Number.isSafeInteger(amountFen) && amountFen > 0;
  invariant(isWhole, 'INV-43', `order ${orderNo} is not whole fen`);
  const isProven = (state === 'PAID') === (transactionId !== null);
  invariant(isProven, 'INV-41', `order ${orderNo}: paid, and only then, it names a payment`);
  invariant(
    state === 'PAID' || refunds.length === 0,
    'INV-42',
    `order ${orderNo} was not paid, but goes back`,
  );
  invariant(
    promisedBackFen(order) <= amountFen && refunds.every((refund) => refund.amountFen > 0),
    'INV-42',
    `order ${orderNo}: more goes back than was paid`,
  );
  for (const refund of refunds) {
    const isExplained = (refund.state === 'SETTLED') === (refund.settlement !== undefined);
    invariant(
      isExplained,
      'INV-47',
      `refund ${refund.refundNo}: settled, and only then, it says how`,
    );
  }
}

/** What may become of a refund; what a person settles, the provider has given up. */
const FOLLOWERS: Readonly<Record<RefundState, readonly RefundState[]>> = {
  PROCESSING: ['REFUNDED', 'CLOSED', 'NEEDS_PERSON'],
  NEEDS_PERSON: ['PROCESSING', 'REFUNDED', 'CLOSED', 'SETTLED'],
  CLOSED: ['SETTLED'],
  REFUNDED: [],
  SETTLED: [],
};

function refundFollows(before: RefundRecord, after: RefundRecord | undefined): boolean {
  if (!after) return false;
  return (
    after.refundNo === before.refundNo &&
    after.amountFen === before.amountFen &&
    (after.state === before.state || FOLLOWERS[before.state].includes(after.state))
  );
}

function samePosting(before: FundingPosting, after: FundingPosting | undefined): boolean {
  return (
    after !== undefined &&
    after.from === before.from &&
    after.to === before.to &&
    after.amountFen === before.amountFen
  );
}

function sumOf(rows: readonly { readonly amountFen: number }[]): number {
  return rows.reduce((sum, { amountFen }) => sum + amountFen, 0);
}

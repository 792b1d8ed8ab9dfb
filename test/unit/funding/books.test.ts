import * as fc from 'fast-check';
import {
  assertFollows,
  assertFunding,
  balancesOf,
  promisedBackFen,
} from '../../../server/domain/funding/books';
import {
  addOrder,
  bookClosed,
  bookPaid,
  newFunding,
  setAsideIn,
} from '../../../server/domain/funding/funding';
import type { FundingRecord, OrderRecord } from '../../../server/domain/funding/records';
import {
  bookRefund,
  maySettle,
  noteRequest,
  planRefunds,
  settleByHand,
} from '../../../server/domain/funding/refunds';

const AT_MS = 1_000_000;

function withOrder(funding: FundingRecord, no: number, amountFen: number): FundingRecord {
  const order = {
    orderNo: `order-${no}`,
    requestId: `request-${no}`,
    amountFen,
    description: '活动',
  };
  return addOrder(funding, order, AT_MS);
}

function paid(funding: FundingRecord, no: number): FundingRecord {
  const payment = { transactionId: `t-${no}`, paidAtMs: AT_MS };
  return bookPaid(funding, `order-${no}`, payment, AT_MS);
}

function drawer(): () => string {
  let no = 0;
  return () => {
    no += 1;
    return `refund-${no}`;
  };
}

/** Two orders of 300 and 200, both paid. */
function twoPaid(): FundingRecord {
  const placed = withOrder(withOrder(newFunding('c1', 'o-a'), 1, 300), 2, 200);
  return paid(paid(placed, 1), 2);
}

function planned(funding: FundingRecord, theirsFen: number, drawNo = drawer()): FundingRecord {
  return planRefunds(funding, { theirsFen, requestId: 'r', atMs: AT_MS, drawNo });
}

describe('the books of what was paid in', () => {
  it('book a payment once, however often it is told', () => {
    const once = paid(withOrder(newFunding('c1', 'o-a'), 1, 300), 1);
    expect(paid(once, 1)).toBe(once);
    expect(balancesOf(once)).toMatchObject({ payer: -300, available: 300 });
  });

  it('book a payment of an order that was closed here: the money is there', () => {
    const closed = bookClosed(withOrder(newFunding('c1', 'o-a'), 1, 300), 'order-1');
    expect(balancesOf(paid(closed, 1)).available).toBe(300);
  });

  it('set aside no more than is there, and say to the fen what is missing', () => {
    expect(setAsideIn(twoPaid(), 501, AT_MS, 'x')).toEqual({ ok: false, missingFen: 1 });
    const exact = setAsideIn(twoPaid(), 500, AT_MS, 'x');
    expect(exact.ok && balancesOf(exact.funding)).toMatchObject({ available: 0, 'set-aside': 500 });
  });

  it('set aside only what was added when asked again, and never less than before', () => {
    const first = setAsideIn(twoPaid(), 300, AT_MS, 'x');
    const again = first.ok ? setAsideIn(first.funding, 400, AT_MS, 'x') : first;
    expect(again.ok && balancesOf(again.funding)['set-aside']).toBe(400);
    const less = again.ok ? setAsideIn(again.funding, 100, AT_MS, 'x') : again;
    expect(less.ok && balancesOf(less.funding)['set-aside']).toBe(400);
  });

  it('promise back what is not the players, the newest order first', () => {
    const funding = setAsideIn(twoPaid(), 500, AT_MS, 'x');
    const back = planned(funding.ok ? funding.funding : twoPaid(), 240);
    const refunds = back.orders.map((order) => order.refunds.map(({ amountFen }) => amountFen));
    expect(refunds).toEqual([[60], [200]]);
    expect(balancesOf(back)).toMatchObject({ available: 0, 'set-aside': 240, refunding: 260 });
  });

  it('give a closed refund back once, and let it be promised anew', () => {
    const back = planned(twoPaid(), 0);
    const news = { state: 'CLOSED', code: 'REFUNDCLOSE', atMs: AT_MS } as const;
    const closed = bookRefund(back, 'order-2', 'refund-1', news);
    expect(balancesOf(closed)).toMatchObject({ available: 200, refunding: 300 });
    expect(bookRefund(closed, 'order-2', 'refund-1', news)).toBe(closed);
    const anew = planned(closed, 0, () => 'refund-9');
    expect(balancesOf(anew)).toMatchObject({ available: 0, refunding: 500 });
  });

  it('let a refund end once: what comes later changes nothing', () => {
    const back = planned(twoPaid(), 0);
    const gone = bookRefund(back, 'order-1', 'refund-2', {
      state: 'REFUNDED',
      code: 'SUCCESS',
      atMs: AT_MS,
    });
    const late = { state: 'CLOSED', code: 'REFUNDCLOSE', atMs: AT_MS } as const;
    expect(bookRefund(gone, 'order-1', 'refund-2', late)).toBe(gone);
  });

  it('keep what needs a person promised', () => {
    const news = { state: 'NEEDS_PERSON', code: 'CHANGE', atMs: AT_MS } as const;
    const waiting = bookRefund(planned(twoPaid(), 0), 'order-1', 'refund-2', news);
    expect(balancesOf(waiting)).toMatchObject({ available: 0, refunding: 500 });
  });

  it('are refused when a refund is settled that the provider may still make', () => {
    const before = planned(twoPaid(), 0);
    const stuck = bookRefund(before, 'order-2', 'refund-1', {
      state: 'NEEDS_PERSON',
      code: 'CHANGE',
      atMs: AT_MS,
    });
    const settled = settleByHand(stuck, 'order-2', 'refund-1', {
      requestId: 'r',
      note: '现金',
      atMs: AT_MS,
    });
    expect(balancesOf(settled)).toMatchObject({ refunding: 300, 'settled-outside': 200 });
    expect(() => assertFollows(stuck, settled)).not.toThrow();
    expect(() => assertFollows(before, settled)).toThrow(/INV-43/);
    const { settlement: _how, ...bare } = settled.orders[1]!.refunds[0]!;
    const silent = { ...settled.orders[1]!, refunds: [bare] };
    const forged = { ...settled, orders: [settled.orders[0]!, silent] };
    expect(() => assertFunding(forged)).toThrow(/INV-47/);
  });

  it('are refused when an order would give back more than was paid', () => {
    const back = planned(twoPaid(), 0);
    const order = back.orders[0]!;
    const refunds = [...order.refunds, { ...order.refunds[0]!, refundNo: 'other', amountFen: 1 }];
    const forged = { ...back, orders: [{ ...order, refunds }, back.orders[1]!] };
    expect(() => assertFunding(forged)).toThrow(/INV-4[12]/);
  });

  it('are refused when an order is paid without a posting, or posted without being paid', () => {
    const placed = withOrder(newFunding('c1', 'o-a'), 1, 300);
    const order = { ...placed.orders[0]!, state: 'PAID' as const, transactionId: 't' };
    expect(() => assertFunding({ ...placed, orders: [order] })).toThrow(/INV-41/);
  });

  it('are refused when an order, an amount or a posting of before is gone', () => {
    const before = twoPaid();
    const [first, second] = before.orders;
    const cheaper = { ...before, orders: [{ ...first!, amountFen: 299 }, second!] };
    expect(() => assertFollows(before, cheaper)).toThrow(/INV-43/);
    expect(() => assertFollows(before, { ...before, orders: [second!] })).toThrow(/INV-43/);
    const posting = before.postings[0]!;
    const changed = { ...before, postings: [{ ...posting, amountFen: 1 }, before.postings[1]!] };
    expect(() => assertFollows(before, changed)).toThrow(/INV-25/);
  });
});

type Step =
  | { readonly kind: 'order'; readonly amountFen: number }
  | { readonly kind: 'pay' | 'close'; readonly which: number }
  | { readonly kind: 'set-aside'; readonly neededFen: number }
  | { readonly kind: 'refund'; readonly theirsPart: number }
  | { readonly kind: 'request' | 'settle'; readonly which: number }
  | { readonly kind: 'end'; readonly which: number; readonly as: EndState };

type EndState = 'REFUNDED' | 'CLOSED' | 'NEEDS_PERSON';

/** Few, so that much happens to each. */
const which = fc.nat({ max: 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('order' as const), amountFen: fc.integer({ min: 1, max: 500 }) }),
  fc.record({ kind: fc.constantFrom('pay' as const, 'pay', 'pay', 'close' as const), which }),
  fc.record({ kind: fc.constant('set-aside' as const), neededFen: fc.nat({ max: 300 }) }),
  fc.record({
    kind: fc.constant('refund' as const),
    theirsPart: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('end' as const),
    which,
    as: fc.constantFrom<EndState>('REFUNDED', 'CLOSED', 'NEEDS_PERSON'),
  }),
  fc.record({ kind: fc.constantFrom('request' as const, 'settle' as const, 'settle'), which }),
);

describe('whatever happens in whatever order', () => {
  it('every fen is in one place, and no more goes back than was paid in', () => {
    let settled = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 30, maxLength: 60, size: 'max' }), (steps) => {
        let funding = newFunding('c1', 'o-a');
        const drawNo = drawer();
        let orders = 0;
        for (const one of steps) {
          const before = funding;
          if (one.kind === 'order') {
            orders += 1;
            funding = withOrder(funding, orders, one.amountFen);
          }
          const order = 'which' in one ? funding.orders[one.which] : undefined;
          if (one.kind === 'pay' && order) funding = paid(funding, Number(order.orderNo.slice(6)));
          if (one.kind === 'close' && order) funding = bookClosed(funding, order.orderNo);
          if (one.kind === 'set-aside') {
            const taken = setAsideIn(funding, one.neededFen, AT_MS, 'x');
            if (taken.ok) funding = taken.funding;
          }
          if (one.kind === 'refund') {
            const theirsFen = Math.floor(balancesOf(funding)['set-aside'] * one.theirsPart);
            funding = planned(funding, theirsFen, drawNo);
            expect(balancesOf(funding).available).toBe(0);
          }
          const refund = order?.refunds[order.refunds.length - 1];
          if (one.kind === 'request' && order && refund) {
            funding = noteRequest(funding, order.orderNo, refund.refundNo, AT_MS);
          }
          if (one.kind === 'settle' && order && refund) {
            const settlement = { requestId: 'r', note: '现金', atMs: AT_MS };
            const isAllowed = maySettle(funding, order, refund, AT_MS);
            funding = settleByHand(funding, order.orderNo, refund.refundNo, settlement);
            expect(funding !== before).toBe(isAllowed);
            if (isAllowed) settled += 1;
          }
          if (one.kind === 'end' && order && refund) {
            const requestAtMs = refund.unansweredAtMs?.[0] ?? 0;
            const news = { state: one.as, code: 'X', atMs: AT_MS, requestAtMs };
            funding = bookRefund(funding, order.orderNo, refund.refundNo, news);
          }
          assertFunding(funding);
          assertFollows(before, funding);
          const isWithin = (order: OrderRecord) => promisedBackFen(order) <= order.amountFen;
          expect(funding.orders.every(isWithin)).toBe(true);
          const balances = Object.values(balancesOf(funding));
          expect(balances.reduce((sum, fen) => sum + fen, 0)).toBe(0);
        }
      }),
      { numRuns: 150, seed: 20261122 },
    );
    expect(settled).toBeGreaterThan(20);
  });
});

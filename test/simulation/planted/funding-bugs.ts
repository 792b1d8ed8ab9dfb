import type { PlantedBug } from './bug';

const FUNDING = 'server/domain/funding/funding.ts';
const REFUNDS = 'server/domain/funding/refunds.ts';
const BALANCES = 'server/domain/funding/balances.ts';
const NOTICES = 'server/usecases/funding/notices.ts';

/** Mistakes about the money that organisers pay in, set aside and get back. */
export const FUNDING_BUGS: readonly PlantedBug[] = [
  {
    name: 'an order paid because an unsigned notification says so',
    changes: [
      {
        file: 'server/adapters/wechatpay/orders/order-notice.ts',
        find: "    if (signature === 'bad') return refused('BAD_SIGNATURE', 'bad-signature');",
        replace: '',
      },
    ],
    rules: ['INV-41'],
    withinSeeds: 40,
  },
  {
    name: 'order amount taken from the notification',
    changes: [
      { file: NOTICES, find: '    amountFen === order.amountFen &&\n', replace: '' },
      {
        file: NOTICES,
        find: '  const booked = bookPaid(funding, orderNo, { transactionId, paidAtMs }, tools.clock());',
        replace: `  const told = { transactionId, paidAtMs, amountFen };
  const booked = bookPaid(funding, orderNo, told, tools.clock());`,
      },
      {
        file: FUNDING,
        find: "return posted(watched, 'payer', 'available', order.amountFen, atMs,",
        replace: `const told = payment as { amountFen?: number };
  return posted(watched, 'payer', 'available', told.amountFen ?? order.amountFen, atMs,`,
      },
    ],
    rules: ['INV-41', 'INV-43'],
    withinSeeds: 40,
  },
  {
    name: 'notification booked twice',
    changes: [
      {
        file: FUNDING,
        find: "  if (order.state === 'PAID') return funding;",
        replace: '',
      },
    ],
    rules: ['INV-41'],
    withinSeeds: 40,
  },
  {
    name: 'refund above paid',
    changes: [
      {
        file: REFUNDS,
        find: '  return order.amountFen - promisedBackFen(order);',
        replace: '  return order.amountFen + 0 * promisedBackFen(order);',
      },
      {
        file: REFUNDS,
        find: 'Math.min(refundableOf(order), balancesOf(next).available)',
        replace: 'refundableOf(order)',
      },
    ],
    rules: ['INV-41', 'INV-42'],
    withinSeeds: 40,
  },
  {
    name: 'a refund asked for under a new number after silence',
    changes: [
      {
        file: 'server/usecases/funding/drive-refund.ts',
        find: '    refundNo: refund.refundNo,\n    amountFen: refund.amountFen,',
        replace: `    refundNo: refund.createdAtMs === refund.dueAtMs ? refund.refundNo : refund.refundNo + 'x',
    amountFen: refund.amountFen,`,
      },
    ],
    rules: ['INV-41', 'INV-42', 'INV-43'],
    withinSeeds: 100,
  },
  {
    name: 'a closed refund counted as gone',
    changes: [
      {
        file: REFUNDS,
        find: "  const to = state === 'REFUNDED' ? 'refunded' : 'available';",
        replace: "  const to = 'refunded';",
      },
    ],
    rules: ['INV-41', 'INV-42'],
    withinSeeds: 400,
  },
  {
    name: 'settled by hand while the provider may still refund',
    changes: [
      {
        file: REFUNDS,
        find: "  if (refund.state !== 'CLOSED') return refund.state === 'NEEDS_PERSON';",
        replace: "  if (refund.state !== 'CLOSED') return refund.state !== 'REFUNDED';",
      },
      {
        file: 'server/usecases/funding/settle-refund.ts',
        find: '  const isProven = provesNothingWent(answer, refund);',
        replace: '  const isProven = true || provesNothingWent(answer, refund);',
      },
    ],
    rules: ['INV-43', 'INV-47'],
    withinSeeds: 100,
  },
  {
    name: 'a refund asked for again after it was settled by hand',
    changes: [
      {
        file: REFUNDS,
        find: '    endedAtMs: atMs,\n    dueAtMs: NEVER_MS,\n    settlement',
        replace: '    endedAtMs: atMs,\n    settlement',
      },
      {
        file: REFUNDS,
        find: " || state === 'SETTLED';",
        replace: ';',
      },
    ],
    rules: ['INV-43', 'INV-47'],
    withinSeeds: 200,
  },
  {
    name: 'opened without its budget set aside',
    changes: [
      {
        file: 'server/usecases/organiser/publish.ts',
        find: '    if (!budget.ok) return budget;',
        replace: '',
      },
    ],
    rules: ['INV-45'],
    withinSeeds: 20,
  },
  {
    name: 'budget added without setting it aside',
    changes: [
      {
        file: 'server/usecases/organiser/add-budget.ts',
        find: '  if (!budget.ok) return budget;',
        replace: '',
      },
    ],
    rules: ['INV-45'],
    withinSeeds: 200,
  },
  {
    name: 'budget set aside twice for one campaign',
    changes: [
      {
        file: BALANCES,
        find: '  const addedFen = Math.max(neededFen - (before?.amountFen ?? 0), 0);',
        replace: '  const addedFen = neededFen;',
      },
    ],
    rules: ['INV-46'],
    withinSeeds: 100,
  },
  {
    name: 'the rest goes back while players may still take packets',
    changes: [
      {
        file: 'server/usecases/funding/plan-rest.ts',
        find: "  return share ? share.theirsFen : balancesOf(funding)['set-aside'];",
        replace: '  return share ? share.theirsFen : 0;',
      },
    ],
    rules: ['INV-45'],
    withinSeeds: 100,
  },
  {
    name: 'packets that nobody has opened yet given back to the organiser',
    changes: [
      {
        file: 'server/usecases/funding/players-share.ts',
        find: "  const theirsFen = takenFen - into('returned') - into('unallocated');",
        replace:
          "  const theirsFen = Math.min(takenFen, into('received') + into('settled-outside'));",
      },
    ],
    rules: ['INV-45'],
    withinSeeds: 60,
  },
  {
    name: 'a funding written whoever has changed it',
    changes: [
      {
        file: 'server/usecases/stores/fundings.ts',
        find: "update('fundings', _id, { rev: before.rev }, { set });",
        replace: "update('fundings', _id, {}, { set });",
      },
    ],
    rules: ['INV-25', 'INV-41', 'INV-42', 'INV-43', 'INV-45'],
    withinSeeds: 400,
  },
];

import type { PlantedBug } from './bug';

const SEND_CLAIM = 'server/usecases/payout/send-claim.ts';
const RECORD_ANSWER = 'server/usecases/payout/record-answer.ts';
const RECORD_QUERY = 'server/usecases/payout/record-query.ts';
const SEND_BUDGETS = 'server/usecases/stores/send-budgets.ts';

/** Mistakes of the payout half, each one that somebody has made somewhere. */
export const PAYOUT_BUGS: readonly PlantedBug[] = [
  {
    name: 'new bill number on retry',
    changes: [
      {
        file: SEND_CLAIM,
        find: `  if (claim.billNo !== null) return billByNo(tools.documents, claim.billNo);
  const attemptNo = claim.endedBillNos.length + 1;`,
        replace: '  const attemptNo = claim.endedBillNos.length + claim.sendCount + 1;',
      },
    ],
    rules: ['INV-19'],
    withinSeeds: 60,
  },
  {
    name: 'not found taken as failed',
    changes: [
      {
        file: RECORD_QUERY,
        find: 'return notFound(tools, claim);',
        replace:
          "return failed(tools, claim, { kind: 'failed', reason: '', blames: 'circumstances' });",
      },
    ],
    rules: ['INV-19', 'INV-20'],
    withinSeeds: 60,
  },
  {
    name: 'timeout taken as failed',
    changes: [
      {
        file: RECORD_ANSWER,
        find: "  await move(run, sent, 'UNKNOWN', answer.code, firstQueryAfterMs(answer.code));",
        replace: '  await unpaid(run, sent, answer.code, firstQueryAfterMs(answer.code));',
      },
    ],
    rules: ['INV-20'],
    withinSeeds: 60,
  },
  {
    name: 'an unfamiliar answer taken as a refusal',
    changes: [
      {
        file: 'server/adapters/wechatpay/red-packets/refusals.ts',
        find: "  ['FREQ_LIMIT', 'rate'],",
        replace: "  ['FREQ_LIMIT', 'rate'],\n  ['SYSTEMERROR', 'rate'],",
      },
    ],
    rules: ['INV-20'],
    fromSeed: 71,
    withinSeeds: 100,
  },
  {
    name: 'a refusal of the repeat believed about the first request',
    changes: [
      {
        file: RECORD_ANSWER,
        find: `  const evidence = sent.from === 'OWED' ? { evidence: 'send-answer' as const } : {};
  return move(run, sent, sent.from,`,
        replace: `  const evidence = { evidence: 'send-answer' as const };
  return move(run, sent, 'OWED',`,
      },
    ],
    rules: ['INV-20'],
    fromSeed: 311,
    withinSeeds: 600,
  },
  {
    name: 'SEND_FAILED believed without a query',
    changes: [
      {
        file: RECORD_ANSWER,
        find: "      return move(run, sent, 'UNKNOWN', code, firstQueryAfterMs(code));",
        replace: `      return move(run, sent, 'OWED', code, 2_000, {
        evidence: 'query-answer',
        endBill: true,
      });`,
      },
    ],
    rules: ['INV-19', 'INV-20'],
    withinSeeds: 100,
  },
  {
    name: 'an answer about another bill believed',
    changes: [
      {
        file: 'server/adapters/wechatpay/red-packets/send.ts',
        find: 'if (!speaksOf(fields, order, merchant)) {',
        replace: 'if (!speaksOf({}, order, merchant)) {',
      },
      {
        file: 'server/adapters/wechatpay/red-packets/gethbinfo.ts',
        find: 'if (!speaksOf(fields, packets, order, merchant)) {',
        replace: 'if (!speaksOf({}, [], order, merchant)) {',
      },
      {
        file: 'server/adapters/wechatpay/channels/transfer-bills/replies.ts',
        find: 'if (created.output.out_bill_no !== order.billNo) return MISMATCH;',
        replace: '',
      },
    ],
    rules: ['INV-21'],
    withinSeeds: 200,
  },
  {
    name: 'sent before the bill is stored',
    changes: [
      {
        file: SEND_CLAIM,
        find: 'if (await insertBill(tools.documents, bill)) return bill;',
        replace: 'void insertBill; return bill;',
      },
    ],
    rules: ['INV-17'],
    withinSeeds: 20,
  },
  {
    name: 'the claim names its bill only after the call',
    changes: [
      {
        file: SEND_CLAIM,
        find: '    billNo: bill._id,\n    recipientId: bill.recipientId,\n    sending: true,',
        replace: '    recipientId: bill.recipientId,\n    sending: true,',
      },
    ],
    rules: ['INV-17'],
    withinSeeds: 20,
  },
  {
    name: 'bill number from the clock',
    changes: [
      {
        file: 'server/domain/bill-number.ts',
        find: '+ randomDigits(randomBytes);',
        replace: '+ (randomDigits(randomBytes) && String(Math.floor(atMs / 1000)).slice(-10));',
      },
      {
        file: SEND_CLAIM,
        find: 'if (await insertBill(tools.documents, bill)) return bill;',
        replace: 'await insertBill(tools.documents, bill); return bill;',
      },
    ],
    rules: ['INV-17', 'INV-18'],
    withinSeeds: 40,
  },
  {
    name: 'rate per instance',
    changes: [
      {
        file: SEND_BUDGETS,
        find: "return won ? { kind: 'slots', slotsMs } : { kind: 'contended' };",
        replace: "return { kind: won ? 'slots' : 'slots', slotsMs };",
      },
    ],
    rules: ['INV-28'],
    withinSeeds: 400,
  },
  {
    name: 'slots twice as close',
    changes: [
      {
        file: 'server/domain/send-budget.ts',
        find: 'return (1000 + SLOT_SLACK_MS) / rate.perSecond;',
        replace: 'return (1000 + SLOT_SLACK_MS) / rate.perSecond / 2;',
      },
    ],
    rules: ['INV-28'],
    withinSeeds: 20,
  },
  {
    name: 'quiet hours in UTC',
    changes: [
      {
        file: 'server/domain/quiet-hours.ts',
        find: '  const dayStartMs = startOfBeijingDay(atMs);',
        replace: '  const dayStartMs = Math.floor(atMs / DAY_MS) * DAY_MS;',
      },
    ],
    rules: ['INV-27'],
    withinSeeds: 40,
  },
  {
    name: 'quiet hours checked per batch only',
    changes: [
      {
        file: SEND_CLAIM,
        find: '  if (isQuiet(tools.quietHours, nowMs)) {',
        replace: '  if (nowMs < 0 && isQuiet(tools.quietHours, nowMs)) {',
      },
      {
        // The look at the day after the slot would hold back what crosses midnight, too.
        file: SEND_CLAIM,
        find: 'const isCountedToday = beijingDay(nowMs) === beijingDay(countedAtMs);',
        replace: 'const isCountedToday = beijingDay(nowMs) !== beijingDay(0);',
      },
    ],
    rules: ['INV-27'],
    withinSeeds: 400,
  },
  {
    name: 'lease that never expires',
    changes: [
      {
        file: SEND_CLAIM,
        find: 'dueAtMs: untilMs, lease:',
        replace: 'dueAtMs: NEVER_MS, lease:',
      },
    ],
    rules: ['INV-23'],
    withinSeeds: 100,
  },
  {
    name: 'result recorded whoever has moved on',
    changes: [
      {
        file: 'server/usecases/stores/claims.ts',
        find: "(await documents.update('claims', claim._id, guard, change)) ? after",
        replace: "(await documents.update('claims', claim._id, guard && {}, change)) ? after",
      },
    ],
    rules: ['INV-06', 'INV-08', 'INV-11', 'INV-15', 'INV-19', 'INV-24', 'INV-25', 'INV-29'],
    withinSeeds: 60,
  },
  {
    name: 'postings in a second write',
    changes: [
      {
        file: 'server/usecases/stores/claims.ts',
        find: "  return (await documents.update('claims', claim._id, guard, change)) ? after : null;",
        replace: `  const { push, ...first } = change;
  const moved = await documents.update('claims', claim._id, guard, first);
  if (moved && push) await documents.update('claims', claim._id, {}, { push });
  return moved ? { ...after, rev: after.rev + (push ? 1 : 0) } : null;`,
      },
    ],
    rules: ['INV-15'],
    withinSeeds: 20,
  },
  {
    name: 'refund booked on every query',
    changes: [
      {
        file: RECORD_QUERY,
        find: "return proven('RETURNED', 'REFUND', NEVER_MS);",
        replace: "return proven('RETURNED', 'REFUND', 3_600_000);",
      },
      {
        file: 'server/domain/claim-steps.ts',
        find: '  RETURNED: [],',
        replace: "  RETURNED: ['RETURNED'],",
      },
      {
        file: 'server/usecases/stores/payout-queue.ts',
        find: "    { step: 'SENT' },",
        replace: "    { step: 'SENT' },\n    { step: 'RETURNED' },",
      },
    ],
    rules: ['INV-24', 'INV-23'],
    withinSeeds: 40,
  },
  {
    name: 'limit of the day checked before, not with, the write',
    changes: [
      {
        file: SEND_BUDGETS,
        find: `      packets: { lt: limits.packetsPerPlayer },
      amountFen: { lte: limits.amountFenPerPlayer - amountFen },
      billNos: { lacks: billNo },`,
        replace: '      billNos: { lacks: billNo },',
      },
    ],
    rules: ['INV-29'],
    withinSeeds: 200,
  },
  {
    name: 'daily counter not raised',
    changes: [
      {
        file: SEND_BUDGETS,
        find: '{ inc: { packets: 1, amountFen }, push: { billNos: [billNo] } }',
        replace: '{ push: { billNos: [billNo] } }',
      },
    ],
    rules: ['INV-29'],
    withinSeeds: 100,
  },
  {
    name: 'day of the limits in UTC',
    changes: [
      {
        file: SEND_BUDGETS,
        find: '  const day = `${spending.channel}.${beijingDay(nowMs)}`;',
        replace: '  const day = `${spending.channel}.${beijingDay(nowMs - 8 * 3_600_000)}`;',
      },
    ],
    rules: ['INV-29'],
    fromSeed: 91,
    withinSeeds: 400,
  },
  {
    name: 'deferred claim forgotten',
    changes: [
      {
        file: SEND_CLAIM,
        find: '    dueAtMs: nextDayMorningMs(nowMs),',
        replace: '    dueAtMs: nextDayMorningMs(nowMs) && NEVER_MS,',
      },
    ],
    rules: ['INV-23'],
    withinSeeds: 60,
  },
  {
    name: 'too fast counted as a failed attempt',
    changes: [
      {
        file: RECORD_ANSWER,
        find: '      await holdBackUntil(tools.documents, tools.channel, nowMs + RATE_BACKOFF_MS);',
        replace: `      await holdBackUntil(tools.documents, tools.channel, nowMs + RATE_BACKOFF_MS);
      if (sent.claim.sendCount >= 2) {
        return move(run, sent, 'HELD', code, 60_000, { heldReason: code });
      }`,
      },
    ],
    rules: ['INV-23'],
    fromSeed: 261,
    withinSeeds: 400,
  },
  {
    name: 'a failed read of the bill taken as its absence',
    changes: [
      {
        file: 'server/usecases/stores/bills.ts',
        find: "  return documents.get('bills', billNo);",
        replace: "  return documents.get<BillRecord>('bills', billNo).catch(() => null);",
      },
    ],
    rules: ['INV-18', 'INV-23'],
    withinSeeds: 200,
  },
];

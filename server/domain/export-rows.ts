/*
 * The organiser's list of claims as a file that Excel opens.
 *
 * A list of 100,000 rows takes many calls, and claims move meanwhile. Every row is told as it stood at
 * one instant, from the claim's own journal: postings and history are never changed, so whoever writes
 * a row again later writes the same bytes (INV-32).
 */
import { beijingParts } from '../../miniprogram/shared/beijing-time';
import { formatYuan } from '../../miniprogram/shared/fen';
import { STEP_NAMES } from '../../miniprogram/shared/payment';
import { billNosOf } from './audit';
import type { ClaimRecord, Posting } from './records';

/** Without it Excel takes UTF-8 for the system's own encoding. */
const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';

const COLUMNS = [
  '领取时间',
  '玩家编号',
  '金额（元）',
  '状态',
  '商户单号',
  '发出时间',
  '到账时间',
  '退回时间',
  '活动',
] as const;

export const EXPORT_HEAD = BYTE_ORDER_MARK + COLUMNS.join(',') + LINE_END;

/** One claim as it stood at `asOfMs`; it had been claimed by then. Times are Beijing's. */
export function exportRow(claim: ClaimRecord, asOfMs: number): string {
  const postings = claim.postings.filter(({ atMs }) => atMs <= asOfMs);
  const reached = claim.history.filter(({ atMs }) => atMs <= asOfMs).at(-1)?.step ?? 'OWED';
  const whenInto = (account: Posting['to']) =>
    timeOf(postings.find(({ to }) => to === account)?.atMs);
  const cells = [
    timeOf(claim.claimedAtMs),
    claim.playerCode,
    formatYuan(claim.amountFen),
    STEP_NAMES[reached],
    billCell(claim, postings),
    whenInto('sent'),
    whenInto('received'),
    whenInto('returned'),
    claim.campaignTitle,
  ];
  return cells.map(csvCell).join(',') + LINE_END;
}

/**
 * A cell that a table program neither splits nor takes for a formula: what begins with = + - @, their
 * full-width twins, a tab or a line end gets an apostrophe before it (OWASP, "CSV Injection").
 */
export function csvCell(text: string): string {
  const guarded = /^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/**
 * The bill that the claim's money was last given to by then. The backtick is how WeChat Pay's own
 * bills keep a table program from rounding 28 digits to 15.
 */
function billCell(claim: ClaimRecord, postings: readonly Posting[]): string {
  const named = billNosOf(claim);
  for (const { cause } of [...postings].reverse()) {
    const billNo = named.find((no) => cause === no || cause.startsWith(`${no} `));
    if (billNo) return `\`${billNo}`;
  }
  return '';
}

/** '2026-11-21 20:05:09' */
function timeOf(atMs: number | undefined): string {
  if (atMs === undefined) return '';
  const { year, month, day, hour, minute, second } = beijingParts(atMs);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}

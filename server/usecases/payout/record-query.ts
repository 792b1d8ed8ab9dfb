import { MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import { CHANNEL_RULES } from '../../../miniprogram/shared/channels';
import type { Move } from '../../domain/claim-steps';
import {
  BILL_TOO_OLD,
  BILLS_PER_CLAIM_MOST,
  heldQueryAfterMs,
  LANDED_WITHIN_MS,
  SENDING_LONG_MS,
  sendAgainAfterMs,
  sentQueryAfterMs,
  unknownQueryAfterMs,
} from '../../domain/payout-timing';
import { type ClaimRecord, type ClaimStep, NEVER_MS } from '../../domain/records';
import type { PayoutOrder, QueryAnswer } from '../../ports/payout-gateway';
import { applyMove } from '../stores/claims';
import { NOT_FOUND } from '../stores/payout-queue';
import type { RecordTools } from './tools';

const RETURNING_QUERY_AFTER_MS = 10 * MINUTE_MS;
const SENDING_LONG = 'SENDING_LONG';

/**
 * Books what the provider's record proves about a claim's bill; what proves nothing changes nothing.
 * False when somebody else touched the claim first: then nothing was booked.
 */
export async function recordQuery(
  tools: RecordTools,
  claim: ClaimRecord,
  order: PayoutOrder,
  answer: QueryAnswer,
): Promise<boolean> {
  const proven = (to: ClaimStep, code: string, afterMs: number, extra: Partial<Move> = {}) =>
    move(tools, claim, to, code, afterMs, { evidence: 'query-answer', ...extra });

  switch (answer.kind) {
    case 'sending':
      return stillSending(tools, claim);
    case 'sent':
      return proven('SENT', 'SENT', sentQueryAfterMs(sinceSentMs(tools, claim)));
    case 'returning':
      return proven('SENT', 'RFUND_ING', RETURNING_QUERY_AFTER_MS);
    case 'received':
      return proven('RECEIVED', 'RECEIVED', NEVER_MS);
    case 'returned':
      if (wasNeverOpenable(claim)) {
        return failed(tools, claim, { kind: 'failed', reason: 'CLOSED', blames: 'circumstances' });
      }
      return proven('RETURNED', 'REFUND', NEVER_MS);
    case 'failed':
      return failed(tools, claim, answer);
    case 'not-found':
      return notFound(tools, claim);
    case 'unknown':
      if (answer.alert) {
        tools.log.alert('payout.security', { ...names(claim), kind: answer.alert });
      }
      tools.log.info('payout.query-unanswered', { billNo: order.billNo, code: answer.code });
      return wait(tools, claim);
  }
}

/** F-58: nobody can be asked any more. A packet that was sent stays sent; the rest waits for a person. */
export async function leaveTooOld(tools: RecordTools, claim: ClaimRecord): Promise<void> {
  tools.log.alert('payout.too-old', { ...names(claim), step: claim.step });
  const isSent = claim.step === 'SENT';
  const held = isSent ? {} : { heldReason: claim.heldReason ?? BILL_TOO_OLD };
  await move(tools, claim, isSent ? 'SENT' : 'HELD', BILL_TOO_OLD, NEVER_MS, held);
}

/** Claim and bill disagree: nothing the provider says about this bill may be booked. */
export async function leaveBroken(
  tools: RecordTools,
  claim: ClaimRecord,
  dueAtMs: number,
): Promise<void> {
  tools.log.alert('payout.bill-mismatch', { ...names(claim), step: claim.step });
  await wait(tools, claim, dueAtMs - tools.clock());
}

/**
 * A confirmation page opens only with the pass that came with SENT. A bill that was closed before
 * that was never within its player's reach, so the promise to pay stands.
 */
function wasNeverOpenable({ channel, step, pass }: ClaimRecord): boolean {
  const needsPass = CHANNEL_RULES[channel].takenBy === 'confirmation-page';
  return needsPass && pass === null && step !== 'SENT';
}

async function stillSending(tools: RecordTools, claim: ClaimRecord): Promise<boolean> {
  const isLong = sinceSentMs(tools, claim) >= SENDING_LONG_MS;
  if (isLong && claim.lastCode !== SENDING_LONG)
    tools.log.alert('payout.sending-long', names(claim));
  return wait(tools, claim, undefined, isLong ? SENDING_LONG : 'SENDING');
}

/**
 * The only evidence after which a claim may get a new bill number (INV-19). A packet that the
 * provider had accepted and then failed is back with the merchant: SENT has no way back to OWED, so
 * it is returned. An operator is told, unless only its player could have changed that.
 */
async function failed(
  tools: RecordTools,
  claim: ClaimRecord,
  { blames, reason }: Extract<QueryAnswer, { kind: 'failed' }>,
): Promise<boolean> {
  const ends = { evidence: 'query-answer' as const, endBill: true };
  if (claim.step === 'SENT') {
    const level = blames === 'recipient' ? 'warn' : 'alert';
    tools.log[level]('payout.failed-after-sent', { ...names(claim), reason });
    return move(tools, claim, 'RETURNED', 'FAILED', NEVER_MS, { evidence: 'query-answer' });
  }
  if (claim.step === 'HELD') {
    const heldReason = claim.heldReason ?? 'FAILED';
    return move(tools, claim, 'HELD', 'FAILED', NEVER_MS, { ...ends, heldReason });
  }
  const billsUsed = claim.endedBillNos.length + 1;
  if (blames === 'circumstances' && billsUsed < BILLS_PER_CLAIM_MOST) {
    return move(tools, claim, 'OWED', 'FAILED', sendAgainAfterMs(billsUsed), ends);
  }
  const heldReason = blames === 'recipient' ? reason : 'SEND_FAILED';
  tools.log.alert('payout.held', { ...names(claim), reason: heldReason });
  return move(tools, claim, 'HELD', 'FAILED', NEVER_MS, { ...ends, heldReason });
}

/** Still on its way, or never landed. In time the same bill is sent again, never another. */
async function notFound(tools: RecordTools, claim: ClaimRecord): Promise<boolean> {
  if (claim.step === 'SENT' || claim.step === 'HELD') return wait(tools, claim);
  const leftMs = LANDED_WITHIN_MS - sinceSentMs(tools, claim);
  if (leftMs > 0) return wait(tools, claim, leftMs);
  return move(tools, claim, 'UNKNOWN', NOT_FOUND, 0);
}

/** Asks again later. A sender that died while SENDING left something nobody knows. */
async function wait(
  tools: RecordTools,
  claim: ClaimRecord,
  afterMs: number = nextQueryAfterMs(tools, claim),
  code: string | null = claim.lastCode,
): Promise<boolean> {
  const to = claim.step === 'SENDING' ? 'UNKNOWN' : claim.step;
  const held = claim.step === 'HELD' ? { heldReason: claim.heldReason ?? BILL_TOO_OLD } : {};
  return move(tools, claim, to, code, afterMs, held);
}

function nextQueryAfterMs(tools: RecordTools, claim: ClaimRecord): number {
  const sinceMs = sinceSentMs(tools, claim);
  if (claim.step === 'SENT') return sentQueryAfterMs(sinceMs);
  return claim.step === 'HELD' ? heldQueryAfterMs(sinceMs) : unknownQueryAfterMs(sinceMs);
}

function sinceSentMs(tools: RecordTools, claim: ClaimRecord): number {
  return Math.max(0, tools.clock() - claim.lastSentAtMs);
}

async function move(
  tools: RecordTools,
  claim: ClaimRecord,
  to: ClaimStep,
  code: string | null,
  afterMs: number,
  extra: Partial<Move> = {},
): Promise<boolean> {
  const atMs = tools.clock();
  const moved = await applyMove(tools.documents, claim, to, {
    atMs,
    cause: `${claim.billNo} ${code}`,
    dueAtMs: afterMs === NEVER_MS ? NEVER_MS : atMs + afterMs,
    lastCode: code,
    ...extra,
  });
  return moved !== null;
}

function names(claim: ClaimRecord) {
  return { claimId: claim._id, campaignId: claim.campaignId, billNo: claim.billNo };
}

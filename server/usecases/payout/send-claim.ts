import { beijingDay } from '../../../miniprogram/shared/beijing-time';
import { newBillNumber } from '../../domain/bill-number';
import type { Move } from '../../domain/claim-steps';
import { bytesToHex } from '../../domain/hex';
import { invariant } from '../../domain/invariant';
import {
  BILL_TOO_OLD,
  LEASE_MS,
  QUERYABLE_FOR_MS,
  waitForPlayerMs,
} from '../../domain/payout-timing';
import { isQuiet, nextAllowedMs, nextDayMorningMs } from '../../domain/quiet-hours';
import { type BillRecord, type ClaimRecord, NEVER_MS } from '../../domain/records';
import type { PayoutOrder, SendAnswer } from '../../ports/payout-gateway';
import { billByNo, billOfAttempt, insertBill } from '../stores/bills';
import { applyMove } from '../stores/claims';
import { NOT_FOUND } from '../stores/payout-queue';
import { countIntoDay } from '../stores/send-budgets';
import { pauseForProvider } from './merchant';
import { recipientOf } from './recipient';
import { type Slots, sendSlots } from './slots';
import type { PayoutTools } from './tools';

const SECOND_MS = 1000;
const DRAWS_MOST = 5;

export interface SendRun {
  readonly tools: PayoutTools;
  readonly slots: Slots;
  /** Names this run in leases. */
  readonly owner: string;
  /** Why this run takes no further claim; null while it does. */
  stopped: string | null;
  /** Nothing leaves any more, not even what waits for its slot. */
  silent: boolean;
}

/** A run of its own name and its own turns in the shared schedule. */
export function newRun(tools: PayoutTools): SendRun {
  const owner = bytesToHex(tools.randomBytes(8));
  return { tools, slots: sendSlots(tools), owner, stopped: null, silent: false };
}

/** Ends a run because whatever is sent now would be refused, or could not be recorded. */
export function silence(run: SendRun, reason: string): void {
  run.stopped ??= reason;
  run.silent = true;
}

/** A claim with its bill, at the moment at which one request may leave. */
export interface ReadyToSend {
  readonly claim: ClaimRecord;
  /** Where the claim was before: only an OWED claim has no earlier send that may have landed. */
  readonly from: 'OWED' | 'UNKNOWN';
  readonly order: PayoutOrder;
}

export interface Sent extends ReadyToSend {
  readonly answer: SendAnswer;
}

/**
 * Takes one due claim as far as the provider's answer. Null when nothing was sent: somebody else
 * works on the claim, a limit or the night is in the way, or the run was stopped.
 *
 * The order matters. The lease comes first, so that one worker alone chooses a bill number. The
 * number is stored as a bill, then in the claim, then used. Whatever may forbid the send is looked
 * at last, after the slot has come, because the send follows at once.
 */
export async function sendClaim(run: SendRun, due: ClaimRecord): Promise<Sent | null> {
  const { tools } = run;
  const recipient = await recipientOf(tools.documents, due);
  if (recipient.kind === 'waits') return waitForPlayer(tools, due, recipient.waitsFor);
  const from = due.step === 'OWED' ? 'OWED' : 'UNKNOWN';
  const claim = await lease(run, due);
  if (!claim) return null;
  const bill = await billFor(tools, claim, recipient.recipientId);
  if (!billAgrees(bill, claim)) return holdUnsent(tools, claim, 'BILL_MISMATCH');
  // That it never landed was heard while the provider could be asked, and may have been too early.
  if (from === 'UNKNOWN' && isTooOldToAsk(claim, bill, tools.clock())) {
    return holdUnsent(tools, claim, BILL_TOO_OLD);
  }
  const countedAtMs = tools.clock();
  if (!(await withinDay(run, claim, bill, countedAtMs))) return null;

  const sending = await applyMove(tools.documents, claim, 'SENDING', {
    ...leased(run, tools.clock()),
    billNo: bill._id,
    recipientId: bill.recipientId,
    sending: true,
    lastCode: null,
    cause: bill._id,
  });
  if (!sending) return null;
  const ready: ReadyToSend = { claim: sending, from, order: orderOf(sending, bill) };

  const hasSlot = await run.slots.next();
  const nowMs = tools.clock();
  // Counted before midnight and sent after it, a bill would be missing from the new day's limits.
  const isCountedToday = beijingDay(nowMs) === beijingDay(countedAtMs);
  if (!hasSlot || run.silent || !isCountedToday) {
    return giveBack(tools, ready, nowMs + SECOND_MS);
  }
  if (isQuiet(tools.quietHours, nowMs)) {
    silence(run, 'quiet-hours');
    return giveBack(tools, ready, nextAllowedMs(tools.quietHours, nowMs));
  }
  return { ...ready, answer: await tools.gateway.send(ready.order) };
}

function lease(run: SendRun, claim: ClaimRecord): Promise<ClaimRecord | null> {
  const { documents, clock } = run.tools;
  return applyMove(documents, claim, claim.step, { ...leased(run, clock()), cause: 'leased' });
}

/** A crashed worker's claim is due again when its lease ends. */
function leased(run: SendRun, nowMs: number): Pick<Move, 'atMs' | 'dueAtMs' | 'lease'> {
  const untilMs = nowMs + LEASE_MS;
  return { atMs: nowMs, dueAtMs: untilMs, lease: { owner: run.owner, untilMs } };
}

async function billFor(
  tools: PayoutTools,
  claim: ClaimRecord,
  recipientId: string,
): Promise<BillRecord | null> {
  if (claim.billNo !== null) return billByNo(tools.documents, claim.billNo);
  const attemptNo = claim.endedBillNos.length + 1;
  const stored = await billOfAttempt(tools.documents, claim._id, attemptNo);
  if (stored) return stored;
  for (let draw = 0; draw < DRAWS_MOST; draw += 1) {
    const nowMs = tools.clock();
    const bill: BillRecord = {
      _id: newBillNumber(tools.mchId, nowMs, tools.randomBytes),
      rev: 0,
      claimId: claim._id,
      channel: claim.channel,
      attemptNo,
      recipientId,
      amountFen: claim.amountFen,
      createdAtMs: nowMs,
    };
    if (await insertBill(tools.documents, bill)) return bill;
  }
  throw new Error('no free bill number was drawn: the random source repeats itself');
}

/** INV-18, A-45: claim and bill say the same, or nothing is sent. The claim's books are checked by every move. */
export function billAgrees(bill: BillRecord | null, claim: ClaimRecord): bill is BillRecord {
  return (
    bill !== null &&
    bill.claimId === claim._id &&
    bill.channel === claim.channel &&
    (claim.recipientId === null || bill.recipientId === claim.recipientId) &&
    bill.amountFen === claim.amountFen
  );
}

/** F-58: the provider answers no question about this bill any more. */
export function isTooOldToAsk(claim: ClaimRecord, bill: BillRecord, nowMs: number): boolean {
  const used = claim.history.find((e) => e.step === 'SENDING' && e.atMs >= bill.createdAtMs);
  return nowMs - (used?.atMs ?? bill.createdAtMs) >= QUERYABLE_FOR_MS;
}

export function orderOf(claim: ClaimRecord, bill: BillRecord): PayoutOrder {
  invariant(claim.billNo === bill._id, 'INV-17', `claim ${claim._id} names another bill`);
  return {
    channel: bill.channel,
    billNo: bill._id,
    recipientId: bill.recipientId,
    amountFen: bill.amountFen,
    senderName: claim.senderName,
    greeting: claim.greeting,
    campaignTitle: claim.campaignTitle,
  };
}

async function withinDay(
  run: SendRun,
  claim: ClaimRecord,
  bill: BillRecord,
  nowMs: number,
): Promise<boolean> {
  const { tools } = run;
  const { documents, dailyLimits } = tools;
  const { recipientId, amountFen, _id: billNo } = bill;
  const spending = { channel: tools.channel, recipientId, billNo, amountFen };
  const verdict = await countIntoDay(documents, spending, dailyLimits, nowMs);
  if (verdict === 'within') return true;
  if (verdict === 'merchant-limit') {
    // What was counted before still fits, so it may leave.
    run.stopped ??= 'SENDAMOUNT_LIMIT';
    await pauseForProvider(tools, 'SENDAMOUNT_LIMIT', 'tomorrow');
  }
  await applyMove(documents, claim, claim.step, {
    atMs: nowMs,
    cause: verdict,
    // An unknown claim keeps the code that asks for its resend.
    ...(claim.step === 'OWED' && { lastCode: verdict, waitsFor: verdict }),
    dueAtMs: nextDayMorningMs(nowMs),
  });
  return false;
}

/** Looked at again ever more seldom; what the player does makes it due at once. */
async function waitForPlayer(
  tools: PayoutTools,
  claim: ClaimRecord,
  waitsFor: 'link' | 'scan',
): Promise<null> {
  const atMs = tools.clock();
  await applyMove(tools.documents, claim, claim.step, {
    atMs,
    cause: `waits for ${waitsFor}`,
    dueAtMs: atMs + waitForPlayerMs(atMs - claim.claimedAtMs),
    waitsFor,
  });
  return null;
}

async function holdUnsent(tools: PayoutTools, claim: ClaimRecord, reason: string): Promise<null> {
  tools.log.alert('payout.held', { claimId: claim._id, campaignId: claim.campaignId, reason });
  await applyMove(tools.documents, claim, 'HELD', {
    atMs: tools.clock(),
    cause: reason,
    dueAtMs: NEVER_MS,
    heldReason: reason,
    lastCode: reason,
  });
  return null;
}

/** Nothing left this time. An unknown claim stays unknown: an earlier request may have landed. */
async function giveBack(tools: PayoutTools, ready: ReadyToSend, dueAtMs: number): Promise<null> {
  await applyMove(tools.documents, ready.claim, ready.from, {
    atMs: tools.clock(),
    cause: `${ready.order.billNo} not sent`,
    dueAtMs,
    ...(ready.from === 'OWED' ? { evidence: 'nothing-left' as const } : { lastCode: NOT_FOUND }),
  });
  return null;
}

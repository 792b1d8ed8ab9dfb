/*
 * The life of a claim, and the only function that moves one.
 *
 *   TAKING ──▶ OWED ◀──▶ SENDING ◀──▶ UNKNOWN        (these three carry the promise to pay)
 *      │                    └──────┬──────┘
 *      ▼                           ▼
 *   NONE_LEFT                    SENT ──▶ RECEIVED | RETURNED
 *
 * HELD may interrupt anything before SENT. A person ends it as CANCELLED (the money is the campaign's
 * again) or SETTLED (it was paid in another way), or lets it go on. A step and its postings change in the same update of the
 * same document, so they cannot disagree.
 */
import { beijingDay, MINUTE_MS } from '../../miniprogram/shared/beijing-time';
import type { PayoutWait } from '../../miniprogram/shared/contract/packet';
import type { Change, Guard } from '../ports/documents';
import { invariant } from './invariant';
import type { Account, ClaimRecord, ClaimStep, OpeningPass, Posting } from './records';

/** What a move leans on. Only the provider's word, or the certainty that nothing left, is evidence. */
export type Evidence =
  /** The provider's own answer to a send with the present bill number. */
  | 'send-answer'
  /** The provider's answer to a query about the present bill number. */
  | 'query-answer'
  /** No request with the present bill number has been started since it was last known unpaid. */
  | 'nothing-left';

export interface Move {
  readonly atMs: number;
  /** Why, for the journal: a bill number and the provider's word, or who decided. Never a secret. */
  readonly cause: string;
  /** When the next worker should look; `NEVER_MS` when nobody needs to. */
  readonly dueAtMs: number;
  readonly evidence?: Evidence;
  /** Who goes on working on it; without one the lease is given back. */
  readonly lease?: { readonly owner: string; readonly untilMs: number };
  /** A first bill number, already stored as a bill. Never replaces another. */
  readonly billNo?: string;
  /** Whom that bill pays. */
  readonly recipientId?: string;
  /** What opens the packet on its player's phone, as the provider gave it with the present bill. */
  readonly pass?: string | null;
  /** What the claim waits for from here on; nothing, unless it is named. */
  readonly waitsFor?: PayoutWait | null;
  /** A query proved that the present bill number ended without money leaving. */
  readonly endBill?: boolean;
  /** A request is about to leave: counts the send and remembers when. */
  readonly sending?: boolean;
  readonly lastCode?: string | null;
  /** Required to hold a claim; cleared by every other move. */
  readonly heldReason?: string;
  /** Required to complete a claim: the place it took. */
  readonly place?: Place;
}

export interface Place {
  readonly shardNo: number;
  readonly placeNo: number;
  readonly amountFen: number;
}

export interface ClaimUpdate {
  readonly guard: Guard;
  readonly change: Change;
  /** The claim as it stands once the update was applied. */
  readonly after: ClaimRecord;
}

/** Staying (`to` equals the present step) renews a lease or a due time and is always legal before the end. */
const NEXT: Readonly<Record<ClaimStep, readonly ClaimStep[]>> = {
  TAKING: ['OWED', 'NONE_LEFT'],
  NONE_LEFT: [],
  OWED: ['OWED', 'SENDING', 'HELD'],
  SENDING: ['SENDING', 'UNKNOWN', 'SENT', 'RECEIVED', 'RETURNED', 'OWED', 'HELD'],
  UNKNOWN: ['UNKNOWN', 'SENDING', 'SENT', 'RECEIVED', 'RETURNED', 'OWED', 'HELD'],
  SENT: ['SENT', 'RECEIVED', 'RETURNED'],
  RECEIVED: [],
  RETURNED: [],
  // A person decides, or late evidence about an already sent bill arrives.
  HELD: ['HELD', 'OWED', 'UNKNOWN', 'SENT', 'RECEIVED', 'RETURNED', 'CANCELLED', 'SETTLED'],
  CANCELLED: [],
  SETTLED: [],
};

/** The accounts a claim may sit in at each step. */
export const ACCOUNTS_AT: Readonly<Record<ClaimStep, readonly Account[]>> = {
  TAKING: ['unallocated'],
  NONE_LEFT: ['unallocated'],
  OWED: ['owed'],
  SENDING: ['in-flight'],
  UNKNOWN: ['in-flight'],
  SENT: ['sent'],
  RECEIVED: ['received'],
  RETURNED: ['returned'],
  HELD: ['owed', 'in-flight'],
  CANCELLED: ['unallocated'],
  SETTLED: ['settled-outside'],
};

/** From one account to another; evidence that skips `sent` still posts both movements. */
const ROUTES: readonly (readonly Account[])[] = [
  ['unallocated', 'owed'],
  ['owed', 'in-flight'],
  ['in-flight', 'owed'],
  ['in-flight', 'sent'],
  ['in-flight', 'sent', 'received'],
  ['in-flight', 'sent', 'returned'],
  ['sent', 'received'],
  ['sent', 'returned'],
  // The provider had refused, and a query shows that it went through after all.
  ['owed', 'in-flight', 'sent'],
  ['owed', 'in-flight', 'sent', 'received'],
  ['owed', 'in-flight', 'sent', 'returned'],
  ['owed', 'unallocated'],
  ['owed', 'settled-outside'],
  ['in-flight', 'settled-outside'],
];

const EVIDENCE_FOR: Readonly<Partial<Record<ClaimStep, readonly Evidence[]>>> = {
  SENT: ['send-answer', 'query-answer'],
  RECEIVED: ['query-answer'],
  RETURNED: ['query-answer'],
};

export function canMove(from: ClaimStep, to: ClaimStep): boolean {
  return NEXT[from].includes(to);
}

/** Where a claim's money is now: the end of its last posting. */
export function accountOf(claim: Pick<ClaimRecord, 'postings'>): Account {
  return claim.postings.at(-1)?.to ?? 'unallocated';
}

/**
 * The one conditional update that moves a claim, with its postings, history, due time and lease.
 * The guard names the revision that was read: if anybody else touched the claim, nothing happens
 * and the caller reads again. Throws InvariantViolation when the move itself is wrong.
 */
export function moveClaim(claim: ClaimRecord, to: ClaimStep, move: Move): ClaimUpdate {
  assertClaimBooks(claim);
  invariant(canMove(claim.step, to), 'INV-24', `claim ${claim._id}: ${claim.step} → ${to}`);
  assertEvidence(claim, to, move);
  assertBillNumber(claim, to, move);
  invariant(
    (to === 'HELD') === (move.heldReason !== undefined),
    'INV-24',
    `claim ${claim._id}: a held claim, and only that, says why`,
  );

  const placed = withPlace(claim, to, move);
  const newPostings = postingsFor(placed, accountAfter(claim, to, move), move);
  const newHistory =
    to === claim.step || to === 'TAKING' || to === 'NONE_LEFT'
      ? []
      : [{ step: to, atMs: move.atMs }];

  const billNo = move.endBill ? null : (move.billNo ?? claim.billNo);
  const pass = billNo === null ? null : passAfter(claim, billNo, move);
  const set = {
    step: to,
    dueAtMs: move.dueAtMs,
    leaseOwner: move.lease?.owner ?? null,
    leaseUntilMs: move.lease?.untilMs ?? 0,
    billNo,
    recipientId: move.recipientId ?? claim.recipientId,
    pass,
    waitsFor: move.waitsFor ?? null,
    sendCount: move.endBill ? 0 : claim.sendCount + (move.sending ? 1 : 0),
    lastSentAtMs: move.sending ? move.atMs : claim.lastSentAtMs,
    lastCode: move.lastCode === undefined ? claim.lastCode : move.lastCode,
    heldReason: move.heldReason ?? null,
    ...(move.place && {
      ...move.place,
      claimedAtMs: move.atMs,
      claimedMinute: Math.floor(move.atMs / MINUTE_MS),
      claimedMonth: beijingDay(move.atMs).slice(0, 6),
    }),
  };
  const endedBillNos = move.endBill && claim.billNo !== null ? [claim.billNo] : [];

  const after: ClaimRecord = {
    ...claim,
    ...set,
    rev: claim.rev + 1,
    history: [...claim.history, ...newHistory],
    postings: [...claim.postings, ...newPostings],
    endedBillNos: [...claim.endedBillNos, ...endedBillNos],
  };
  assertClaimBooks(after);

  const push = {
    ...(newHistory.length > 0 && { history: newHistory }),
    ...(newPostings.length > 0 && { postings: newPostings }),
    ...(endedBillNos.length > 0 && { endedBillNos }),
  };
  return {
    guard: { step: claim.step, rev: claim.rev },
    change: { set, ...(Object.keys(push).length > 0 && { push }) },
    after,
  };
}

/** A pass belongs to one bill; a newer one replaces it. */
function passAfter(claim: ClaimRecord, billNo: string, move: Move): OpeningPass | null {
  if (move.pass) return { billNo, value: move.pass, atMs: move.atMs };
  return claim.pass?.billNo === billNo ? claim.pass : null;
}

/** INV-11, INV-15: one unbroken chain of postings, all of the claim's own amount, ending where its step says. */
export function assertClaimBooks(claim: ClaimRecord): void {
  let account: Account = 'unallocated';
  claim.postings.forEach((posting, index) => {
    const linked = posting.no === index + 1 && posting.from === account;
    invariant(linked, 'INV-25', `claim ${claim._id}: posting ${posting.no} does not follow`);
    invariant(
      posting.amountFen === claim.amountFen,
      'INV-11',
      `claim ${claim._id}: posting ${posting.no} has another amount`,
    );
    account = posting.to;
  });
  invariant(
    ACCOUNTS_AT[claim.step].includes(account),
    'INV-15',
    `claim ${claim._id} is ${claim.step} but its money is in ${account}`,
  );
}

function assertEvidence(claim: ClaimRecord, to: ClaimStep, move: Move): void {
  if (to === claim.step) return;
  const needed = EVIDENCE_FOR[to];
  if (needed) {
    const given = move.evidence !== undefined && needed.includes(move.evidence);
    invariant(given, 'INV-21', `claim ${claim._id}: ${to} needs evidence`);
  }
  if (to === 'OWED' && accountOf(claim) === 'in-flight') {
    // UNKNOWN means that a request did leave: then only the provider can say that it ended unpaid.
    const nothingLeft = move.evidence === 'nothing-left' && claim.step !== 'UNKNOWN';
    const given =
      nothingLeft || move.evidence === 'send-answer' || move.evidence === 'query-answer';
    invariant(given, 'INV-20', `claim ${claim._id}: unknown is not failed`);
  }
  if (to === 'CANCELLED') {
    const nothingOut = accountOf(claim) === 'owed';
    invariant(nothingOut, 'INV-20', `claim ${claim._id}: its money may be out`);
  }
  if (to === 'UNKNOWN' && claim.step === 'HELD') {
    invariant(accountOf(claim) === 'in-flight', 'INV-15', `claim ${claim._id} was never sent`);
  }
}

function assertBillNumber(claim: ClaimRecord, to: ClaimStep, move: Move): void {
  if (move.billNo !== undefined) {
    const first = claim.billNo === null || claim.billNo === move.billNo;
    invariant(first, 'INV-17', `claim ${claim._id} already has a bill number`);
    const same =
      claim.recipientId === null || claim.recipientId === (move.recipientId ?? claim.recipientId);
    invariant(same, 'INV-18', `claim ${claim._id} has another recipient`);
    const fresh = !claim.endedBillNos.includes(move.billNo);
    invariant(fresh, 'INV-17', `claim ${claim._id}: an ended bill number is never used again`);
  }
  if (move.endBill) {
    const proven = move.evidence === 'query-answer' && (to === 'OWED' || to === 'HELD');
    invariant(proven, 'INV-19', `claim ${claim._id}: only a query ends a bill number`);
  }
  if (move.sending || to === 'SENT' || to === 'RECEIVED' || to === 'RETURNED') {
    const billNo = move.billNo ?? claim.billNo;
    invariant(billNo !== null, 'INV-17', `claim ${claim._id}: ${to} without a bill number`);
    const recipientId = move.recipientId ?? claim.recipientId;
    invariant(recipientId !== null, 'INV-18', `claim ${claim._id}: ${to} without a recipient`);
  }
}

function withPlace(claim: ClaimRecord, to: ClaimStep, move: Move): ClaimRecord {
  const completes = claim.step === 'TAKING' && to === 'OWED';
  invariant(
    completes === (move.place !== undefined),
    'INV-06',
    `claim ${claim._id}: a place is taken once, when the claim is completed`,
  );
  if (!move.place) return claim;
  const amountFen = move.place.amountFen;
  invariant(
    Number.isSafeInteger(amountFen) && amountFen > 0,
    'INV-02',
    `claim ${claim._id}: its packet is not whole fen`,
  );
  return { ...claim, ...move.place };
}

function accountAfter(claim: ClaimRecord, to: ClaimStep, move: Move): Account {
  if (move.endBill) return 'owed';
  // Refused by name, on the only send of its bill: nothing left.
  if (to === 'HELD' && move.evidence === 'send-answer') return 'owed';
  const allowed = ACCOUNTS_AT[to];
  const now = accountOf(claim);
  // A held claim keeps its money where it was: holding proves nothing.
  if (allowed.includes(now)) return now;
  return allowed[0] as Account;
}

function postingsFor(claim: ClaimRecord, target: Account, move: Move): Posting[] {
  const now = accountOf(claim);
  if (now === target) return [];
  const route = ROUTES.find((accounts) => accounts[0] === now && accounts.at(-1) === target);
  invariant(route !== undefined, 'INV-15', `claim ${claim._id}: no way from ${now} to ${target}`);
  return route.slice(1).map((to, index) => ({
    no: claim.postings.length + index + 1,
    from: route[index] as Account,
    to,
    amountFen: claim.amountFen,
    atMs: move.atMs,
    cause: move.cause,
  }));
}

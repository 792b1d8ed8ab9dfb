/*
 * The postings audit: three records that were written independently must say the same about every
 * fen. The pool says which packet a claim took, the claim's own postings say where its money is, and
 * the provider says what became of its bills. Nothing here repairs anything.
 */
import { CHANNEL_RULES } from '../../miniprogram/shared/channels';
import type { QueryAnswer } from '../ports/payout-gateway';
import { accountOf, assertClaimBooks } from './claim-steps';
import { assertFunding, balancesOf } from './funding/books';
import type { FundingRecord } from './funding/records';
import { InvariantViolation } from './invariant';
import {
  ACCOUNTS,
  type Account,
  type BillRecord,
  type ClaimRecord,
  type PoolShardRecord,
  type Posting,
} from './records';

export type DifferenceKind =
  /** A stored shard is missing, or its amounts are not the split of its seed. */
  | 'pool'
  /** A place of the pool names a claim that does not exist, or that says another place. */
  | 'place'
  /** A completed claim that no place of the pool stands behind. */
  | 'claim'
  /** A claim's amount is not its packet's, or its postings do not lead to its step. */
  | 'postings'
  /** A bill is missing, names somebody else, or is one too many. */
  | 'bill'
  /** A movement to the provider or out of the books without the word that it leans on. */
  | 'evidence'
  /** Written by newer code than the auditor's: nothing about it was compared (F-21). */
  | 'newer'
  /** The provider's record contradicts the claim. */
  | 'provider'
  /** What was paid in does not add up: orders, refunds, what was settled by hand, and postings. */
  | 'funding';

export interface Difference {
  readonly kind: DifferenceKind;
  /** A claim, or a shard where no claim is known. */
  readonly about: string;
  /** Fen whose whereabouts the two records disagree about. */
  readonly amountFen: number;
  readonly detail: string;
}

export type Accounts = Readonly<Record<Account, number>>;

/** The accounts after these postings. From what funded a campaign alone, they are its whole line. */
export function withPostings(accounts: Accounts, postings: Iterable<Posting>): Accounts {
  const moved = { ...accounts };
  for (const { from, to, amountFen } of postings) {
    moved[from] -= amountFen;
    moved[to] += amountFen;
  }
  return moved;
}

export function emptyAccounts(): Record<Account, number> {
  return Object.fromEntries(ACCOUNTS.map((account) => [account, 0])) as Record<Account, number>;
}

/** The stored shard against the one that the seed makes. Null: not stored. */
export function shardDifferences(
  stored: PoolShardRecord | null,
  expected: PoolShardRecord,
): Difference[] {
  const about = expected._id;
  const expectedFen = expected.amountsFen.reduce((sum, fen) => sum + fen, 0);
  if (!stored) return [{ kind: 'pool', about, amountFen: expectedFen, detail: 'not stored' }];
  const found: Difference[] = [];
  const changedFen = expected.amountsFen.reduce(
    (sum, fen, placeNo) => sum + Math.abs(fen - (stored.amountsFen[placeNo] ?? 0)),
    0,
  );
  if (changedFen > 0 || stored.amountsFen.length !== expected.amountsFen.length) {
    found.push({ kind: 'pool', about, amountFen: changedFen, detail: 'not the split of its seed' });
  }
  const { taken, left, size, takers } = stored;
  const isCounted = taken === takers.length && taken + left === size && taken <= size;
  if (!isCounted) found.push({ kind: 'pool', about, amountFen: 0, detail: 'counted wrong' });
  if (new Set(takers).size !== takers.length) {
    found.push({ kind: 'place', about, amountFen: 0, detail: 'one claim took two places' });
  }
  return found;
}

/** One taken place against the claim that it names. A claim that is being completed is no fault. */
export function placeDifferences(
  shard: PoolShardRecord,
  placeNo: number,
  claim: ClaimRecord | null,
): Difference[] {
  const about = shard.takers[placeNo] ?? shard._id;
  const amountFen = shard.amountsFen[placeNo] ?? 0;
  const fault = (kind: DifferenceKind, detail: string, fen = amountFen): Difference[] => [
    { kind, about, amountFen: fen, detail },
  ];
  if (!claim) return fault('place', 'taken by a claim that does not exist');
  if (claim.step === 'TAKING') return [];
  if (claim.step === 'NONE_LEFT') return fault('place', 'taken by a claim that says it got none');
  if (claim.shardNo !== shard.shardNo || claim.placeNo !== placeNo) {
    return fault('place', 'the claim says another place');
  }
  if (claim.amountFen === amountFen) return [];
  const byFen = Math.abs(claim.amountFen - amountFen);
  return fault('postings', `the claim says ${claim.amountFen} fen, its packet ${amountFen}`, byFen);
}

/** A completed claim against its own postings and the bills that were stored for it. */
export function claimDifferences(claim: ClaimRecord, bills: readonly BillRecord[]): Difference[] {
  const about = claim._id;
  const fault = (kind: DifferenceKind, detail: string): Difference => ({
    kind,
    about,
    amountFen: claim.amountFen,
    detail,
  });
  const found: Difference[] = [];
  const wrong = broken(() => assertClaimBooks(claim));
  if (wrong) found.push(fault('postings', wrong));
  for (const detail of billFaults(claim, bills)) found.push(fault('bill', detail));
  for (const detail of evidenceFaults(claim)) found.push(fault('evidence', detail));
  return found;
}

/** What was paid in for a campaign against its own postings. */
export function fundingDifferences(funding: FundingRecord): Difference[] {
  const detail = broken(() => assertFunding(funding));
  const amountFen = Math.abs(balancesOf(funding).payer);
  return detail ? [{ kind: 'funding', about: funding._id, amountFen, detail }] : [];
}

/** What a check of books throws, in words; null when they are in order. */
function broken(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof InvariantViolation) return error.message;
    throw error;
  }
}

/** INV-17 to INV-19: every number is stored, says the same as the claim, and there is one an attempt. */
function billFaults(claim: ClaimRecord, bills: readonly BillRecord[]): string[] {
  const named = billNosOf(claim);
  const faults: string[] = [];
  for (const billNo of named) {
    if (!bills.some((bill) => bill._id === billNo)) faults.push(`bill ${billNo} is not stored`);
  }
  const nextAttempt = claim.endedBillNos.length + 1;
  for (const bill of bills) {
    // Before its first bill is named, a claim has no recipient.
    const recipientId = claim.recipientId ?? bill.recipientId;
    const agrees = bill.amountFen === claim.amountFen && bill.recipientId === recipientId;
    if (!agrees) faults.push(`bill ${bill._id} says another amount or recipient`);
    // Stored by a worker that died before it could name it: the next attempt uses it.
    const isNext = claim.billNo === null && bill.attemptNo === nextAttempt;
    if (!named.includes(bill._id) && !isNext) faults.push(`bill ${bill._id} is one too many`);
  }
  const attempts = bills.map((bill) => bill.attemptNo);
  if (new Set(attempts).size !== attempts.length) faults.push('two bills of one attempt');
  return faults;
}

/** Which word a posting into an account must lean on, by how its cause begins. */
function evidenceFaults(claim: ClaimRecord): string[] {
  const named = billNosOf(claim);
  return claim.postings.flatMap(({ no, to, cause }) => {
    const isProven =
      to === 'sent' || to === 'received' || to === 'returned'
        ? named.some((billNo) => cause.startsWith(`${billNo} `))
        : to === 'settled-outside'
          ? cause.startsWith('settled-outside: ')
          : to !== 'unallocated' || cause.startsWith('returned-to-campaign: ');
    return isProven ? [] : [`posting ${no} to ${to} leans on nothing: ${cause}`];
  });
}

export function billNosOf(claim: ClaimRecord): string[] {
  return claim.billNo === null ? [...claim.endedBillNos] : [...claim.endedBillNos, claim.billNo];
}

/**
 * What the provider says about one bill against what the claim says about it. Null: they agree, or
 * the answer proves nothing. While money is in flight every answer is possible.
 */
export function providerDifference(
  claim: ClaimRecord,
  billNo: string,
  answer: QueryAnswer,
): Difference | null {
  if (answer.kind === 'unknown') return null;
  const isPresent = claim.billNo === billNo;
  const allowed = isPresent ? ANSWERS_AT[accountOf(claim)] : endingsOf(claim);
  const fault = (amountFen: number, detail: string): Difference => ({
    kind: 'provider',
    about: claim._id,
    amountFen,
    detail: `bill ${billNo}: ${detail}`,
  });
  if (!allowed.includes(answer.kind)) {
    return fault(claim.amountFen, `the provider says ${answer.kind}, the claim ${claim.step}`);
  }
  if (answer.kind === 'returned' && answer.amountFen !== claim.amountFen) {
    const byFen = Math.abs(answer.amountFen - claim.amountFen);
    return fault(byFen, `${answer.amountFen} fen came back of ${claim.amountFen}`);
  }
  return null;
}

type AnswerKind = QueryAnswer['kind'];

const UNPAID: readonly AnswerKind[] = ['not-found', 'failed'];

/**
 * What the provider may say about a bill that another one followed. A transfer that was closed before
 * its player could have it is back as well; a red packet that came back had been with its player.
 */
function endingsOf({ channel }: ClaimRecord): readonly AnswerKind[] {
  const needsPass = CHANNEL_RULES[channel].takenBy === 'confirmation-page';
  return needsPass ? [...UNPAID, 'returned'] : UNPAID;
}

/** What the provider may say about the present bill while the money is in this account. */
const ANSWERS_AT: Readonly<Record<Account, readonly AnswerKind[]>> = {
  unallocated: UNPAID,
  owed: UNPAID,
  'in-flight': ['not-found', 'failed', 'sending', 'sent', 'received', 'returning', 'returned'],
  // The checker has not asked since; a packet that failed after it was sent comes back.
  sent: ['sent', 'received', 'returning', 'returned', 'failed'],
  received: ['received'],
  returned: ['returned', 'failed'],
  'settled-outside': UNPAID,
};

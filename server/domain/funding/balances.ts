/*
 * What finance declared of the merchant's own accounts, and what campaigns set aside of it. The
 * provider tells no balance, so this is a promise among people; NOTENOUGH is how it turns out wrong.
 */

import { DAY_MS } from '../../../miniprogram/shared/beijing-time';
import type { BalanceAccount } from '../../../miniprogram/shared/channels';
import { invariant } from '../invariant';
import type { BalanceRecord, SetAsideRecord } from './records';

/** A settled entry stays this long: no function that read the campaign before runs any more. */
const SETTLED_KEPT_MS = DAY_MS;

const REQUEST_IDS_KEPT = 20;

export function undeclared(account: BalanceAccount): BalanceRecord {
  return {
    _id: account,
    rev: 1,
    freeFen: null,
    declaredAtMs: null,
    shortSinceMs: null,
    requestIds: [],
    setAside: [],
  };
}

/** What the channels call an empty balance. */
export function isShortOfMoney(code: string): boolean {
  return code === 'NOTENOUGH' || code === 'NOT_ENOUGH';
}

/** What is free from now on, whatever was before. A repeat of a request changes nothing. */
export function declare(
  balance: BalanceRecord,
  freeFen: number,
  requestId: string,
  atMs: number,
): BalanceRecord {
  if (balance.requestIds.includes(requestId)) return balance;
  return {
    ...balance,
    freeFen,
    declaredAtMs: atMs,
    shortSinceMs: null,
    requestIds: [...balance.requestIds, requestId].slice(-REQUEST_IDS_KEPT),
  };
}

/** The provider paid nothing for want of money: whatever was declared is not there. */
export function noteShort(balance: BalanceRecord, atMs: number): BalanceRecord {
  if (balance.freeFen === null || balance.shortSinceMs !== null) return balance;
  return { ...balance, freeFen: 0, shortSinceMs: atMs };
}

export function entryOf(balance: BalanceRecord | null, campaignId: string): SetAsideRecord | null {
  return balance?.setAside.find((entry) => entry.campaignId === campaignId) ?? null;
}

export type BalanceSetAside =
  | { readonly kind: 'set-aside'; readonly balance: BalanceRecord }
  | { readonly kind: 'undeclared' }
  | { readonly kind: 'too-small'; readonly freeFen: number; readonly missingFen: number };

/**
 * Sets so much aside for a campaign, never less than before. The entry is touched even when it is
 * large enough, so that nobody who read it earlier can take it away now.
 */
export function setAsideOn(
  balance: BalanceRecord,
  campaignId: string,
  neededFen: number,
  atMs: number,
): BalanceSetAside {
  const before = entryOf(balance, campaignId);
  const isSettled = before?.settledAtMs != null;
  const addedFen = Math.max(neededFen - (before?.amountFen ?? 0), 0);
  if (balance.freeFen === null) return { kind: 'undeclared' };
  const { freeFen } = balance;
  if (addedFen > freeFen || isSettled) {
    return { kind: 'too-small', freeFen, missingFen: Math.max(addedFen - freeFen, 0) };
  }
  const amountFen = (before?.amountFen ?? 0) + addedFen;
  const entry: SetAsideRecord = { campaignId, amountFen, atMs, settledAtMs: null };
  return {
    kind: 'set-aside',
    balance: assertBalance({
      ...balance,
      freeFen: freeFen - addedFen,
      setAside: [...others(balance, campaignId), entry],
    }),
  };
}

/** Gives back what is set aside beyond this; while the account is short, nothing becomes free. */
export function keepOnly(
  balance: BalanceRecord,
  campaignId: string,
  keptFen: number,
): BalanceRecord {
  const entry = entryOf(balance, campaignId);
  if (!entry || entry.settledAtMs !== null || entry.amountFen <= keptFen) return balance;
  const kept = { ...entry, amountFen: keptFen };
  return assertBalance({
    ...balance,
    freeFen: withFree(balance, entry.amountFen - keptFen),
    setAside: balance.setAside.map((one) => (one === entry ? kept : one)),
  });
}

/** What is left in the entry was paid out; nothing of it comes back. */
export function settle(balance: BalanceRecord, campaignId: string, atMs: number): BalanceRecord {
  const entry = entryOf(balance, campaignId);
  if (!entry || entry.settledAtMs !== null) return balance;
  const settled = { ...entry, amountFen: 0, settledAtMs: atMs };
  return {
    ...balance,
    setAside: balance.setAside.map((one) => (one === entry ? settled : one)),
  };
}

/** Gives everything back, as of a campaign that never opened. */
export function giveUp(balance: BalanceRecord, campaignId: string): BalanceRecord {
  const entry = entryOf(balance, campaignId);
  if (!entry) return balance;
  return assertBalance({
    ...balance,
    freeFen: withFree(balance, entry.amountFen),
    setAside: others(balance, campaignId),
  });
}

/** Without entries that nobody can be late for any more. */
export function withoutSettled(balance: BalanceRecord, nowMs: number): BalanceRecord {
  const kept = balance.setAside.filter(
    ({ settledAtMs }) => settledAtMs === null || nowMs - settledAtMs < SETTLED_KEPT_MS,
  );
  return kept.length === balance.setAside.length ? balance : { ...balance, setAside: kept };
}

export function setAsideFen(balance: BalanceRecord | null): number {
  return balance?.setAside.reduce((sum, { amountFen }) => sum + amountFen, 0) ?? 0;
}

function withFree(balance: BalanceRecord, givenBackFen: number): number | null {
  if (balance.freeFen === null || balance.shortSinceMs !== null) return balance.freeFen;
  return balance.freeFen + givenBackFen;
}

function others(balance: BalanceRecord, campaignId: string): readonly SetAsideRecord[] {
  return balance.setAside.filter((entry) => entry.campaignId !== campaignId);
}

function assertBalance(balance: BalanceRecord): BalanceRecord {
  const { freeFen, setAside, _id } = balance;
  const isWhole = (fen: number) => Number.isSafeInteger(fen) && fen >= 0;
  const fits =
    (freeFen === null || isWhole(freeFen)) && setAside.every((entry) => isWhole(entry.amountFen));
  invariant(fits, 'INV-44', `balance ${_id} is below zero`);
  return balance;
}

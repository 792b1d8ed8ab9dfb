import { randomUUID } from 'node:crypto';
import type { Change } from './collection';
import { uniqueKeysOf } from './indexes';
import type { SetTimer } from './interface';
import { createOverlay, mapIn, type Overlay } from './overlay';
import { Refusal, transactionConflict } from './refusal';

/** No document of the vendor gives the real figure; MongoDB's own default is 60 s. */
const TRANSACTION_LIFETIME_MS = 30_000;

export interface Transaction {
  readonly id: string;
  readonly overlay: Overlay;
  readonly locks: Set<string>;
  readonly ended: Promise<void>;
  readonly end: () => void;
}

/**
 * Snapshot isolation with the first writer winning: a document that another transaction has
 * written, or that was committed after the snapshot, cannot be written; the transaction then ends,
 * as in MongoDB. Plain writes wait until the lock is released.
 */
export interface Transactions {
  begin(): string;
  /** DATABASE_TRANSACTION_FAIL: it never existed, has ended, or its 30 s are over. */
  find(id: string): Transaction;
  /** DATABASE_TRANSACTION_CONFLICT */
  lock(transaction: Transaction, changes: readonly Change[]): void;
  /** The transaction that a plain write of these changes has to wait for. */
  holderOf(changes: readonly Change[]): Transaction | undefined;
  /** Keeps what a commit is about to replace for every other transaction that may still read it. */
  remember(changes: readonly Change[], committing: Transaction | null): void;
  endAll(): void;
}

export function createTransactions(setTimer: SetTimer): Transactions {
  const open = new Map<string, Transaction>();
  const holders = new Map<string, Transaction>();

  function begin(): string {
    const id = randomUUID();
    let resolveEnded = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      resolveEnded = resolve;
    });
    const cancelTimer = setTimer(() => transaction.end(), TRANSACTION_LIFETIME_MS);
    const transaction: Transaction = {
      id,
      overlay: createOverlay(),
      locks: new Set(),
      ended,
      end() {
        cancelTimer();
        open.delete(id);
        for (const lock of transaction.locks) holders.delete(lock);
        resolveEnded();
      },
    };
    open.set(id, transaction);
    return id;
  }

  function find(id: string): Transaction {
    const transaction = open.get(id);
    if (transaction !== undefined) return transaction;
    throw new Refusal(
      'DATABASE_TRANSACTION_FAIL',
      '[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server: it ' +
        'was ended, or left open for too long.',
    );
  }

  /** No-op changes count too: what was read and found unchanged is still relied upon. */
  function lock(transaction: Transaction, changes: readonly Change[]): void {
    for (const change of changes) {
      const keys = lockKeys(change);
      const taken = keys.some((key) => (holders.get(key) ?? transaction) !== transaction);
      const replaced = transaction.overlay.past.get(change.collection)?.has(change.id) ?? false;
      if (taken || replaced) throw transactionConflict();
      for (const key of keys) {
        holders.set(key, transaction);
        transaction.locks.add(key);
      }
    }
  }

  function holderOf(changes: readonly Change[]): Transaction | undefined {
    if (holders.size === 0) return undefined;
    return changes
      .flatMap(lockKeys)
      .map((key) => holders.get(key))
      .find(Boolean);
  }

  function remember(changes: readonly Change[], committing: Transaction | null): void {
    for (const transaction of open.values()) {
      if (transaction === committing) continue;
      for (const { collection, id } of changes) {
        const past = mapIn(transaction.overlay.past, collection);
        if (!past.has(id)) past.set(id, collection.documents.get(id) ?? null);
      }
    }
  }

  function endAll(): void {
    for (const transaction of [...open.values()]) transaction.end();
  }

  return { begin, find, lock, holderOf, remember, endAll };
}

/** The document, and every unique key it takes: two inserts of one key must not both be staged. */
function lockKeys(change: Change): string[] {
  const keys = [JSON.stringify([change.collection.name, change.id])];
  if (change.after === null) return keys;
  for (const index of change.collection.uniqueIndexes) {
    for (const key of uniqueKeysOf(index, change.after.value)) {
      keys.push(JSON.stringify([change.collection.name, index.name, key]));
    }
  }
  return keys;
}

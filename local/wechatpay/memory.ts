import { type BillEntry, type Bills, createBills } from './bills';
import { type CallbackEntry, type Callbacks, createCallbacks } from './callbacks/callbacks';
import { openJournal } from './journal';
import type { Limits } from './limits';
import { createOrders, type OrderEntry, type Orders } from './orders/orders';
import { createTransfers, type TransferEntry, type Transfers } from './transfers/transfers';

/** The merchant's balance. Only `apply` of a store may change it. */
export interface Purse {
  fen: number;
}

/** What every store is built on. `apply` is called for entries of this run and of earlier ones. */
export interface StoreOptions<Entry> {
  readonly nowMs: () => number;
  readonly purse: Purse;
  /** Durable first, then in memory: what memory knows, a restart knows too. */
  readonly record: (entry: Entry) => void;
  readonly onChange: () => void;
}

/**
 * All that survives a restart. There is one journal for everything, and an entry is one fact with
 * all it brings: a paid order, the money in the purse and the callback that is now due cannot be
 * torn apart.
 */
export interface Memory {
  readonly bills: Bills;
  readonly transfers: Transfers;
  readonly orders: Orders;
  readonly callbacks: Callbacks;
  balanceFen(): number;
  /** Tops up the merchant's balance; a negative amount takes out. */
  fund(amountFen: number): void;
  /** Does what time has brought since the last look, at the instants it was due. */
  catchUp(): void;
  close(): void;
}

type Entry =
  | { readonly kind: 'funded'; readonly amountFen: number }
  | BillEntry
  | TransferEntry
  | OrderEntry
  | CallbackEntry;

export interface MemoryOptions {
  readonly journalPath: string | null;
  readonly nowMs: () => number;
  readonly limits: Limits;
  /** The balance of a merchant that has no history yet. */
  readonly initialBalanceFen: number;
  readonly onChange: () => void;
}

export function openMemory(options: MemoryOptions): Memory {
  const { nowMs, limits, onChange } = options;
  const journal = openJournal(options.journalPath, isEntry);
  const purse: Purse = { fen: 0 };
  const record = (entry: Entry) => {
    journal.append(entry);
    apply(entry);
  };

  const store = { nowMs, purse, record, onChange };
  const bills = createBills({ ...store, limits });
  const callbacks = createCallbacks(store);
  const transfers = createTransfers({ ...store, limits, announce: callbacks.add });
  const orders = createOrders({ ...store, limits, announce: callbacks.add });

  for (const entry of journal.earlier) apply(entry);
  if (journal.earlier.length === 0)
    record({ kind: 'funded', amountFen: options.initialBalanceFen });

  function apply(entry: Entry): void {
    switch (entry.kind) {
      case 'funded':
        purse.fen += entry.amountFen;
        return;
      case 'accepted':
      case 'moved':
        bills.apply(entry);
        return;
      case 'transfer':
        transfers.apply(entry);
        return;
      case 'order':
      case 'refund':
        orders.apply(entry);
        return;
      case 'callback':
        callbacks.apply(entry);
        return;
    }
  }

  const catchUp = () => {
    bills.catchUp();
    transfers.catchUp();
    orders.catchUp();
  };
  return {
    bills,
    transfers,
    orders,
    callbacks,
    balanceFen() {
      catchUp();
      return purse.fen;
    },
    fund(amountFen) {
      record({ kind: 'funded', amountFen });
      onChange();
    },
    catchUp,
    close: () => journal.close(),
  };
}

const KINDS: readonly unknown[] = [
  'funded',
  'accepted',
  'moved',
  'transfer',
  'order',
  'refund',
  'callback',
] satisfies Entry['kind'][];

function isEntry(value: unknown): value is Entry {
  return KINDS.includes((value as { kind?: unknown } | null)?.kind);
}

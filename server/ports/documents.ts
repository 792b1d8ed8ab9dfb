/**
 * The document database, reduced to what is atomic in the cloud: insert-once by `_id`, and one
 * conditional update of one document. There are no transactions here on purpose: whatever must
 * change together lives in one document.
 *
 * Every adapter (wx-cloud, memory) passes `test/contract/documents.ts`.
 */

/** Collections are declared once, with indexes and permissions, in `server/collections.ts`. */
export type CollectionName =
  | 'campaigns'
  | 'pool_shards'
  | 'participations'
  | 'claims'
  | 'bills'
  | 'identities'
  | 'fundings'
  | 'balances'
  | 'send_budgets'
  | 'merchant_states'
  | 'audit_entries'
  | 'audit_reports'
  | 'exports';

export type Scalar = string | number | boolean | null;

export interface Doc {
  readonly _id: string;
  /** Raised by every update, so that no update is ever a no-op whose count means nothing. */
  readonly rev: number;
}

/** Fields are dotted paths. A plain value means equality; arrays match when they contain it. */
export type Guard = Readonly<Record<string, Scalar | Condition>>;

export type Condition =
  | { readonly lt: number }
  | { readonly lte: number }
  | { readonly gt: number }
  | { readonly gte: number }
  | { readonly between: readonly [fromIncluded: number, toExcluded: number] }
  | { readonly in: readonly Scalar[] }
  | { readonly not: Scalar }
  /** The array field does not contain this value. */
  | { readonly lacks: Scalar };

/** Operators on dotted paths; at least one is given. `set` replaces whole values, objects included. */
export interface Change {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly inc?: Readonly<Record<string, number>>;
  /** Appends these elements to array fields, in order. */
  readonly push?: Readonly<Record<string, readonly unknown[]>>;
}

export interface FindOptions {
  readonly orderBy?: readonly (readonly [path: string, direction: 'asc' | 'desc'])[];
  /** 1 to 1000; the cloud silently cuts lists, so a limit is always said. */
  readonly limit: number;
  /** Only these fields (and `_id`, `rev`). */
  readonly only?: readonly string[];
}

export interface SumRow {
  /** The group's values, in the order of `by`. */
  readonly key: readonly Scalar[];
  readonly count: number;
  /** Sums in the order of `sum`. */
  readonly sums: readonly number[];
}

export interface Documents {
  /** False when a document with this `_id` (or a declared unique key) exists; nothing changed then. */
  insert<D extends Doc>(collection: CollectionName, doc: D): Promise<boolean>;
  get<D extends Doc>(collection: CollectionName, id: string): Promise<D | null>;
  /** Applies the change to the one document if the guard holds, atomically. True: it was applied. */
  update(collection: CollectionName, id: string, guard: Guard, change: Change): Promise<boolean>;
  /** Removes the one document if the guard holds. */
  remove(collection: CollectionName, id: string, guard: Guard): Promise<boolean>;
  find<D extends Doc>(collection: CollectionName, where: Guard, options: FindOptions): Promise<D[]>;
  count(collection: CollectionName, where: Guard): Promise<number>;
  /** Counts and sums over all matching documents, grouped; `unwind` first opens an array field. */
  sum(
    collection: CollectionName,
    where: Guard,
    grouping: {
      readonly by: readonly string[];
      readonly sum: readonly string[];
      readonly unwind?: string;
    },
  ): Promise<SumRow[]>;
}

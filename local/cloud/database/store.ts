import { randomBytes } from 'node:crypto';
import { type Change, type Collection, createCollection, replaceCommitted } from './collection';
import {
  type Document,
  type DocumentId,
  decodeObject,
  type Fields,
  refuseUnstorable,
} from './ejson';
import type { Engine } from './engine';
import type { StoredDocument } from './indexes';
import type { CollectionDeclaration, SetTimer } from './interface';
import {
  createOverlay,
  findDocuments,
  getDocument,
  type Overlay,
  stageWrite,
  stored,
} from './overlay';
import type { UpdateOperators } from './positional';
import { duplicateKey, Refusal, requestFailed } from './refusal';
import { createTransactions, type Transaction } from './transactions';
import { applyOperators } from './updating';

export interface Store {
  /** DATABASE_COLLECTION_NOT_EXIST */
  collection(name: string): Collection;
  /** Undefined when there is none: `$lookup` takes that for an empty collection. */
  knownCollection(name: string): Collection | undefined;
  /** DATABASE_REQUEST_FAILED: it exists. */
  addCollection(name: string): void;
  /** What the transaction sees, or what is committed when there is none. */
  viewOf(transactionId: string | undefined): Overlay | undefined;
  insert(target: Target, documents: readonly Fields[]): Promise<DocumentId[]>;
  /** Replaces the document with this id, or inserts it; true when it was inserted. */
  set(
    target: Target,
    id: DocumentId,
    fields: Fields,
  ): Promise<{ updated: number; created: boolean }>;
  update(target: Target, selection: Selection, operators: UpdateOperators): Promise<Updated>;
  remove(target: Target, selection: Selection): Promise<number>;
  begin(): string;
  commit(transactionId: string): void;
  abort(transactionId: string): void;
  close(): void;
}

export interface Target {
  readonly collection: Collection;
  readonly transactionId: string | undefined;
}

export interface Selection {
  readonly query: Fields;
  /** False: the first match only. */
  readonly multi: boolean;
}

export interface Updated {
  /** Documents that are different now; a match that stays as it was does not count. */
  readonly updated: number;
  /** The last match, as it is now. */
  readonly last: StoredDocument | null;
}

/** Computes a write on what the writer sees. It runs again when the writer had to wait. */
type Plan<T> = (overlay: Overlay) => { readonly changes: readonly Change[]; readonly result: T };

/**
 * All documents live in memory; every commit goes to the engine first and then into memory, in one
 * synchronous step, so that nobody sees what is not yet safe.
 */
export function createStore(
  engine: Engine,
  declarations: readonly CollectionDeclaration[],
  setTimer: SetTimer,
): Store {
  const collections = new Map<string, Collection>();
  const transactions = createTransactions(setTimer);
  let lastSerial = 0;

  for (const declaration of declarations) {
    engine.addCollection(declaration.name);
    collections.set(declaration.name, createCollection(declaration));
  }
  for (const name of engine.collectionNames()) {
    if (!collections.has(name)) collections.set(name, createCollection({ name, indexes: [] }));
  }
  for (const { collection: name, text } of engine.rows()) {
    lastSerial += 1;
    const value = decodeObject(text, 0) as Document;
    const document = { id: value._id, serial: lastSerial, value, text };
    // A unique index that was declared later may not fit the documents in the file.
    const loading = collection(name);
    stageWrite(createOverlay(), loading, value._id, document);
    replaceCommitted(loading, value._id, document);
  }

  function collection(name: string): Collection {
    const known = collections.get(name);
    if (known !== undefined) return known;
    throw new Refusal(
      'DATABASE_COLLECTION_NOT_EXIST',
      `[ResourceNotFound] Db or Table not exist: ${name}. Please check your request.`,
    );
  }

  function addCollection(name: string): void {
    if (collections.has(name)) throw requestFailed(`[ResourceInUse] Table exist: ${name}`);
    engine.addCollection(name);
    collections.set(name, createCollection({ name, indexes: [] }));
  }

  async function write<T>(transactionId: string | undefined, plan: Plan<T>): Promise<T> {
    if (transactionId !== undefined) return stage(transactions.find(transactionId), plan);
    for (;;) {
      const { changes, result } = plan(createOverlay());
      const holder = transactions.holderOf(changes);
      if (holder === undefined) {
        commitChanges(changes, null);
        return result;
      }
      await holder.ended;
    }
  }

  /** A refused write ends the transaction, as in MongoDB: nothing of it can be committed any more. */
  function stage<T>(transaction: Transaction, plan: Plan<T>): T {
    try {
      const { changes, result } = plan(transaction.overlay);
      transactions.lock(transaction, changes);
      return result;
    } catch (error) {
      transaction.end();
      throw error;
    }
  }

  function commitChanges(changes: readonly Change[], committing: Transaction | null): void {
    const real = changes.filter(({ before, after }) => before !== after);
    if (real.length === 0) return;
    engine.write(
      real.map(({ collection: { name }, id, after }) => ({
        collection: name,
        id,
        text: after?.text ?? null,
      })),
    );
    transactions.remember(real, committing);
    for (const change of real) replaceCommitted(change.collection, change.id, change.after);
  }

  function nextStored(value: Document): StoredDocument {
    lastSerial += 1;
    return stored(value, lastSerial);
  }

  function insert({ collection: into, transactionId }: Target, documents: readonly Fields[]) {
    return write(transactionId, (overlay) => {
      const changes = documents.map((fields) => {
        const value = { ...fields, _id: parseId(fields._id ?? newId()) };
        refuseUnstorable(value);
        if (getDocument(into, value._id, overlay) !== null) {
          throw duplicateKey(into.name, '_id_', `{ _id: ${JSON.stringify(value._id)} }`);
        }
        return stageWrite(overlay, into, value._id, nextStored(value));
      });
      return { changes, result: changes.map((change) => change.id) };
    });
  }

  function set({ collection: into, transactionId }: Target, id: DocumentId, fields: Fields) {
    refuseUnstorable(fields);
    if ('_id' in fields) throw requestFailed('_id is not part of what replaces a document');
    return write(transactionId, (overlay) => {
      const before = getDocument(into, id, overlay);
      const value = { _id: id, ...fields };
      const after = before === null ? nextStored(value) : changed(before, value);
      const updated = before !== null && after !== before ? 1 : 0;
      const change = stageWrite(overlay, into, id, after);
      return { changes: [change], result: { updated, created: before === null } };
    });
  }

  function update(target: Target, selection: Selection, operators: UpdateOperators) {
    return write<Updated>(target.transactionId, (overlay) => {
      const changes = select(target.collection, selection, overlay).map((before) => {
        const value = applyOperators(before.value, operators, selection.query);
        return stageWrite(overlay, target.collection, before.id, changed(before, value));
      });
      const updated = changes.filter(({ before, after }) => before !== after).length;
      return { changes, result: { updated, last: changes.at(-1)?.after ?? null } };
    });
  }

  function remove({ collection: from, transactionId }: Target, selection: Selection) {
    return write(transactionId, (overlay) => {
      const changes = select(from, selection, overlay).map(({ id }) =>
        stageWrite(overlay, from, id, null),
      );
      return { changes, result: changes.length };
    });
  }

  function commit(transactionId: string): void {
    const transaction = transactions.find(transactionId);
    const changes = [...transaction.overlay.writes].flatMap(([written, byId]) =>
      [...byId].map(([id, after]) => {
        return { collection: written, id, before: written.documents.get(id) ?? null, after };
      }),
    );
    commitChanges(changes, transaction);
    transaction.end();
  }

  return {
    collection,
    knownCollection: (name) => collections.get(name),
    addCollection,
    viewOf: (id) => (id === undefined ? undefined : transactions.find(id).overlay),
    insert,
    set,
    update,
    remove,
    begin: transactions.begin,
    commit,
    abort: (transactionId) => transactions.find(transactionId).end(),
    close() {
      transactions.endAll();
      engine.close();
    },
  };
}

function select(from: Collection, { query, multi }: Selection, overlay: Overlay): StoredDocument[] {
  return findDocuments(from, query, overlay, multi ? Number.POSITIVE_INFINITY : 1);
}

/** The very same object when nothing is different: a no-op is not a write. */
function changed(before: StoredDocument, value: Document): StoredDocument {
  const after = stored(value, before.serial);
  return after.text === before.text ? before : after;
}

function parseId(id: unknown): DocumentId {
  if (typeof id === 'string' || (typeof id === 'number' && Number.isFinite(id))) return id;
  throw requestFailed('_id must be a string or a number');
}

/** 32 hexadecimal digits, like the ids the cloud gives. */
function newId(): string {
  return randomBytes(16).toString('hex');
}

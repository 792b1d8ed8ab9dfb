import type { Change, Collection } from './collection';
import type { Document, DocumentId, Fields } from './ejson';
import { encode } from './ejson';
import { type StoredDocument, type UniqueIndex, uniqueKeysOf } from './indexes';
import { compileQuery } from './matching';
import { candidatesFor } from './planning';
import { duplicateKey } from './refusal';

/**
 * What one writer sees: its own writes over the past it started from, over what is committed.
 * A plain write is a writer without a past.
 */
export interface Overlay {
  readonly writes: Map<Collection, Map<DocumentId, StoredDocument | null>>;
  /** Documents as they were when the transaction began, kept when somebody else replaced them. */
  readonly past: Map<Collection, Map<DocumentId, StoredDocument | null>>;
  /** Keys of unique indexes that this writer's documents take. */
  readonly takenKeys: Map<UniqueIndex, Map<string, DocumentId>>;
}

export function createOverlay(): Overlay {
  return { writes: new Map(), past: new Map(), takenKeys: new Map() };
}

const COMMITTED: Overlay = createOverlay();

export function getDocument(
  collection: Collection,
  id: DocumentId,
  overlay: Overlay = COMMITTED,
): StoredDocument | null {
  const written = overlay.writes.get(collection)?.get(id);
  if (written !== undefined) return written;
  const earlier = overlay.past.get(collection)?.get(id);
  if (earlier !== undefined) return earlier;
  return collection.documents.get(id) ?? null;
}

/** Every match, or the first `atMost`. The list is the caller's own; the documents are not. */
export function findDocuments(
  collection: Collection,
  query: Fields,
  overlay: Overlay = COMMITTED,
  atMost = Number.POSITIVE_INFINITY,
): StoredDocument[] {
  const matches = compileQuery(query);
  const found: StoredDocument[] = [];
  for (const stored of visible(collection, query, overlay)) {
    if (found.length >= atMost) break;
    if (matches(stored.value)) found.push(stored);
  }
  return found;
}

function* visible(
  collection: Collection,
  query: Fields,
  overlay: Overlay,
): Generator<StoredDocument> {
  const writes = overlay.writes.get(collection) ?? NOTHING;
  const past = overlay.past.get(collection) ?? NOTHING;
  for (const stored of candidatesFor(collection, query)) {
    if (!writes.has(stored.id) && !past.has(stored.id)) yield stored;
  }
  for (const stored of past.values()) if (stored !== null) yield stored;
  for (const stored of writes.values()) if (stored !== null) yield stored;
}

const NOTHING: ReadonlyMap<DocumentId, StoredDocument | null> = new Map();

/**
 * Puts a document into the overlay and says what changed.
 * DATABASE_REQUEST_FAILED, E11000: another visible document has one of its unique keys.
 */
export function stageWrite(
  overlay: Overlay,
  collection: Collection,
  id: DocumentId,
  after: StoredDocument | null,
): Change {
  const before = getDocument(collection, id, overlay);
  for (const index of collection.uniqueIndexes) {
    const taken = mapIn(overlay.takenKeys, index);
    if (before) for (const key of uniqueKeysOf(index, before.value)) taken.delete(key);
    if (after === null) continue;
    for (const key of uniqueKeysOf(index, after.value)) {
      const owner = ownerOf(collection, index, key, overlay);
      if (owner !== undefined && owner !== id) throw duplicateKey(collection.name, index.name, key);
      taken.set(key, id);
    }
  }
  mapIn(overlay.writes, collection).set(id, after);
  return { collection, id, before, after };
}

function ownerOf(
  collection: Collection,
  index: UniqueIndex,
  key: string,
  overlay: Overlay,
): DocumentId | undefined {
  const taker = overlay.takenKeys.get(index)?.get(key);
  if (taker !== undefined) return taker;
  const committed = index.owners.get(key);
  const rewritten = committed !== undefined && overlay.writes.get(collection)?.has(committed);
  return rewritten ? undefined : committed;
}

export function mapIn<K, L, V>(outer: Map<K, Map<L, V>>, key: K): Map<L, V> {
  const known = outer.get(key);
  if (known !== undefined) return known;
  const created = new Map<L, V>();
  outer.set(key, created);
  return created;
}

export function stored(value: Document, serial: number): StoredDocument {
  return { id: value._id, serial, value, text: encode(value) };
}

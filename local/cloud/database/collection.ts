import type { DocumentId } from './ejson';
import {
  createRangeIndex,
  createUniqueIndex,
  type RangeIndex,
  reindex,
  type StoredDocument,
  type UniqueIndex,
  uniqueKeysOf,
} from './indexes';
import type { CollectionDeclaration } from './interface';

/** The committed documents of one collection, in the order of their insertion. */
export interface Collection {
  readonly name: string;
  readonly documents: Map<DocumentId, StoredDocument>;
  readonly rangeIndexes: readonly RangeIndex[];
  readonly uniqueIndexes: readonly UniqueIndex[];
}

/** One document's step from one state to the next; null means absent. */
export interface Change {
  readonly collection: Collection;
  readonly id: DocumentId;
  readonly before: StoredDocument | null;
  readonly after: StoredDocument | null;
}

export function createCollection(declaration: CollectionDeclaration): Collection {
  return {
    name: declaration.name,
    documents: new Map(),
    rangeIndexes: declaration.indexes.map(createRangeIndex),
    uniqueIndexes: declaration.indexes.filter((index) => index.unique).map(createUniqueIndex),
  };
}

/** Puts one document in, out, or in the place of its former self, in every index as well. */
export function replaceCommitted(
  collection: Collection,
  id: DocumentId,
  after: StoredDocument | null,
): void {
  const before = collection.documents.get(id);
  for (const index of collection.rangeIndexes) reindex(index, before, after);
  for (const index of collection.uniqueIndexes) {
    if (before) for (const key of uniqueKeysOf(index, before.value)) index.owners.delete(key);
    if (after) for (const key of uniqueKeysOf(index, after.value)) index.owners.set(key, id);
  }
  if (after === null) collection.documents.delete(id);
  else collection.documents.set(id, after);
}

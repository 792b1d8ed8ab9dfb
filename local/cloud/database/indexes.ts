import { type Document, type DocumentId, encode } from './ejson';
import type { IndexDeclaration } from './interface';
import { compareScalars, IRREGULAR, keyOf, type Scalar, scalarAt, valuesAt } from './paths';

/** One document as it is kept: never changed, only replaced. */
export interface StoredDocument {
  readonly id: DocumentId;
  /** Rises with every insert; documents of one collection keep it for life. */
  readonly serial: number;
  readonly value: Document;
  /** Canonical EJSON of `value`. */
  readonly text: string;
}

/**
 * Finds documents by equality on its first path and a range on its second. It may offer too many
 * documents, never too few: the whole query is tested on each.
 */
export interface RangeIndex {
  readonly name: string;
  readonly equalityPath: string;
  readonly rangePath: string | null;
  /** Entries by the key of the first path, sorted by the second path, then by serial. */
  readonly buckets: Map<string, IndexEntry[]>;
  /** Documents that no key can stand for; offered to every query. */
  readonly irregular: Set<DocumentId>;
}

export interface IndexEntry {
  readonly rangeValue: Scalar;
  readonly serial: number;
  readonly id: DocumentId;
}

export interface Range {
  readonly from: Scalar;
  readonly to: Scalar;
}

export function createRangeIndex(declaration: IndexDeclaration): RangeIndex {
  const [first, second] = declaration.keys;
  if (first === undefined) throw new Error(`index ${declaration.name} has no keys`);
  return {
    name: declaration.name,
    equalityPath: first.path,
    rangePath: second?.path ?? null,
    buckets: new Map(),
    irregular: new Set(),
  };
}

interface Position {
  readonly bucketKey: string;
  readonly entry: IndexEntry;
}

function positionOf(index: RangeIndex, stored: StoredDocument): Position | null {
  const first = scalarAt(stored.value, index.equalityPath);
  const second = index.rangePath === null ? null : scalarAt(stored.value, index.rangePath);
  if (first === IRREGULAR || second === IRREGULAR || Number.isNaN(second)) return null;
  const entry = { rangeValue: second, serial: stored.serial, id: stored.id };
  return { bucketKey: keyOf(first), entry };
}

/** Takes a document in, out, or from its old place to its new one. */
export function reindex(
  index: RangeIndex,
  before: StoredDocument | undefined,
  after: StoredDocument | null,
): void {
  const from = before === undefined ? null : positionOf(index, before);
  const to = after === null ? null : positionOf(index, after);
  if (from !== null && to !== null && samePosition(from, to)) return;
  if (from !== null) removeEntry(index, from);
  else if (before !== undefined) index.irregular.delete(before.id);
  if (to !== null) addEntry(index, to);
  else if (after !== null) index.irregular.add(after.id);
}

function samePosition(a: Position, b: Position): boolean {
  return a.bucketKey === b.bucketKey && compareEntries(a.entry, b.entry) === 0;
}

function addEntry(index: RangeIndex, position: Position): void {
  const bucket = index.buckets.get(position.bucketKey);
  if (bucket === undefined) index.buckets.set(position.bucketKey, [position.entry]);
  else bucket.splice(firstAtLeast(bucket, position.entry), 0, position.entry);
}

function removeEntry(index: RangeIndex, position: Position): void {
  const bucket = index.buckets.get(position.bucketKey) ?? [];
  bucket.splice(firstAtLeast(bucket, position.entry), 1);
  if (bucket.length === 0) index.buckets.delete(position.bucketKey);
}

export function compareEntries(
  a: Pick<IndexEntry, 'rangeValue' | 'serial'>,
  b: Pick<IndexEntry, 'rangeValue' | 'serial'>,
): number {
  return compareScalars(a.rangeValue, b.rangeValue) || a.serial - b.serial;
}

function firstAtLeast(
  bucket: readonly IndexEntry[],
  wanted: Pick<IndexEntry, 'rangeValue' | 'serial'>,
): number {
  let low = 0;
  let high = bucket.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareEntries(bucket[middle]!, wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A part of one bucket, as positions in it. */
export interface IndexSlice {
  readonly bucket: readonly IndexEntry[];
  readonly start: number;
  readonly end: number;
}

export function sliceOf(index: RangeIndex, value: Scalar, range: Range | null): IndexSlice {
  const bucket = index.buckets.get(keyOf(value)) ?? [];
  if (range === null) return { bucket, start: 0, end: bucket.length };
  const start = firstAtLeast(bucket, { rangeValue: range.from, serial: Number.NEGATIVE_INFINITY });
  const end = firstAtLeast(bucket, { rangeValue: range.to, serial: Number.POSITIVE_INFINITY });
  return { bucket, start, end };
}

/** Which document owns each key of a unique index. */
export interface UniqueIndex {
  readonly name: string;
  readonly paths: readonly string[];
  readonly owners: Map<string, DocumentId>;
}

export function createUniqueIndex(declaration: IndexDeclaration): UniqueIndex {
  const paths = declaration.keys.map((key) => key.path);
  return { name: declaration.name, paths, owners: new Map() };
}

/**
 * The keys a document takes in a unique index. A missing field counts as null, so two documents
 * without the field collide; an array takes one key per element. Both are MongoDB's rules.
 */
export function uniqueKeysOf(index: UniqueIndex, document: Document): string[] {
  let keys = [''];
  for (const path of index.paths) {
    const parts = new Set(valuesAt(document, path).map((value) => encode({ [path]: value })));
    keys = keys.flatMap((key) => [...parts].map((part) => (key === '' ? part : `${key}, ${part}`)));
  }
  return keys;
}

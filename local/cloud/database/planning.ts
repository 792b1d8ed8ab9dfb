import type { Collection } from './collection';
import { type DocumentId, type Fields, isFields } from './ejson';
import {
  compareEntries,
  type IndexSlice,
  type Range,
  type RangeIndex,
  type StoredDocument,
  sliceOf,
} from './indexes';
import { isScalar, keyOf, type Scalar } from './paths';

/** What a query demands of one path, as far as an index can use it. */
interface Demand {
  equals: readonly Scalar[] | null;
  from: Scalar | null;
  to: Scalar | null;
}

/**
 * Committed documents among which every match of the query is found: by `_id`, by the index with
 * the fewest candidates, or else all of them.
 */
export function candidatesFor(collection: Collection, query: Fields): Iterable<StoredDocument> {
  if (Object.keys(query).length === 0) return collection.documents.values();
  const demands = demandsOf(query);
  const ids = demands.get('_id')?.equals;
  if (ids) return byIds(collection, ids);
  const best = smallest(collection.rangeIndexes.flatMap((index) => usableIndex(index, demands)));
  return best === undefined ? collection.documents.values() : byIndex(collection, best);
}

/** A candidate, and the value by which its index has put it in order. */
export interface OrderedCandidate {
  readonly stored: StoredDocument;
  readonly orderValue: Scalar;
}

/**
 * The candidates in the order of one path, so that a reader can stop early. Null when no index
 * knows that order for every candidate.
 */
export function candidatesInOrder(
  collection: Collection,
  query: Fields,
  path: string,
  direction: 1 | -1,
): Iterable<OrderedCandidate> | null {
  const ordering = collection.rangeIndexes.filter((index) => index.rangePath === path);
  if (ordering.length === 0) return null;
  const demands = demandsOf(query);
  if (demands.get('_id')?.equals) return null;
  const usable = ordering.flatMap((index) => usableIndex(index, demands));
  const best = smallest(usable.filter(({ index }) => index.irregular.size === 0));
  return best === undefined ? null : merged(collection, best.slices, direction);
}

function smallest(usable: readonly UsableIndex[]): UsableIndex | undefined {
  return [...usable].sort((a, b) => a.size - b.size)[0];
}

function* byIds(collection: Collection, ids: readonly Scalar[]): Generator<StoredDocument> {
  for (const id of new Set(ids)) {
    const stored = collection.documents.get(id as DocumentId);
    if (stored !== undefined) yield stored;
  }
}

interface UsableIndex {
  readonly index: RangeIndex;
  readonly slices: readonly IndexSlice[];
  readonly size: number;
}

function usableIndex(index: RangeIndex, demands: ReadonlyMap<string, Demand>): UsableIndex[] {
  const values = demands.get(index.equalityPath)?.equals;
  if (!values) return [];
  const range = index.rangePath === null ? null : rangeOf(demands.get(index.rangePath));
  const distinct = new Map(values.map((value) => [keyOf(value), value]));
  const slices = [...distinct.values()].map((value) => sliceOf(index, value, range));
  const size = slices.reduce((sum, slice) => sum + slice.end - slice.start, index.irregular.size);
  return [{ index, slices, size }];
}

function* byIndex(collection: Collection, best: UsableIndex): Generator<StoredDocument> {
  for (const { bucket, start, end } of best.slices) {
    for (let i = start; i < end; i += 1) yield collection.documents.get(bucket[i]!.id)!;
  }
  for (const id of best.index.irregular) yield collection.documents.get(id)!;
}

function* merged(
  collection: Collection,
  slices: readonly IndexSlice[],
  direction: 1 | -1,
): Generator<OrderedCandidate> {
  const heads = slices
    .map(({ bucket, start, end }) => ({
      bucket,
      at: direction === 1 ? start : end - 1,
      left: end - start,
    }))
    .filter(({ left }) => left > 0);
  while (heads.length > 0) {
    const head = heads.reduce((first, other) =>
      compareEntries(first.bucket[first.at]!, other.bucket[other.at]!) * direction <= 0
        ? first
        : other,
    );
    const { id, rangeValue } = head.bucket[head.at]!;
    yield { stored: collection.documents.get(id)!, orderValue: rangeValue };
    head.at += direction;
    head.left -= 1;
    if (head.left === 0) heads.splice(heads.indexOf(head), 1);
  }
}

/** Only numbers, strings and dates have a range; open ends reach to the end of the type. */
function rangeOf(demand: Demand | undefined): Range | null {
  if (demand === undefined) return null;
  if (demand.equals?.length === 1) return { from: demand.equals[0]!, to: demand.equals[0]! };
  const { from, to } = demand;
  if (typeof from === 'number' || typeof to === 'number') {
    if ((from !== null && typeof from !== 'number') || (to !== null && typeof to !== 'number')) {
      return null;
    }
    return { from: from ?? Number.NEGATIVE_INFINITY, to: to ?? Number.POSITIVE_INFINITY };
  }
  return from !== null && to !== null && typeof from === typeof to ? { from, to } : null;
}

function demandsOf(query: Fields): Map<string, Demand> {
  const demands = new Map<string, Demand>();
  collectDemands(query, demands);
  return demands;
}

function collectDemands(query: Fields, demands: Map<string, Demand>): void {
  for (const [path, condition] of Object.entries(query)) {
    if (path === '$and' && Array.isArray(condition)) {
      for (const part of condition) if (isFields(part)) collectDemands(part, demands);
    } else if (!path.startsWith('$')) {
      addDemand(demands, path, condition);
    }
  }
}

/** Of several demands on one path any one may be used: the query itself is tested anyway. */
function addDemand(demands: Map<string, Demand>, path: string, condition: unknown): void {
  const demand = demands.get(path) ?? { equals: null, from: null, to: null };
  demands.set(path, demand);
  if (isScalar(condition)) {
    demand.equals = [condition];
    return;
  }
  if (!isFields(condition)) return;
  const { $eq, $in, $gt, $gte, $lt, $lte } = condition;
  if (isScalar($eq)) demand.equals = [$eq];
  if (Array.isArray($in) && $in.every(isScalar)) demand.equals = $in;
  for (const bound of [$gt, $gte]) if (isScalar(bound)) demand.from = bound;
  for (const bound of [$lt, $lte]) if (isScalar(bound)) demand.to = bound;
}

import { COLLECTIONS, type CollectionDeclaration } from '../../collections';
import type {
  Change,
  CollectionName,
  Condition,
  Doc,
  Documents,
  FindOptions,
  Guard,
  Scalar,
  SumRow,
} from '../../ports/documents';
import {
  checkChange,
  checkDoc,
  checkFind,
  checkGuard,
  checkId,
  isScalar,
} from '../document-arguments';

type Stored = Record<string, unknown> & { _id: string; rev: number };

/**
 * The database in a few maps, for tests and simulations. It copies on the way in and on the way out,
 * so that nobody can change what is stored without an update. Every call is one atomic step.
 */
export function memoryDocuments(
  collections: readonly CollectionDeclaration[] = COLLECTIONS,
): Documents {
  const tables = new Map(collections.map(({ name }) => [name, new Map<string, Stored>()]));
  const uniqueKeys = new Map(
    collections.map(({ name, indexes }) => [
      name,
      indexes.filter((index) => index.unique).map((index) => index.keys.map((key) => key.path)),
    ]),
  );

  function table(name: CollectionName): Map<string, Stored> {
    const found = tables.get(name);
    if (!found) throw new Error(`no such collection: ${name}`);
    return found;
  }

  function matching(name: CollectionName, where: Guard): Stored[] {
    checkGuard(where);
    const rows = table(name);
    const ids = idsOf(where);
    if (ids) return ids.flatMap((id) => rows.get(id) ?? []).filter(testOf(where));
    const test = testOf(where);
    const found: Stored[] = [];
    for (const doc of rows.values()) if (test(doc)) found.push(doc);
    return found;
  }

  function takesUniqueKey(name: CollectionName, doc: Stored): boolean {
    const others = [...table(name).values()].filter((other) => other._id !== doc._id);
    return (uniqueKeys.get(name) ?? []).some((paths) => {
      const key = JSON.stringify(paths.map((path) => valueAt(doc, path) ?? null));
      return others.some(
        (other) => JSON.stringify(paths.map((path) => valueAt(other, path) ?? null)) === key,
      );
    });
  }

  return {
    async insert(name, doc) {
      checkDoc(doc);
      const stored = copy(doc) as unknown as Stored;
      if (table(name).has(doc._id)) return false;
      if (uniqueKeys.get(name)?.length && takesUniqueKey(name, stored)) return false;
      table(name).set(doc._id, stored);
      return true;
    },

    async get<D extends Doc>(name: CollectionName, id: string) {
      checkId(id);
      const stored = table(name).get(id);
      return stored ? (copy(stored) as unknown as D) : null;
    },

    async update(name, id, guard, change) {
      checkId(id);
      checkChange(change);
      const [stored] = matching(name, { ...guard, _id: id });
      if (!stored) return false;
      const changed = copy(stored) as Stored;
      apply(changed, change);
      if (uniqueKeys.get(name)?.length && takesUniqueKey(name, changed)) {
        throw new Error(`the change takes a unique key of another document of ${name}`);
      }
      table(name).set(id, changed);
      return true;
    },

    async remove(name, id, guard) {
      checkId(id);
      const [stored] = matching(name, { ...guard, _id: id });
      return stored ? table(name).delete(id) : false;
    },

    async find<D extends Doc>(name: CollectionName, where: Guard, options: FindOptions) {
      checkFind(options);
      const rows = matching(name, where);
      for (const [path, direction] of [...(options.orderBy ?? [])].reverse()) {
        const sign = direction === 'asc' ? 1 : -1;
        rows.sort((a, b) => sign * compare(valueAt(a, path), valueAt(b, path)));
      }
      return rows
        .slice(0, options.limit)
        .map((row) => copy(options.only ? pick(row, options.only) : row) as unknown as D);
    },

    async count(name, where) {
      return matching(name, where).length;
    },

    async sum(name, where, { by, sum, unwind }) {
      const rows = matching(name, where).flatMap((doc) => (unwind ? opened(doc, unwind) : [doc]));
      const groups = new Map<string, { key: Scalar[]; count: number; sums: number[] }>();
      for (const row of rows) {
        const key = by.map((path) => scalarAt(row, path));
        const group = groups.get(JSON.stringify(key)) ?? { key, count: 0, sums: sum.map(() => 0) };
        group.count += 1;
        group.sums = group.sums.map((soFar, i) => soFar + numberAt(row, sum[i]!));
        groups.set(JSON.stringify(key), group);
      }
      return [...groups.values()] satisfies SumRow[];
    },
  };
}

/** Documents that are named need not be searched for. */
function idsOf({ _id }: Guard): string[] | null {
  if (typeof _id === 'string') return [_id];
  if (typeof _id !== 'object' || _id === null || !('in' in _id)) return null;
  return [...new Set(_id.in.filter((id) => typeof id === 'string'))];
}

/** The guard as one test, prepared once for all documents. */
function testOf(where: Guard): (doc: Stored) => boolean {
  const tests = Object.entries(where).map(([path, wanted]) => {
    const test = valueTest(wanted);
    const isPlain = !path.includes('.');
    return (doc: Stored) => test(isPlain ? doc[path] : valueAt(doc, path));
  });
  return (doc) => tests.every((test) => test(doc));
}

function valueTest(wanted: Scalar | Condition): (value: unknown) => boolean {
  if (isScalar(wanted)) return (value) => equals(value, wanted);
  if (!('in' in wanted)) return (value) => meets(value, wanted);
  const any = new Set<unknown>(wanted.in);
  return (value) =>
    Array.isArray(value) ? value.some((item) => any.has(item)) : any.has(value ?? null);
}

/** The database's equality: a missing field equals null, an array equals what it contains. */
function equals(value: unknown, wanted: Scalar): boolean {
  if (Array.isArray(value)) return value.some((item) => item === wanted);
  return (value ?? null) === wanted;
}

function meets(value: unknown, condition: Exclude<Condition, { in: unknown }>): boolean {
  if ('not' in condition) return !equals(value, condition.not);
  if ('lacks' in condition) return !equals(value, condition.lacks);
  if (typeof value !== 'number') return false;
  if ('lt' in condition) return value < condition.lt;
  if ('lte' in condition) return value <= condition.lte;
  if ('gt' in condition) return value > condition.gt;
  if ('gte' in condition) return value >= condition.gte;
  const [fromIncluded, toExcluded] = condition.between;
  return value >= fromIncluded && value < toExcluded;
}

function apply(doc: Stored, change: Change): void {
  for (const [path, value] of Object.entries(change.set ?? {})) {
    const { holder, key } = slot(doc, path);
    holder[key] = copy(value);
  }
  for (const [path, amount] of Object.entries(change.inc ?? {})) {
    const { holder, key } = slot(doc, path);
    const before = holder[key] ?? 0;
    if (typeof before !== 'number') throw new TypeError(`${path} is not a number`);
    holder[key] = before + amount;
  }
  for (const [path, elements] of Object.entries(change.push ?? {})) {
    const { holder, key } = slot(doc, path);
    const before = holder[key] ?? [];
    if (!Array.isArray(before)) throw new TypeError(`${path} is not a list`);
    holder[key] = [...before, ...elements.map(copy)];
  }
  doc.rev += 1;
}

/** The object that holds the last part of a path; missing objects on the way are made. */
function slot(doc: Stored, path: string): { holder: Record<string, unknown>; key: string } {
  const parts = path.split('.');
  let holder: Record<string, unknown> = doc;
  for (const part of parts.slice(0, -1)) {
    holder[part] ??= {};
    const next = holder[part];
    if (typeof next !== 'object' || next === null) throw new TypeError(`${path} has no place`);
    holder = next as Record<string, unknown>;
  }
  return { holder, key: parts[parts.length - 1]! };
}

function valueAt(doc: object, path: string): unknown {
  if (!path.includes('.')) return (doc as Record<string, unknown>)[path];
  let value: unknown = doc;
  for (const part of path.split('.')) {
    if (Array.isArray(value) && !/^\d+$/.test(part)) return fieldOfItems(value, part);
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

function fieldOfItems(items: readonly unknown[], key: string): unknown[] {
  return items.flatMap((item) => {
    const value = (item as Record<string, unknown> | null)?.[key];
    return value === undefined ? [] : [value];
  });
}

function scalarAt(doc: object, path: string): Scalar {
  const value = valueAt(doc, path);
  return isScalar(value) ? value : null;
}

/** Whatever is not a number adds nothing, as in the database. */
function numberAt(doc: object, path: string): number {
  const value = valueAt(doc, path);
  return typeof value === 'number' ? value : 0;
}

function opened(doc: Stored, path: string): Stored[] {
  const items = valueAt(doc, path);
  if (!Array.isArray(items)) return [];
  return items.map((item) => {
    const one = copy(doc) as Stored;
    const { holder, key } = slot(one, path);
    holder[key] = item;
    return one;
  });
}

function pick(doc: Stored, paths: readonly string[]): Stored {
  const picked: Stored = { _id: doc._id, rev: doc.rev };
  for (const path of paths) {
    const value = valueAt(doc, path);
    if (value === undefined) continue;
    const { holder, key } = slot(picked, path);
    holder[key] = value;
  }
  return picked;
}

/** Null and missing first, then numbers, then texts. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return rank(a) - rank(b);
}

function rank(value: unknown): number {
  return ['number', 'string', 'object', 'boolean'].indexOf(value === null ? '' : typeof value);
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== 'object' || value === null) return value;
  // A plain loop: simulations spend a fifth of their time here.
  const copied: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    copied[key] = copy((value as Record<string, unknown>)[key]);
  }
  return copied;
}

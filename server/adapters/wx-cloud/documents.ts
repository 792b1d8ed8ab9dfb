import type { database } from 'wx-server-sdk';
import type {
  Change,
  CollectionName,
  Condition,
  Doc,
  Documents,
  FindOptions,
  Guard,
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

type Database = ReturnType<typeof database>;

/** The SDK's answers, reduced to what is read. Its own types say `void | string` where it promises. */
interface Answer {
  readonly data?: unknown;
  readonly list?: unknown;
  readonly total?: unknown;
  readonly stats?: { readonly updated?: unknown; readonly removed?: unknown };
}

/** The cloud's list of one page never has more rows than this. */
const PAGE_ROWS_MOST = 1000;

/** The cloud database behind `wx-server-sdk`. A rejected call is a broken connection or a bug. */
export function wxCloudDocuments(db: Database): Documents {
  const _ = db.command;

  function filter(guard: Guard): Record<string, unknown> {
    checkGuard(guard);
    return Object.fromEntries(
      Object.entries(guard).map(([path, wanted]) => [
        path,
        isScalar(wanted) ? _.eq(wanted) : command(wanted),
      ]),
    );
  }

  function command(condition: Condition): unknown {
    if ('lt' in condition) return _.lt(condition.lt);
    if ('lte' in condition) return _.lte(condition.lte);
    if ('gt' in condition) return _.gt(condition.gt);
    if ('gte' in condition) return _.gte(condition.gte);
    if ('in' in condition) return _.in([...condition.in]);
    if ('not' in condition) return _.neq(condition.not);
    if ('lacks' in condition) return _.neq(condition.lacks);
    const [fromIncluded, toExcluded] = condition.between;
    return _.gte(fromIncluded).and(_.lt(toExcluded));
  }

  function operators(change: Change): Record<string, unknown> {
    checkChange(change);
    const data: Record<string, unknown> = { rev: _.inc(1) };
    // A bare object would be merged field by field, and a bare empty one would be dropped.
    for (const [path, value] of Object.entries(change.set ?? {})) data[path] = _.set(value);
    for (const [path, amount] of Object.entries(change.inc ?? {})) data[path] = _.inc(amount);
    for (const [path, items] of Object.entries(change.push ?? {})) data[path] = _.push([...items]);
    return data;
  }

  return {
    async insert(name, doc) {
      checkDoc(doc);
      try {
        await db.collection(name).add({ data: { ...doc } });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    async get<D extends Doc>(name: CollectionName, id: string) {
      checkId(id);
      // By filter, not by doc(): an absent document is then an empty list and an error stays one.
      const answer = await db.collection(name).where({ _id: id }).limit(1).get();
      return rowsOf<D>((answer as Answer).data)[0] ?? null;
    },

    async update(name, id, guard, change) {
      checkId(id);
      const data = operators(change);
      const query = db.collection(name).where({ ...filter(guard), _id: id });
      const answer = await query.update({ data });
      return numberOf((answer as unknown as Answer).stats?.updated) === 1;
    },

    async remove(name, id, guard) {
      checkId(id);
      const query = db.collection(name).where({ ...filter(guard), _id: id });
      const answer = await query.remove({ query: {} });
      return numberOf((answer as unknown as Answer).stats?.removed) === 1;
    },

    async find<D extends Doc>(name: CollectionName, where: Guard, options: FindOptions) {
      checkFind(options);
      let query = db.collection(name).where(filter(where)).limit(options.limit);
      for (const [path, direction] of options.orderBy ?? []) query = query.orderBy(path, direction);
      if (options.only) query = query.field(shown(options.only));
      return rowsOf<D>(((await query.get()) as Answer).data);
    },

    async count(name, where) {
      const answer = await db.collection(name).where(filter(where)).count();
      return numberOf((answer as Answer).total);
    },

    async sum(name, where, { by, sum, unwind }) {
      const $ = _.aggregate as unknown as Record<'sum' | 'ifNull', (value: unknown) => unknown>;
      const key = Object.fromEntries(by.map((path, i) => [`k${i}`, $.ifNull([`$${path}`, null])]));
      const sums = Object.fromEntries(sum.map((path, i) => [`s${i}`, $.sum(`$${path}`)]));
      const rows: SumRow[] = [];
      for (;;) {
        let pipeline = db.collection(name).aggregate().match(filter(where));
        if (unwind) pipeline = pipeline.unwind(`$${unwind}`);
        const answer = await pipeline
          .group({ _id: by.length > 0 ? key : null, count: $.sum(1), ...sums })
          .sort({ _id: 1 })
          .skip(rows.length)
          .limit(PAGE_ROWS_MOST)
          .end();
        const page = rowsOf<Group>((answer as unknown as Answer).list);
        rows.push(...page.map((group) => sumRow(group, by.length, sum.length)));
        if (page.length < PAGE_ROWS_MOST) return rows;
      }
    },
  };
}

interface Group {
  readonly _id: Readonly<Record<string, SumRow['key'][number]>> | null;
  readonly count: number;
  readonly [sum: `s${number}`]: number;
}

function sumRow(group: Group, keyCount: number, sumCount: number): SumRow {
  return {
    key: Array.from({ length: keyCount }, (_, i) => group._id?.[`k${i}`] ?? null),
    count: group.count,
    sums: Array.from({ length: sumCount }, (_, i) => group[`s${i}`] ?? 0),
  };
}

function shown(paths: readonly string[]): Record<string, true> {
  return Object.fromEntries([...paths, '_id', 'rev'].map((path) => [path, true as const]));
}

/** The SDK has no code of its own for this: -502001 covers every failed request. */
function isDuplicateKey(error: unknown): boolean {
  const { message, errMsg } = error as { message?: string; errMsg?: string };
  return /E11000|duplicate key/i.test(`${message ?? ''} ${errMsg ?? ''}`);
}

function rowsOf<Row>(list: unknown): Row[] {
  if (!Array.isArray(list)) throw new Error('the database answered without a list');
  return list as Row[];
}

function numberOf(value: unknown): number {
  if (typeof value !== 'number') throw new Error('the database answered without a count');
  return value;
}

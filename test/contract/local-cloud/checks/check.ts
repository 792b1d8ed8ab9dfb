import type { CollectionDeclaration } from '../../../../local/cloud/database';
import type { Cloud } from '../../../support/sdk-cloud';

/*
 * The contract of the cloud's database as named checks through the real SDK, so that the same list
 * serves the suite, the runner of planted faults, and one day an environment in the real cloud.
 */
export interface Check {
  readonly name: string;
  run(db: SdkDatabase): Promise<void>;
}

export const CHECK_COLLECTIONS: readonly CollectionDeclaration[] = [
  { name: 'plain', indexes: [] },
  {
    name: 'claims',
    indexes: [
      index('step_dueAtMs', ['step', 'dueAtMs'], false),
      index('round_openid', ['roundId', 'openid'], true),
    ],
  },
];

function index(name: string, paths: readonly string[], unique: boolean) {
  return { name, keys: paths.map((path) => ({ path, direction: 1 as const })), unique };
}

export type Row = Record<string, unknown>;

/** What the SDK really does; its own types say `void | string` where it promises. */
export interface SdkDatabase {
  readonly command: SdkCommand;
  readonly Geo: { Point: new (longitude: number, latitude: number) => unknown };
  collection(name: string): SdkCollection;
  createCollection(name: string): Promise<unknown>;
  serverDate(options?: { offset: number }): unknown;
  RegExp(options: { regexp: string; options?: string }): unknown;
  startTransaction(): Promise<SdkTransaction>;
  runTransaction<T>(run: (transaction: SdkTransaction) => Promise<T>, times?: number): Promise<T>;
}

export interface SdkQuery {
  where(condition: Row): SdkQuery;
  orderBy(path: string, order: 'asc' | 'desc'): SdkQuery;
  limit(count: number): SdkQuery;
  skip(count: number): SdkQuery;
  field(projection: Row): SdkQuery;
  get(): Promise<{ data: Row[] }>;
  update(options: { data: Row; multi?: boolean }): Promise<{ stats: { updated: number } }>;
  remove(): Promise<{ stats: { removed: number } }>;
  count(): Promise<{ total: number }>;
}

export interface SdkCollection extends SdkQuery {
  doc(id: string | number): SdkDocument;
  add(options: { data: Row | Row[] }): Promise<{ _id: string; _ids?: string[] }>;
  aggregate(): SdkAggregate;
}

export interface SdkDocument {
  field(projection: Row): SdkDocument;
  get(): Promise<{ data: Row }>;
  set(options: { data: Row }): Promise<{ stats: { updated: number; created: number } }>;
  update(options: { data: Row }): Promise<{ stats: { updated: number } }>;
  remove(): Promise<{ stats: { removed: number } }>;
}

export interface SdkTransaction {
  collection(name: string): SdkCollection;
  commit(): Promise<unknown>;
  rollback(reason?: unknown): Promise<unknown>;
}

export interface SdkAggregate
  extends Record<
    | 'addFields'
    | 'count'
    | 'geoNear'
    | 'group'
    | 'limit'
    | 'lookup'
    | 'match'
    | 'project'
    | 'replaceRoot'
    | 'skip'
    | 'sort'
    | 'sortByCount'
    | 'unwind',
    (operand: unknown) => SdkAggregate
  > {
  end(): Promise<{ list: Row[] }>;
}

/** Conditions can be joined by `and` and `or`; updates cannot, and nobody tries. */
export interface SdkCondition {
  and(...others: unknown[]): SdkCondition;
  or(...others: unknown[]): SdkCondition;
}

type CommandName =
  | 'addToSet'
  | 'all'
  | 'and'
  | 'elemMatch'
  | 'eq'
  | 'exists'
  | 'geoNear'
  | 'gt'
  | 'gte'
  | 'in'
  | 'inc'
  | 'lt'
  | 'lte'
  | 'max'
  | 'min'
  | 'mod'
  | 'mul'
  | 'neq'
  | 'nin'
  | 'nor'
  | 'not'
  | 'or'
  | 'pop'
  | 'pull'
  | 'pullAll'
  | 'push'
  | 'remove'
  | 'rename'
  | 'set'
  | 'shift'
  | 'size'
  | 'unshift';

export type SdkCommand = Record<CommandName, (...operands: unknown[]) => SdkCondition> & {
  readonly aggregate: Record<'sum' | 'dateToString', (operand: unknown) => unknown>;
  readonly project: Record<'slice', (operand: unknown) => unknown>;
};

export function databaseOf(cloud: Cloud): SdkDatabase {
  return cloud.database() as unknown as SdkDatabase;
}

export function idsOf(result: { data: Row[] }): unknown[] {
  return result.data.map((row) => row._id);
}

/** The document without its id; null when there is none. */
export async function fieldsOf(db: SdkDatabase, collection: string, id: string | number) {
  const { data } = await db.collection(collection).where({ _id: id }).get();
  const [row] = data;
  if (row === undefined) return null;
  const { _id: _, ...fields } = row;
  return fields;
}

/** An error as the SDK throws it; `matchObject` on it reads well in a failed check. */
export async function refusalOf(
  promise: Promise<unknown>,
): Promise<{ errCode: number; message: string }> {
  try {
    await promise;
  } catch (error) {
    return error as { errCode: number; message: string };
  }
  throw new Error('it was not refused');
}

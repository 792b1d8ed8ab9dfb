/**
 * What every Documents adapter refuses before it touches anything. The cloud's SDK silently drops
 * undefined fields and empty objects from a filter, which widens it, and passes objects with `$`
 * keys through as operators. A refusal here is a bug in the caller, so it is thrown.
 */
import type { Change, Condition, Doc, FindOptions, Guard, Scalar } from '../ports/documents';

const CONDITIONS: ReadonlySet<string> = new Set([
  'lt',
  'lte',
  'gt',
  'gte',
  'between',
  'in',
  'not',
  'lacks',
]);

const FIND_LIMIT_MOST = 1000;

export function isScalar(value: unknown): value is Scalar {
  return (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value))
  );
}

export function checkId(id: string): void {
  if (typeof id !== 'string' || id === '') throw new TypeError('a document id is a non-empty text');
}

export function checkDoc(doc: Doc): void {
  checkId(doc._id);
  if (!Number.isSafeInteger(doc.rev)) throw new TypeError('a document has a whole number as rev');
  checkValue(doc, 'document');
}

export function checkGuard(guard: Guard): void {
  for (const [path, wanted] of Object.entries(guard)) {
    checkPath(path);
    if (!isScalar(wanted)) checkCondition(path, wanted);
  }
}

export function checkChange(change: Change): void {
  const paths = [change.set, change.inc, change.push].flatMap((part) => Object.keys(part ?? {}));
  if (paths.length === 0) throw new TypeError('a change changes something');
  for (const path of paths) {
    checkPath(path);
    if (path === '_id' || path === 'rev') throw new TypeError(`${path} is not changed by callers`);
  }
  checkNoOverlap(paths);
  for (const [path, value] of Object.entries(change.set ?? {})) checkValue(value, path);
  for (const [path, amount] of Object.entries(change.inc ?? {})) {
    if (!Number.isFinite(amount)) throw new TypeError(`${path} is raised by a finite number`);
  }
  for (const [path, elements] of Object.entries(change.push ?? {})) {
    if (!Array.isArray(elements)) throw new TypeError(`${path} is appended a list of elements`);
    checkValue(elements, path);
  }
}

export function checkFind(options: FindOptions): void {
  const { limit, orderBy = [], only = [] } = options;
  if (!Number.isInteger(limit) || limit < 1 || limit > FIND_LIMIT_MOST) {
    throw new RangeError(`a find has a limit from 1 to ${FIND_LIMIT_MOST}`);
  }
  for (const [path] of orderBy) checkPath(path);
  for (const path of only) checkPath(path);
}

function checkPath(path: string): void {
  const fits = path.split('.').every((part) => part !== '' && !part.startsWith('$'));
  if (!fits) throw new TypeError(`not a field path: ${path}`);
}

function checkCondition(path: string, condition: Condition): void {
  const entries: [string, unknown][] = Object.entries(condition ?? {});
  const [name, operand] = entries[0] ?? ['', undefined];
  if (entries.length !== 1 || !CONDITIONS.has(name)) {
    throw new TypeError(`${path} needs a scalar or exactly one condition`);
  }
  const isList = name === 'in' || name === 'between';
  if (isList && !Array.isArray(operand)) throw new TypeError(`${path}: ${name} takes a list`);
  const operands: unknown[] = isList ? (operand as unknown[]) : [operand];
  if (name === 'between' && operands.length !== 2) throw new TypeError(`${path}: two bounds`);
  const anyScalar = name === 'in' || name === 'not' || name === 'lacks';
  for (const item of operands) {
    if (anyScalar) checkScalar(path, item);
    else checkNumber(path, item);
  }
}

function checkScalar(path: string, value: unknown): void {
  if (!isScalar(value)) throw new TypeError(`${path} is compared with a scalar`);
}

function checkNumber(path: string, value: unknown): void {
  if (!Number.isFinite(value)) throw new TypeError(`${path} is compared with a number`);
}

/** Stored values are plain JSON: a lost undefined or a revived class would differ between adapters. */
function checkValue(value: unknown, where: string): void {
  if (isScalar(value)) return;
  if (Array.isArray(value)) {
    for (const item of value) checkValue(item, where);
    return;
  }
  if (typeof value !== 'object' || value === null || !isPlain(value)) {
    throw new TypeError(`${where} holds something that is not plain JSON`);
  }
  for (const [key, inner] of Object.entries(value)) {
    if (key === '' || key.startsWith('$') || key.includes('.')) {
      throw new TypeError(`${where} holds the key ${JSON.stringify(key)}`);
    }
    checkValue(inner, `${where}.${key}`);
  }
}

function isPlain(value: object): boolean {
  // By name, not by identity: a test realm has an Object of its own.
  const prototype: { constructor?: { name?: string } } | null = Object.getPrototypeOf(value);
  return prototype === null || prototype.constructor?.name === 'Object';
}

/** The database refuses two operators on one field, or on a field and a part of it. */
function checkNoOverlap(paths: readonly string[]): void {
  const sorted = [...paths].sort();
  for (const path of sorted) {
    const clashes = sorted.filter((other) => other === path || other.startsWith(`${path}.`));
    if (clashes.length > 1) throw new TypeError(`conflicting changes of ${path}`);
  }
}

import { type Fields, isFields } from './ejson';

export type Scalar = string | number | boolean | null | Date;

/** A value that no index can hold under one key: an array, an object, or a path through an array. */
export const IRREGULAR = Symbol('irregular');

/** What an index sees at a dotted path. A missing field is indexed like null, as in MongoDB. */
export function scalarAt(document: Readonly<Fields>, path: string): Scalar | typeof IRREGULAR {
  let value: unknown = document;
  for (const segment of path.split('.')) {
    if (Array.isArray(value)) return IRREGULAR;
    if (!isFields(value)) return null;
    value = Object.hasOwn(value, segment) ? value[segment] : undefined;
  }
  if (value === undefined) return null;
  return isScalar(value) ? value : IRREGULAR;
}

export function isScalar(value: unknown): value is Scalar {
  if (value === null || value instanceof Date) return true;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Equal scalars, and only they, have equal keys. */
export function keyOf(value: Scalar): string {
  if (value === null) return 'null';
  if (value instanceof Date) return `date ${value.getTime()}`;
  return `${typeof value} ${value === 0 ? 0 : value}`; // -0 equals 0
}

/** Values at a path as MongoDB's multikey indexes see them: one per element of an array. */
export function valuesAt(document: Readonly<Fields>, path: string): unknown[] {
  let values: unknown[] = [document];
  for (const segment of path.split('.')) values = values.flatMap((value) => step(value, segment));
  const spread = values.flatMap((value) => (Array.isArray(value) ? value : [value]));
  return spread.length === 0 ? [null] : spread.map((value) => value ?? null);
}

function step(value: unknown, segment: string): unknown[] {
  if (Array.isArray(value)) {
    return /^\d+$/.test(segment)
      ? [value[Number(segment)]]
      : value.flatMap((element) => step(element, segment));
  }
  return isFields(value) && Object.hasOwn(value, segment) ? [value[segment]] : [undefined];
}

/** A copy that shares nothing with the original. */
export function deepCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deepCopy);
  if (value instanceof Date) return new Date(value);
  if (!isFields(value)) return value;
  const copy: Fields = {};
  for (const key of Object.keys(value)) copy[key] = deepCopy(value[key]);
  return copy;
}

/** MongoDB's order of types, then of values; used by range indexes. */
export function compareScalars(a: Scalar, b: Scalar): number {
  const byType = typeRank(a) - typeRank(b);
  if (byType !== 0) return byType;
  if (a === null || b === null) return 0;
  return a < b ? -1 : a > b ? 1 : 0;
}

function typeRank(value: Scalar): number {
  if (value === null) return 0;
  if (typeof value === 'number') return 1;
  if (typeof value === 'string') return 2;
  return typeof value === 'boolean' ? 3 : 4;
}

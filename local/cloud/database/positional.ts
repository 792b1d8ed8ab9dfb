import { type Fields, isFields } from './ejson';
import { compileQuery } from './matching';
import { requestFailed } from './refusal';

export type UpdateOperators = Readonly<Record<string, Readonly<Fields>>>;

/**
 * Replaces `list.$.x` by the first element that the query matched and `list.$[].x` by every
 * element, so that everything after works on plain dotted paths.
 */
export function withConcretePaths(
  operators: UpdateOperators,
  document: Readonly<Fields>,
  query: Fields,
): UpdateOperators {
  if (!Object.values(operators).some((paths) => Object.keys(paths).some(isPositional))) {
    return operators;
  }
  return Object.fromEntries(
    Object.entries(operators).map(([operator, operands]) => [
      operator,
      Object.fromEntries(
        Object.entries(operands).flatMap(([path, operand]) =>
          concretePaths(path, document, query).map((concrete) => [concrete, operand] as const),
        ),
      ),
    ]),
  );
}

function isPositional(path: string): boolean {
  return path.includes('$');
}

function concretePaths(path: string, document: Readonly<Fields>, query: Fields): string[] {
  const segments = path.split('.');
  const at = segments.findIndex((segment) => segment.startsWith('$'));
  if (at === -1) return [path];
  const prefix = segments.slice(0, at);
  const list = prefix.reduce<unknown>(
    (value, segment) => (value as Fields | undefined)?.[segment],
    document,
  );
  if (!Array.isArray(list)) throw requestFailed(`${path}: ${prefix.join('.')} is not an array`);
  return elementNos(segments[at]!, prefix, list, query).flatMap((elementNo) => {
    const concrete = [...prefix, String(elementNo), ...segments.slice(at + 1)].join('.');
    return concretePaths(concrete, document, query);
  });
}

function elementNos(
  segment: string,
  prefix: readonly string[],
  list: readonly unknown[],
  query: Fields,
): number[] {
  if (segment === '$[]') return [...list.keys()];
  if (segment !== '$') throw requestFailed(`${segment}: the SDK offers no array filters`);
  const path = prefix.join('.');
  const conditions = conditionsOn(path, query);
  const matches = compileQuery({ $and: conditions });
  const elementNo = list.findIndex((element) => matches(nest(prefix, [element])));
  if (conditions.length > 0 && elementNo !== -1) return [elementNo];
  throw requestFailed('The positional operator did not find the match needed from the query.');
}

function conditionsOn(path: string, query: Fields): Fields[] {
  return Object.entries(query).flatMap(([key, condition]) => {
    if (key === '$and' && Array.isArray(condition)) {
      return condition.filter(isFields).flatMap((part) => conditionsOn(path, part));
    }
    return key === path || key.startsWith(`${path}.`) ? [{ [key]: condition }] : [];
  });
}

function nest(path: readonly string[], value: unknown): Fields {
  return path.reduceRight<unknown>((inner, segment) => ({ [segment]: inner }), value) as Fields;
}

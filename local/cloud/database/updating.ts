import { update } from 'mingo/updater';
import { type Document, type Fields, isFields } from './ejson';
import { type UpdateOperators, withConcretePaths } from './positional';
import { pullsOf } from './pulling';
import { onClientExpression, type Refusal, requestFailed } from './refusal';

interface OperatorRule {
  /** Creates the way to a missing field; the others leave the document as it is. */
  readonly creates: boolean;
  /** What the present value must be, and MongoDB's words when it is not. */
  readonly accepts?: (value: unknown) => boolean;
  readonly refusal?: (path: string, type: string) => string;
  /** A missing field is an empty array to this operator. */
  readonly startsEmpty?: boolean;
}

const numeric = (operator: string): OperatorRule => ({
  creates: true,
  accepts: (value) => typeof value === 'number',
  refusal: (path, type) =>
    `Cannot apply ${operator} to a value of non-numeric type. The field '${path}' is of type ${type}`,
});

const appending = (operator: string): OperatorRule => ({
  creates: true,
  startsEmpty: true,
  accepts: Array.isArray,
  refusal: (path, type) =>
    `The field '${path}' must be an array for ${operator} but is of type ${type}`,
});

const removing = (operator: string): OperatorRule => ({
  creates: false,
  accepts: Array.isArray,
  refusal: (path, type) =>
    `Cannot apply ${operator} to a non-array value. The field '${path}' is of type ${type}`,
});

/** What `db.command` can express. mingo would pass over wrong types in silence. */
const RULES: Readonly<Record<string, OperatorRule>> = {
  $set: { creates: true },
  $unset: { creates: false },
  $rename: { creates: false },
  $min: { creates: true },
  $max: { creates: true },
  $inc: numeric('$inc'),
  $mul: numeric('$mul'),
  $bit: numeric('$bit'),
  $push: appending('$push'),
  $addToSet: appending('$addToSet'),
  $pull: removing('$pull'),
  $pullAll: removing('$pullAll'),
  $pop: removing('$pop'),
};

/** DATABASE_REQUEST_FAILED: an operator that `db.command` cannot have written. */
export function parseOperators(data: Fields): UpdateOperators {
  for (const [operator, operands] of Object.entries(data)) {
    if (RULES[operator] === undefined) {
      throw requestFailed(`Unknown modifier: ${operator}. Expected a valid update modifier`);
    }
    if (!isFields(operands)) throw requestFailed(`${operator} needs an object of paths`);
  }
  return data as UpdateOperators;
}

/**
 * The document after the update; `before` is left as it is. The two share every part that the
 * update does not name.
 * DATABASE_REQUEST_FAILED: MongoDB would refuse a path or the type of a value.
 */
export function applyOperators(
  before: Document,
  operators: UpdateOperators,
  query: Fields,
): Document {
  const concrete = withConcretePaths(operators, before, query);
  const after: Fields = { ...before };
  const opened = new Set<unknown>([after]);
  const pulled: Fields = {};
  for (const [operator, operands] of Object.entries(concrete)) {
    for (const [path, operand] of Object.entries(operands)) {
      const value = openField(after, path, operator, opened);
      if (operator === '$rename') openField(after, String(operand), '$set', opened);
      if (operator === '$push') refuseSortByMany(operand);
      if (operator === '$pull' || operator === '$pullAll') {
        if (path in pulled) throw conflictAt(path);
        const taken = pullsOf(operator, operand);
        if (Array.isArray(value)) pulled[path] = value.filter((element) => !taken(element));
      }
    }
  }
  onClientExpression(() => update(after, withPulled(concrete, pulled)));
  return after as Document;
}

/** What remains after `$pull` is simply set; mingo then sees conflicts with other operators. */
function withPulled(operators: UpdateOperators, pulled: Fields): UpdateOperators {
  const { $pull: _pull, $pullAll: _pullAll, ...others } = operators;
  if (Object.keys(pulled).length === 0) return others;
  for (const path of Object.keys(pulled)) if (path in (others.$set ?? {})) throw conflictAt(path);
  return { ...others, $set: { ...others.$set, ...pulled } };
}

function conflictAt(path: string): Refusal {
  return requestFailed(`Updating the path '${path}' would create a conflict at '${path}'`);
}

/**
 * Gives the update its own copy of everything on the way to a field, and of an array it is about
 * to change in place; checks that the way and the value suit the operator. Answers the value.
 */
function openField(root: Fields, path: string, operator: string, opened: Set<unknown>): unknown {
  const rule = RULES[operator]!;
  const segments = path.split('.');
  const last = segments.pop()!;
  let container: Fields | unknown[] = root;
  for (const segment of segments) {
    const next = openContainer(container, segment, path, rule, opened);
    if (next === null) return undefined;
    container = next;
  }
  if (Array.isArray(container) && !canIndex(container, last, path, rule)) return undefined;
  const fields = container as Fields; // an array's elements are its fields '0', '1', …
  const value = fields[last];
  if (value === undefined) {
    if (rule.startsEmpty) fields[last] = [];
    return undefined;
  }
  if (rule.accepts !== undefined && !rule.accepts(value)) {
    throw requestFailed(rule.refusal!(path, typeName(value)));
  }
  if (Array.isArray(value) && !opened.has(value)) fields[last] = ownCopy(value, opened);
  return value;
}

/** Null: the way ends here, and the operator has nothing to do. */
function openContainer(
  container: Fields | unknown[],
  segment: string,
  path: string,
  rule: OperatorRule,
  opened: Set<unknown>,
): Fields | unknown[] | null {
  if (Array.isArray(container) && !canIndex(container, segment, path, rule)) return null;
  const fields = container as Fields;
  const next = fields[segment];
  if (next === undefined) {
    if (!rule.creates) return null;
    const created: Fields = {};
    opened.add(created);
    fields[segment] = created;
    return created;
  }
  if (!isFields(next) && !Array.isArray(next)) {
    if (!rule.creates) return null;
    throw requestFailed(`Cannot create field '${path}': '${segment}' is of type ${typeName(next)}`);
  }
  if (opened.has(next)) return next;
  const copy = ownCopy(next, opened);
  fields[segment] = copy;
  return copy;
}

/** An index beyond the end is reached by filling with nulls, as in MongoDB. */
function canIndex(list: unknown[], segment: string, path: string, rule: OperatorRule): boolean {
  if (!/^\d+$/.test(segment)) {
    if (!rule.creates) return false;
    throw requestFailed(`Cannot create field '${segment}' in an array: ${path}`);
  }
  if (rule.creates) while (list.length < Number(segment)) list.push(null);
  return true;
}

function ownCopy<T extends Fields | unknown[]>(value: T, opened: Set<unknown>): T {
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as T;
  opened.add(copy);
  return copy;
}

/** mingo looks at the first key only. */
function refuseSortByMany(operand: unknown): void {
  const sort = isFields(operand) ? operand.$sort : undefined;
  if (isFields(sort) && Object.keys(sort).length > 1) {
    throw requestFailed('$push: the local cloud sorts by one field only');
  }
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  return typeof value;
}

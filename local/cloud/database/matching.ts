import { Context } from 'mingo';
import * as accumulators from 'mingo/operators/accumulator';
import * as expressions from 'mingo/operators/expression';
import * as projections from 'mingo/operators/projection';
import * as queries from 'mingo/operators/query';
import { Query } from 'mingo/query';
import type { Options } from 'mingo/types';
import { type Fields, isFields } from './ejson';
import { onClientExpression, requestFailed } from './refusal';

type QueryOperator = (selector: string, value: unknown, options: Options) => Matcher;

/** `$all` holds when each of its parts holds; a plain value counts as an array of one. */
const $all: QueryOperator = (selector, value, options) => {
  if (!Array.isArray(value)) throw requestFailed('$all needs an array');
  const parts = value.map((part: unknown) => {
    const condition = isFields(part) && '$elemMatch' in part ? part : { $eq: part };
    const plain = part instanceof RegExp ? { $regex: part } : condition;
    return new Query({ [selector]: plain }, options);
  });
  return (document) => parts.length > 0 && parts.every((part) => part.test(document));
};

/** mingo would take the text '4' for the number 4. */
const $mod: QueryOperator = (selector, value, options) => {
  const holds = queries.$mod(selector, value, options);
  const isNumber = new Query({ [selector]: { $type: 'number' } }, options);
  return (document) => isNumber.test(document) && holds(document);
};

const unsupported =
  (operator: string): QueryOperator =>
  () => {
    throw requestFailed(`${operator} is not supported by the local cloud`);
  };

const UNSUPPORTED = [
  '$geoIntersects',
  '$geoNear',
  '$geoWithin',
  '$jsonSchema',
  '$near',
  '$nearSphere',
  '$text',
  '$where',
];

const queryOperators = {
  ...queries,
  $all,
  $mod,
  ...Object.fromEntries(UNSUPPORTED.map((operator) => [operator, unsupported(operator)])),
};

/** Small on purpose: mingo copies it for every query. */
const FIND_CONTEXT = Context.init({ query: queryOperators });

/** Everything; needed where `$expr`, projections or stages may occur. */
export const FULL_CONTEXT = Context.init({
  accumulator: accumulators,
  expression: expressions,
  projection: projections,
  query: queryOperators,
});

export type Matcher = (document: Readonly<Fields>) => boolean;

/** DATABASE_REQUEST_FAILED: an unknown or unsupported operator, or one with a wrong operand. */
export function compileQuery(query: Fields): Matcher {
  if (Object.keys(query).length === 0) return () => true;
  const context = usesExpressions(query) ? FULL_CONTEXT : FIND_CONTEXT;
  const compiled = onClientExpression(() => new Query(query, { context, scriptEnabled: false }));
  return (document) => onClientExpression(() => compiled.test(document));
}

function usesExpressions(query: Fields): boolean {
  if ('$expr' in query) return true;
  return ['$and', '$or', '$nor'].some((operator) => {
    const parts = query[operator];
    return Array.isArray(parts) && parts.some((part) => isFields(part) && usesExpressions(part));
  });
}

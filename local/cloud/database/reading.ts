import { Context } from 'mingo';
import { Query } from 'mingo/query';
import type { Collection } from './collection';
import { type Document, encode, type Fields } from './ejson';
import type { StoredDocument } from './indexes';
import { compileQuery, FULL_CONTEXT } from './matching';
import { findDocuments, type Overlay } from './overlay';
import { compareScalars, deepCopy, type Scalar } from './paths';
import { candidatesInOrder } from './planning';
import { onClientExpression, requestFailed } from './refusal';

/** A function reads 1000 documents at most; 100 unless it says otherwise. */
const READ_LIMIT_MAX = 1000;
const READ_LIMIT_DEFAULT = 100;

export interface ReadOptions {
  readonly order: Fields | undefined;
  readonly offset: number | undefined;
  readonly limit: number | undefined;
  readonly projection: Fields | undefined;
}

/** The texts of the matching documents, ordered, cut and reduced to the wanted fields. */
export function readDocuments(
  collection: Collection,
  query: Fields,
  options: ReadOptions,
  overlay: Overlay | undefined,
): string[] {
  const { order, offset = 0, projection } = options;
  const limit = Math.min(options.limit ?? READ_LIMIT_DEFAULT, READ_LIMIT_MAX);
  const ordered =
    order === undefined
      ? findDocuments(collection, query, overlay, offset + limit)
      : sorted(findForOrder(collection, query, order, overlay, offset + limit), order);
  const page = ordered.slice(offset, offset + limit);
  if (projection === undefined) return page.map((stored) => stored.text);
  return projected(page, projection, query).map(encode);
}

/** At least the first `atMost` matches of this order, ties included; all matches if need be. */
function findForOrder(
  collection: Collection,
  query: Fields,
  order: Fields,
  overlay: Overlay | undefined,
  atMost: number,
): StoredDocument[] {
  const [path, direction] = Object.entries(order)[0] ?? ['', 1];
  const candidates =
    overlay === undefined && (direction === 1 || direction === -1)
      ? candidatesInOrder(collection, query, path, direction)
      : null;
  if (candidates === null) return findDocuments(collection, query, overlay);
  const matches = compileQuery(query);
  const found: StoredDocument[] = [];
  let lastValue: Scalar = null;
  for (const { stored, orderValue } of candidates) {
    if (found.length >= atMost && compareScalars(orderValue, lastValue) !== 0) break;
    if (!matches(stored.value)) continue;
    found.push(stored);
    lastValue = orderValue;
  }
  return found;
}

function sorted(found: StoredDocument[], order: Fields): StoredDocument[] {
  for (const direction of Object.values(order)) {
    if (direction !== 1 && direction !== -1) throw requestFailed('an order is 1 or -1');
  }
  const byValue = new Map(found.map((stored) => [stored.value, stored]));
  const cursor = new Query({}, { context: ORDER_CONTEXT }).find<Document>([...byValue.keys()]);
  return onClientExpression(() => cursor.sort(order).all()).map((value) => byValue.get(value)!);
}

const ORDER_CONTEXT = Context.init({});

/** Projections of nested fields write into what they are given, hence the copies. */
function projected(page: readonly StoredDocument[], projection: Fields, query: Fields): Fields[] {
  const copies = page.map(({ value }) => deepCopy(value) as Fields);
  return onClientExpression(() =>
    new Query(query, { context: FULL_CONTEXT, scriptEnabled: false })
      .find<Fields>(copies, projection)
      .all(),
  );
}

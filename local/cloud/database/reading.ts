import { Context } from 'mingo';
import { Query } from 'mingo/query';
import type { Collection } from './collection';
import { type Document, encode, type Fields } from './ejson';
import type { StoredDocument } from './indexes';
import { FULL_CONTEXT } from './matching';
import { findDocuments, type Overlay } from './overlay';
import { deepCopy } from './paths';
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
  const enough = order === undefined ? offset + limit : undefined;
  const found = findDocuments(collection, query, overlay, enough);
  const ordered = order === undefined ? found : sorted(found, order);
  const page = ordered.slice(offset, offset + limit);
  if (projection === undefined) return page.map((stored) => stored.text);
  return projected(page, projection, query).map(encode);
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

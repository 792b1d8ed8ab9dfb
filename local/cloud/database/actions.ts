import * as v from 'valibot';
import { aggregate } from './aggregation';
import { type DocumentId, decode, decodeObject, encode, type Fields } from './ejson';
import { findDocuments } from './overlay';
import { readDocuments } from './reading';
import { Refusal } from './refusal';
import type { Store, Target } from './store';
import { parseOperators } from './updating';

export type Action = (body: Record<string, unknown>) => Promise<Record<string, unknown>>;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const collectionOnly = v.object({ collectionName: v.string() });
/** The SDK leaves the query out, or sends an empty text, when nothing was asked for. */
const selecting = v.object({
  collectionName: v.string(),
  query: v.optional(v.string()),
  multi: v.optional(v.boolean()),
  transactionId: v.optional(v.string()),
});
const inserting = v.object({
  collectionName: v.string(),
  data: v.array(v.string()),
  transactionId: v.optional(v.string()),
});
const reading = v.object({
  ...selecting.entries,
  order: v.optional(v.string()),
  offset: v.optional(count),
  limit: v.optional(count),
  projection: v.optional(v.string()),
});
const modifying = v.object({
  ...selecting.entries,
  data: v.string(),
  merge: v.boolean(),
  upsert: v.boolean(),
});
const modifyingAndReturning = v.object({ ...selecting.entries, data: v.string() });
const aggregating = v.object({
  collectionName: v.string(),
  stages: v.array(v.object({ stageKey: v.string(), stageValue: v.string() })),
});
const inTransaction = v.object({ transactionId: v.string() });

/** The JSON actions of the SDK's database, by their name on the wire. Each may throw a Refusal. */
export function databaseActions(
  store: Store,
  nowMs: () => number,
): Readonly<Record<string, Action>> {
  const object = (text: string): Fields => decodeObject(text, nowMs());
  const queryOf = (text: string | undefined): Fields => (text ? object(text) : {});
  const target = (body: {
    collectionName: string;
    transactionId?: string | undefined;
  }): Target => ({
    collection: store.collection(body.collectionName),
    transactionId: body.transactionId,
  });

  return {
    async 'database.addCollection'(body) {
      store.addCollection(parse(collectionOnly, body).collectionName);
      return {};
    },

    async 'database.insertDocument'(body) {
      const request = parse(inserting, body);
      const insertedIds = await store.insert(target(request), request.data.map(object));
      return { data: { insertedIds } };
    },

    async 'database.getDocument'(body) {
      const request = parse(reading, body);
      const { order, projection } = request;
      const list = readDocuments(
        store.collection(request.collectionName),
        queryOf(request.query),
        {
          order: order === undefined ? undefined : object(order),
          offset: request.offset,
          limit: request.limit,
          projection: projection === undefined ? undefined : object(projection),
        },
        store.viewOf(request.transactionId),
      );
      return { data: { list } };
    },

    async 'database.calculateDocument'(body) {
      const request = parse(selecting, body);
      const collection = store.collection(request.collectionName);
      return { data: { total: findDocuments(collection, queryOf(request.query)).length } };
    },

    async 'database.modifyDocument'(body) {
      const request = parse(modifying, body);
      const query = queryOf(request.query);
      if (request.merge) {
        const selection = { query, multi: request.multi ?? false };
        const operators = parseOperators(object(request.data));
        const { updated } = await store.update(target(request), selection, operators);
        return { data: { updated, upsert_id: null } };
      }
      const id = replacedId(query, request.upsert);
      const { updated, created } = await store.set(target(request), id, object(request.data));
      return { data: { updated, upsert_id: created ? id : null } };
    },

    async 'database.modifyAndReturnDoc'(body) {
      const request = parse(modifyingAndReturning, body);
      const selection = { query: queryOf(request.query), multi: false };
      const operators = parseOperators(object(request.data));
      const { updated, last } = await store.update(target(request), selection, operators);
      return { data: { updated, doc: last?.text ?? null } };
    },

    async 'database.removeDocument'(body) {
      const request = parse(selecting, body);
      const selection = { query: queryOf(request.query), multi: request.multi ?? false };
      return { data: { deleted: await store.remove(target(request), selection) } };
    },

    async 'database.aggregateDocuments'(body) {
      const request = parse(aggregating, body);
      const pipeline = request.stages.map(({ stageKey, stageValue }) => ({
        name: stageKey,
        value: decode(stageValue, nowMs()),
      }));
      const collection = store.collection(request.collectionName);
      const rows = aggregate(collection, pipeline, store.knownCollection);
      return { data: { list: rows.map(encode) } };
    },

    async 'database.startTransaction'() {
      return { transactionId: store.begin() };
    },

    async 'database.commitTransaction'(body) {
      store.commit(parse(inTransaction, body).transactionId);
      return { committed: 1 };
    },

    async 'database.abortTransaction'(body) {
      store.abort(parse(inTransaction, body).transactionId);
      return {};
    },
  };
}

function parse<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output;
  throw new Refusal('INVALID_PARAM', v.summarize(parsed.issues));
}

/** Only `doc(id).set()` replaces, and it names one id and nothing else. */
function replacedId(query: Fields, upsert: boolean): DocumentId {
  const { _id: id, ...others } = query;
  const named = typeof id === 'string' || typeof id === 'number';
  if (named && upsert && Object.keys(others).length === 0) return id;
  throw new Refusal('INVALID_PARAM', 'only doc(id).set() replaces a document');
}

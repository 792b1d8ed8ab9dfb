import fc from 'fast-check';
import { type Database, openDatabase } from '../../../local/cloud/database';
import type { Row } from './checks/check';

const INDEXED = [
  {
    name: 'rows',
    indexes: [
      { name: 'a_b', keys: [path('a'), path('b')], unique: false },
      { name: 'c', keys: [path('c.d')], unique: false },
    ],
  },
];
const PLAIN = [{ name: 'rows', indexes: [] }];

function path(name: string) {
  return { path: name, direction: 1 as const };
}

const date = (ms: string) => ({ $date: { $numberLong: ms } });
const scalar = fc.constantFrom<unknown>(
  ...[0, 1, 2, 2.5, '1', 'x', '', null, true, false, date('1'), date('2'), date('90000')],
);
const value = fc.oneof({ weight: 4, arbitrary: scalar }, fc.array(scalar, { maxLength: 2 }));
const document = fc.record(
  { a: value, b: value, c: fc.oneof(scalar, fc.record({ d: value })) },
  { requiredKeys: [] },
);
const condition = fc.oneof(
  scalar,
  fc.record({ $in: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ $gt: scalar }),
  fc.record({ $gte: scalar, $lt: scalar }),
  fc.record({ $lte: scalar }),
  fc.record({ $ne: scalar }),
  fc.constant({ $exists: false }),
);
const flat = fc.record({ a: condition, b: condition, 'c.d': condition }, { requiredKeys: [] });
const query = fc.oneof(
  flat,
  fc.record({ a: scalar, b: condition }, { requiredKeys: ['a'] }),
  fc.record({ $and: fc.array(flat, { minLength: 1, maxLength: 3 }) }),
);
const step = fc.record({ id: fc.nat({ max: 7 }), fields: fc.option(document) });

async function send(database: Database, action: string, body: Row): Promise<Row> {
  return database.handle(`database.${action}`, { collectionName: 'rows', ...body });
}

async function apply(database: Database, { id, fields }: { id: number; fields: Row | null }) {
  const query = JSON.stringify({ _id: id });
  if (fields === null) return send(database, 'removeDocument', { query, multi: false });
  const replaced = { data: JSON.stringify(fields), merge: false, upsert: true };
  return send(database, 'modifyDocument', { query, ...replaced });
}

async function idsFound(database: Database, wanted: Row, options: Row = {}): Promise<unknown[]> {
  const body = { query: JSON.stringify(wanted), ...options };
  const reply = await send(database, 'getDocument', body);
  const { list } = reply.data as { list: string[] };
  return list.map((text) => JSON.parse(text)._id.$numberInt);
}

const PAGES: readonly Row[] = [
  { order: '{"b":1,"_id":1}', limit: 3 },
  { order: '{"b":-1,"_id":1}', limit: 2, offset: 1 },
];

describe('indexes', () => {
  it('never change what a query finds, nor in which order, after any writes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 20 }),
        fc.array(query, { minLength: 1, maxLength: 8 }),
        async (steps, queries) => {
          const options = { file: null, nowMs: () => 0 };
          const indexed = await openDatabase({ ...options, collections: INDEXED });
          const plain = await openDatabase({ ...options, collections: PLAIN });
          for (const each of steps) {
            await apply(indexed, each);
            await apply(plain, each);
          }
          for (const wanted of queries) {
            const [found, all] = [await idsFound(indexed, wanted), await idsFound(plain, wanted)];
            expect(found.sort()).toEqual(all.sort());
            for (const page of PAGES) {
              const expected = await idsFound(plain, wanted, page);
              expect(await idsFound(indexed, wanted, page)).toEqual(expected);
            }
          }
        },
      ),
      { seed: 20_260_101, numRuns: 300 },
    );
  });
});

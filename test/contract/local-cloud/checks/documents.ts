import { type Check, fieldsOf, idsOf, refusalOf } from './check';

const NOT_FOUND_COLLECTION = -502005;
const REQUEST_FAILED = -502001;

/** Adding, replacing, removing and counting. */
export const documentChecks: readonly Check[] = [
  {
    name: 'an added document comes back with every kind of value it was given',
    async run(db) {
      const values = {
        text: '红包',
        whole: 188,
        large: Number.MAX_SAFE_INTEGER,
        fraction: 0.5,
        negative: -1,
        yes: true,
        nothing: null,
        at: new Date(1_795_292_938_524),
        list: [1, 'a', [2], { deep: null }],
        nested: { deeper: { deepest: [] } },
      };
      await db.collection('plain').add({ data: { _id: 'v', ...values } });
      const { data } = await db.collection('plain').doc('v').get();
      expect(data).toEqual({ _id: 'v', ...values });
      expect(data.at).toBeInstanceOf(Date);
    },
  },
  {
    name: 'a document without an id is given one, and several can be added at once',
    async run(db) {
      const one = await db.collection('plain').add({ data: { n: 1 } });
      expect(one._id).toMatch(/^[0-9a-f]{32}$/);
      await db.collection('plain').add({ data: [{ n: 2 }, { n: 3 }] });
      expect(await db.collection('plain').count()).toMatchObject({ total: 3 });
    },
  },
  {
    name: 'the id 1 and the id "1" are two documents',
    async run(db) {
      await db
        .collection('plain')
        .doc(1)
        .set({ data: { kind: 'number' } });
      await db
        .collection('plain')
        .doc('1')
        .set({ data: { kind: 'text' } });
      expect(await fieldsOf(db, 'plain', 1)).toEqual({ kind: 'number' });
      expect(await fieldsOf(db, 'plain', '1')).toEqual({ kind: 'text' });
    },
  },
  {
    name: 'a second document with the same _id is refused with E11000 and changes nothing',
    async run(db) {
      await db.collection('plain').add({ data: { _id: 'a', n: 1 } });
      const refusal = await refusalOf(db.collection('plain').add({ data: { _id: 'a', n: 2 } }));
      expect(refusal.errCode).toBe(REQUEST_FAILED);
      expect(refusal.message).toContain('E11000 duplicate key');
      expect(await fieldsOf(db, 'plain', 'a')).toEqual({ n: 1 });
    },
  },
  {
    name: 'of many adds of one _id at the same time exactly one succeeds',
    async run(db) {
      const adds = Array.from({ length: 8 }, (_, n) =>
        db.collection('plain').add({ data: { _id: 'once', n } }),
      );
      const outcomes = await Promise.allSettled(adds);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    },
  },
  {
    name: 'a collection that nobody created is refused for every operation',
    async run(db) {
      const missing = db.collection('missing');
      const attempts = [
        missing.add({ data: { n: 1 } }),
        missing.where({ n: 1 }).get(),
        missing.where({ n: 1 }).count(),
        missing.where({ n: 1 }).update({ data: { n: 2 } }),
        missing.where({ n: 1 }).remove(),
        missing.doc('a').set({ data: { n: 1 } }),
      ];
      for (const refusal of await Promise.all(attempts.map(refusalOf))) {
        expect(refusal.errCode).toBe(NOT_FOUND_COLLECTION);
      }
    },
  },
  {
    name: 'a created collection is there, and cannot be created again',
    async run(db) {
      await db.createCollection('fresh');
      await db.collection('fresh').add({ data: { _id: 'a' } });
      expect(await fieldsOf(db, 'fresh', 'a')).toEqual({});
      expect(await refusalOf(db.createCollection('fresh'))).toBeDefined();
    },
  },
  {
    name: 'doc().get() of a missing document is an error that says so',
    async run(db) {
      const refusal = await refusalOf(db.collection('plain').doc('nobody').get());
      expect(refusal.message).toContain('does not exist');
    },
  },
  {
    name: 'set replaces the whole document and never merges',
    async run(db) {
      await db.collection('plain').add({ data: { _id: 'a', old: 1, nested: { kept: 1 } } });
      const { stats } = await db
        .collection('plain')
        .doc('a')
        .set({ data: { nested: { b: 2 } } });
      expect(stats).toEqual({ updated: 1, created: 0 });
      expect(await fieldsOf(db, 'plain', 'a')).toEqual({ nested: { b: 2 } });
    },
  },
  {
    name: 'set creates a missing document and says so',
    async run(db) {
      const { stats } = await db
        .collection('plain')
        .doc('a')
        .set({ data: { n: 1 } });
      expect(stats).toEqual({ updated: 0, created: 1 });
      expect(await fieldsOf(db, 'plain', 'a')).toEqual({ n: 1 });
    },
  },
  {
    name: 'remove takes away one document, or all that match, and counts them',
    async run(db) {
      const plain = db.collection('plain');
      await plain.add({
        data: [
          { _id: 'a', n: 1 },
          { _id: 'b', n: 1 },
          { _id: 'c', n: 2 },
        ],
      });
      expect((await plain.doc('c').remove()).stats.removed).toBe(1);
      expect((await plain.doc('c').remove()).stats.removed).toBe(0);
      expect((await plain.where({ n: 1 }).remove()).stats.removed).toBe(2);
      expect((await plain.count()).total).toBe(0);
    },
  },
  {
    name: 'count counts exactly what matches',
    async run(db) {
      const plain = db.collection('plain');
      await plain.add({ data: Array.from({ length: 130 }, (_, n) => ({ n, even: n % 2 === 0 })) });
      expect((await plain.count()).total).toBe(130);
      expect((await plain.where({ even: true }).count()).total).toBe(65);
      expect((await plain.where({ n: -1 }).count()).total).toBe(0);
    },
  },
  {
    name: 'a unique index refuses a second document with its keys, and a change into them',
    async run(db) {
      const claims = db.collection('claims');
      await claims.add({ data: { _id: 'a', roundId: 'r1', openid: 'o1' } });
      await claims.add({ data: { _id: 'b', roundId: 'r1', openid: 'o2' } });
      const twin = { roundId: 'r1', openid: 'o1' };
      const ninth = { roundId: 'r9', openid: 'o9' };
      const attempts = [
        claims.add({ data: { _id: 'c', ...twin } }),
        claims.doc('c').set({ data: twin }),
        claims.doc('b').update({ data: { openid: 'o1' } }),
        claims.add({ data: [ninth, ninth] }),
      ];
      for (const refusal of await Promise.all(attempts.map(refusalOf))) {
        expect(refusal.message).toContain('E11000 duplicate key');
      }
      expect(idsOf(await claims.orderBy('_id', 'asc').get())).toEqual(['a', 'b']);
      expect(await fieldsOf(db, 'claims', 'b')).toEqual({ roundId: 'r1', openid: 'o2' });
    },
  },
  {
    name: 'a key of a unique index is free again when its document changed or went',
    async run(db) {
      const claims = db.collection('claims');
      await claims.add({ data: { _id: 'a', roundId: 'r1', openid: 'o1' } });
      await claims.doc('a').update({ data: { openid: 'o2' } });
      await claims.add({ data: { _id: 'b', roundId: 'r1', openid: 'o1' } });
      await claims.doc('b').remove();
      await claims.add({ data: { _id: 'c', roundId: 'r1', openid: 'o1' } });
      expect(idsOf(await claims.orderBy('_id', 'asc').get())).toEqual(['a', 'c']);
    },
  },
  {
    name: 'a unique index takes a missing field for null',
    async run(db) {
      const claims = db.collection('claims');
      await claims.add({ data: { _id: 'a' } });
      const refusal = await refusalOf(claims.add({ data: { _id: 'b', roundId: null } }));
      expect(refusal.message).toContain('E11000 duplicate key');
    },
  },
  {
    name: 'a field name with a dot or a dollar sign is not stored',
    async run(db) {
      const plain = db.collection('plain');
      for (const data of [{ 'a.b': 1 }, { nested: { $inc: 1 } }]) {
        expect((await refusalOf(plain.add({ data }))).errCode).toBe(REQUEST_FAILED);
      }
      expect((await plain.count()).total).toBe(0);
    },
  },
  {
    name: 'serverDate is the time of the server, moved by its offset',
    async run(db) {
      const beforeMs = Date.now();
      const at = db.serverDate();
      const later = db.serverDate({ offset: 3_600_000 });
      await db.collection('plain').add({ data: { _id: 'a', at, later } });
      const { data } = await db.collection('plain').doc('a').get();
      const atMs = (data.at as Date).getTime();
      expect(atMs).toBeGreaterThanOrEqual(beforeMs);
      expect(atMs).toBeLessThanOrEqual(Date.now());
      expect((data.later as Date).getTime() - atMs).toBe(3_600_000);
    },
  },
];

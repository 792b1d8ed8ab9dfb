import { type Check, idsOf, type Row, refusalOf, type SdkDatabase } from './check';

const REQUEST_FAILED = -502001;

const PEOPLE: Row[] = [
  {
    _id: 'an',
    age: 30,
    tags: ['a', 'b'],
    scores: [
      { at: 1, won: 5 },
      { at: 2, won: 9 },
    ],
  },
  { _id: 'bo', age: 20, tags: ['b'], scores: [{ at: 1, won: 9 }], nick: 'Bobo' },
  { _id: 'ci', age: '20', tags: [], nick: null, joined: new Date(5_000) },
  { _id: 'du', age: 7, tags: ['c', 'a'], address: { city: '上海', zip: 200_000 } },
  { _id: 'el', age: null, joined: new Date(9_000), nick: 'dodo', tags: 'a' },
];

/** Who of PEOPLE matches, by id. */
async function who(db: SdkDatabase, condition: Row): Promise<unknown[]> {
  return idsOf(await db.collection('plain').where(condition).orderBy('_id', 'asc').get());
}

/** A check over PEOPLE: each condition with the ids it must find. */
function finds(
  name: string,
  cases: (db: SdkDatabase) => readonly (readonly [Row, readonly string[]])[],
): Check {
  return {
    name,
    async run(db) {
      await db.collection('plain').add({ data: PEOPLE });
      for (const [condition, ids] of cases(db)) expect(await who(db, condition)).toEqual(ids);
    },
  };
}

export const queryChecks: readonly Check[] = [
  finds('comparisons stay within one type', ({ command: _ }) => [
    [{ age: 20 }, ['bo']],
    [{ age: _.gt(7) }, ['an', 'bo']],
    [{ age: _.gte(20).and(_.lt(30)) }, ['bo']],
    [{ age: _.lte(20) }, ['bo', 'du']],
    [{ age: _.gt('1') }, ['ci']],
    [{ age: _.neq(20) }, ['an', 'ci', 'du', 'el']],
    [{ joined: _.gt(new Date(5_000)) }, ['el']],
    [{ joined: _.lte(new Date(5_000)) }, ['ci']],
  ]),
  finds('null matches null and missing, exists tells them apart', ({ command: _ }) => [
    [{ nick: _.eq(null) }, ['an', 'ci', 'du']],
    [{ nick: _.exists(true) }, ['bo', 'ci', 'el']],
    [{ nick: _.exists(false) }, ['an', 'du']],
    [{ nick: _.neq(null) }, ['bo', 'el']],
  ]),
  finds('in and nin', ({ command: _ }) => [
    [{ age: _.in([7, 30, '20']) }, ['an', 'ci', 'du']],
    [{ _id: _.in(['du', 'nobody', 'an']) }, ['an', 'du']],
    [{ nick: _.in([null, 'dodo']) }, ['an', 'ci', 'du', 'el']],
    [{ age: _.nin([7, 30]) }, ['bo', 'ci', 'el']],
    [{ tags: _.in(['c']) }, ['du']],
  ]),
  finds('and, or, nor and not', ({ command: _ }) => [
    [_.and([{ age: _.gt(7) }, { tags: 'b' }]) as unknown as Row, ['an', 'bo']],
    [_.or([{ age: 7 }, { nick: 'dodo' }]) as unknown as Row, ['du', 'el']],
    [_.nor([{ age: 7 }, { nick: 'dodo' }]) as unknown as Row, ['an', 'bo', 'ci']],
    [{ age: _.not(_.gt(7)) }, ['ci', 'du', 'el']],
    [{ age: _.or(_.lt(10), _.gt(20)) }, ['an', 'du']],
  ]),
  finds('dotted paths reach into objects, arrays and elements of arrays', ({ command: _ }) => [
    [{ 'address.city': '上海' }, ['du']],
    [{ address: { zip: 200_000 } }, ['du']],
    [{ 'scores.won': 9 }, ['an', 'bo']],
    [{ 'scores.0.won': 9 }, ['bo']],
    [{ 'tags.1': _.exists(true) }, ['an', 'du']],
  ]),
  finds('array conditions: contains, all, size, elemMatch', ({ command: _ }) => [
    [{ tags: 'a' }, ['an', 'du', 'el']],
    [{ tags: _.all(['a', 'b']) }, ['an']],
    [{ tags: _.all(['a']) }, ['an', 'du', 'el']],
    [{ tags: _.all([]) }, []],
    [{ tags: _.size(0) }, ['ci']],
    [{ tags: _.size(2) }, ['an', 'du']],
    [{ tags: _.neq('a') }, ['bo', 'ci']],
    [{ scores: _.elemMatch({ at: 1, won: _.gt(5) }) }, ['bo']],
    [{ 'scores.at': 1, 'scores.won': _.gt(5) }, ['an', 'bo']],
  ]),
  finds('expressions compare fields with each other', () => [
    [{ _id: 'du', $expr: { $lt: ['$age', '$address.zip'] } }, ['du']],
    [{ _id: 'du', $and: [{ $expr: { $gt: ['$age', '$address.zip'] } }] }, []],
  ]),
  finds('mod takes numbers only', ({ command: _ }) => [[{ age: _.mod(10, 0) }, ['an', 'bo']]]),
  finds('a regular expression matches what it says and nothing else', (db) => [
    [{ nick: /bo$/ }, ['bo']],
    [{ nick: /DO/i }, ['el']],
    [{ nick: db.RegExp({ regexp: '^b', options: 'i' }) }, ['bo']],
    [{ nick: /absent/ }, []],
    [{ tags: /^c/ }, ['du']],
  ]),
  {
    name: 'order goes by several fields, with nulls first and numbers before texts',
    async run(db) {
      const plain = db.collection('plain');
      await plain.add({ data: PEOPLE });
      const ascending = await plain.orderBy('age', 'asc').orderBy('_id', 'desc').get();
      expect(idsOf(ascending)).toEqual(['el', 'du', 'bo', 'an', 'ci']);
      const descending = await plain.orderBy('age', 'desc').get();
      expect(idsOf(descending)).toEqual(['ci', 'an', 'bo', 'du', 'el']);
    },
  },
  {
    name: 'skip and limit cut the ordered list',
    async run(db) {
      const plain = db.collection('plain');
      await plain.add({ data: Array.from({ length: 30 }, (_, n) => ({ _id: n, n: 30 - n })) });
      const page = await plain.orderBy('n', 'asc').skip(10).limit(3).get();
      expect(page.data.map((row) => row.n)).toEqual([11, 12, 13]);
      expect((await plain.skip(28).get()).data).toHaveLength(2);
    },
  },
  {
    name: 'a read without a limit gives 100 documents, and 1000 at most with one',
    async run(db) {
      const plain = db.collection('plain');
      await plain.add({ data: Array.from({ length: 1_010 }, (_, n) => ({ _id: n })) });
      expect((await plain.get()).data).toHaveLength(100);
      expect((await plain.limit(5_000).get()).data).toHaveLength(1_000);
    },
  },
  {
    name: 'field chooses or drops fields and leaves the stored document alone',
    async run(db) {
      const plain = db.collection('plain');
      const stored = { _id: 'a', x: 1, list: [1, 2, 3], deep: { kept: 1, dropped: 2 } };
      await plain.add({ data: stored });
      const fields = async (projection: Row) =>
        (await plain.where({ _id: 'a' }).field(projection).get()).data[0];
      expect(await fields({ x: true })).toEqual({ _id: 'a', x: 1 });
      expect(await fields({ _id: false, 'deep.kept': true })).toEqual({ deep: { kept: 1 } });
      expect(await fields({ 'deep.dropped': false, list: false })).toEqual({
        _id: 'a',
        x: 1,
        deep: { kept: 1 },
      });
      expect(await fields({ list: db.command.project.slice(2) })).toMatchObject({ list: [1, 2] });
      expect((await plain.doc('a').field({ x: true }).get()).data).toEqual({ _id: 'a', x: 1 });
      await plain.where({ deep: { kept: 1, dropped: 2 } }).update({ data: { x: 2 } });
      expect((await plain.doc('a').get()).data).toEqual({ ...stored, x: 2 });
    },
  },
  {
    name: 'an indexed query finds what a full search would, whatever the indexed values are',
    async run(db) {
      const { command: _ } = db;
      const claims = db.collection('claims');
      const steps: unknown[] = ['OWED', 'SENT', null, ['OWED', 'SENT'], { x: 1 }, 5];
      await claims.add({
        data: steps.map((step, n) => ({ _id: n, step, dueAtMs: n * 10, roundId: n, openid: n })),
      });
      await claims.add({ data: { _id: 6, step: 'OWED', dueAtMs: '10', roundId: 6, openid: 6 } });
      await claims.add({ data: { _id: 7, dueAtMs: 70, roundId: 7, openid: 7 } });
      const found = async (condition: Row) =>
        idsOf(await claims.where(condition).orderBy('_id', 'asc').get());
      expect(await found({ step: 'OWED' })).toEqual([0, 3, 6]);
      expect(await found({ step: 'OWED', dueAtMs: _.lte(30) })).toEqual([0, 3]);
      expect(await found({ step: 'OWED', dueAtMs: _.gt(0) })).toEqual([3]);
      expect(await found({ step: _.in(['SENT', 5]), dueAtMs: _.gte(10) })).toEqual([1, 3, 5]);
      expect(await found({ step: _.eq(null) })).toEqual([2, 7]);
      await claims.doc(0).update({ data: { step: 'SENT' } });
      await claims.doc(3).remove();
      expect(await found({ step: 'SENT' })).toEqual([0, 1]);
      expect(await found({ step: 'OWED' })).toEqual([6]);
    },
  },
  {
    name: 'geo queries are refused in words, not answered with nothing',
    async run(db) {
      await db.collection('plain').add({ data: PEOPLE });
      const near = db.command.geoNear({ geometry: new db.Geo.Point(121, 31), maxDistance: 1 });
      const refusal = await refusalOf(db.collection('plain').where({ place: near }).get());
      expect(refusal.errCode).toBe(REQUEST_FAILED);
      expect(refusal.message).toContain('not supported');
    },
  },
  {
    name: 'an operator that does not exist is refused',
    async run(db) {
      const refusal = await refusalOf(
        db
          .collection('plain')
          .where({ age: { $near2: 1 } })
          .get(),
      );
      expect(refusal.errCode).toBe(REQUEST_FAILED);
    },
  },
];

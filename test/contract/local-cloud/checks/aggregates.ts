import { type Check, refusalOf } from './check';

export const aggregateChecks: readonly Check[] = [
  {
    name: 'match, group and sort count and sum',
    async run(db) {
      const { aggregate: $ } = db.command;
      await db.collection('claims').add({
        data: [1, 2, 3, 4].map((n) => ({
          roundId: n,
          openid: `o${n % 2}`,
          step: n === 4 ? 'SENT' : 'OWED',
          amountFen: n * 100,
        })),
      });
      const { list } = await db
        .collection('claims')
        .aggregate()
        .match({ step: 'OWED' })
        .group({ _id: '$openid', count: $.sum(1), totalFen: $.sum('$amountFen') })
        .sort({ _id: 1 })
        .end();
      expect(list).toEqual([
        { _id: 'o0', count: 1, totalFen: 200 },
        { _id: 'o1', count: 2, totalFen: 400 },
      ]);
    },
  },
  {
    name: 'unwind, project, skip and limit',
    async run(db) {
      await db
        .collection('plain')
        .add({ data: { _id: 'a', posts: [{ fen: 1 }, { fen: 2 }, { fen: 3 }] } });
      const { list } = await db
        .collection('plain')
        .aggregate()
        .unwind('$posts')
        .project({ _id: 0, fen: '$posts.fen' })
        .skip(1)
        .limit(1)
        .end();
      expect(list).toEqual([{ fen: 2 }]);
    },
  },
  {
    name: 'lookup joins another collection',
    async run(db) {
      await db.collection('plain').add({ data: { _id: 'r1', title: '年会' } });
      await db.collection('claims').add({ data: { _id: 'c1', roundId: 'r1' } });
      const { list } = await db
        .collection('claims')
        .aggregate()
        .lookup({ from: 'plain', localField: 'roundId', foreignField: '_id', as: 'rounds' })
        .end();
      expect(list).toEqual([{ _id: 'c1', roundId: 'r1', rounds: [{ _id: 'r1', title: '年会' }] }]);
    },
  },
  {
    name: 'a pipeline never changes what is stored',
    async run(db) {
      const stored = { _id: 'a', deep: { kept: 1 }, list: [{ x: 1 }] };
      await db.collection('plain').add({ data: stored });
      const { list } = await db
        .collection('plain')
        .aggregate()
        .addFields({ 'deep.added': 2, 'list.y': 3 })
        .project({ 'deep.kept': 0 })
        .end();
      expect(list[0]).toMatchObject({ deep: { added: 2 } });
      await db
        .collection('plain')
        .where({ 'deep.kept': 1 })
        .update({ data: { n: 1 } });
      expect((await db.collection('plain').doc('a').get()).data).toEqual({ ...stored, n: 1 });
    },
  },
  {
    name: 'dates are grouped by Beijing days',
    async run(db) {
      const { aggregate: $ } = db.command;
      await db.collection('plain').add({ data: { at: new Date('2026-01-01T17:00:00Z') } });
      const day = $.dateToString({ date: '$at', format: '%Y-%m-%d', timezone: 'Asia/Shanghai' });
      const { list } = await db.collection('plain').aggregate().project({ _id: 0, day }).end();
      expect(list).toEqual([{ day: '2026-01-02' }]);
    },
  },
  {
    name: 'geoNear is refused in words',
    async run(db) {
      const near = { longitude: 121, latitude: 31 };
      const stage = db.collection('plain').aggregate().geoNear({ near, distanceField: 'd' });
      expect((await refusalOf(stage.end())).message).toContain('not supported');
    },
  },
];

import {
  type Check,
  fieldsOf,
  type Row,
  refusalOf,
  type SdkDatabase,
  type SdkTransaction,
} from './check';

const SYSTEM_ERROR = -501001;
const CONFLICT = 'ResourceUnavailable.TransactionConflict';

/** Some round trips, so that whatever the server could do by now has been done. */
async function roundTrips(db: SdkDatabase): Promise<void> {
  for (let i = 0; i < 5; i += 1) await db.collection('plain').count();
}

async function withPurse(db: SdkDatabase, fields: Row = { n: 1 }): Promise<void> {
  await db.collection('plain').add({ data: { _id: 'purse', ...fields } });
}

export const transactionChecks: readonly Check[] = [
  {
    name: 'a commit makes all of its writes visible, and nothing before',
    async run(db) {
      await withPurse(db);
      await db.collection('plain').add({ data: { _id: 'old' } });
      const tx = await db.startTransaction();
      await tx
        .collection('plain')
        .doc('purse')
        .update({ data: { n: db.command.inc(1) } });
      await tx
        .collection('plain')
        .doc('set')
        .set({ data: { n: 5 } });
      await tx.collection('plain').add({ data: { _id: 'added' } });
      await tx.collection('plain').doc('old').remove();
      await tx
        .collection('claims')
        .doc('c')
        .set({ data: { n: 6 } });
      expect(await fieldsOf(db, 'plain', 'purse')).toEqual({ n: 1 });
      expect(await fieldsOf(db, 'plain', 'added')).toBeNull();
      expect(await fieldsOf(db, 'plain', 'old')).toEqual({});
      await tx.commit();
      expect(await fieldsOf(db, 'plain', 'purse')).toEqual({ n: 2 });
      expect(await fieldsOf(db, 'plain', 'set')).toEqual({ n: 5 });
      expect(await fieldsOf(db, 'plain', 'added')).toEqual({});
      expect(await fieldsOf(db, 'plain', 'old')).toBeNull();
      expect(await fieldsOf(db, 'claims', 'c')).toEqual({ n: 6 });
    },
  },
  {
    name: 'a transaction reads its own writes and otherwise the moment it began',
    async run(db) {
      await withPurse(db);
      await db.collection('plain').add({ data: { _id: 'other', n: 1 } });
      const tx = await db.startTransaction();
      await tx
        .collection('plain')
        .doc('purse')
        .update({ data: { n: 7 } });
      await db
        .collection('plain')
        .doc('other')
        .update({ data: { n: 2 } });
      await db.collection('plain').add({ data: { _id: 'later' } });
      expect((await tx.collection('plain').doc('purse').get()).data).toMatchObject({ n: 7 });
      expect((await tx.collection('plain').doc('other').get()).data).toMatchObject({ n: 1 });
      const { data } = await tx
        .collection('plain')
        .where({ n: db.command.gt(0) })
        .get();
      expect(data.map(({ n }) => n).sort()).toEqual([1, 7]);
      await tx.rollback();
    },
  },
  {
    name: 'a rollback leaves no trace',
    async run(db) {
      const { command: _ } = db;
      await withPurse(db, { n: 1, deep: { n: 1 }, list: [1] });
      const tx = await db.startTransaction();
      const data = { n: 7, 'deep.n': _.inc(1), list: _.push([2]) };
      await tx.collection('plain').doc('purse').update({ data });
      await tx.collection('plain').add({ data: { _id: 'added' } });
      await tx.rollback();
      expect(await fieldsOf(db, 'plain', 'added')).toBeNull();
      // The next write builds on the document as it was before, and finds no lock.
      await db
        .collection('plain')
        .doc('purse')
        .update({ data: { n: 2 } });
      expect(await fieldsOf(db, 'plain', 'purse')).toEqual({ n: 2, deep: { n: 1 }, list: [1] });
    },
  },
  {
    name: 'a write to a document that another transaction holds is a conflict at once',
    async run(db) {
      await withPurse(db);
      const [first, second] = [await db.startTransaction(), await db.startTransaction()];
      await first
        .collection('plain')
        .doc('purse')
        .update({ data: { n: 2 } });
      const write = second
        .collection('plain')
        .doc('purse')
        .update({ data: { n: 3 } });
      const refusal = await refusalOf(write);
      expect(refusal.errCode).toBe(SYSTEM_ERROR);
      expect(refusal.message).toContain(CONFLICT);
      await first.commit();
      expect(await fieldsOf(db, 'plain', 'purse')).toEqual({ n: 2 });
    },
  },
  {
    name: 'a write to a document that changed since the snapshot is a conflict',
    async run(db) {
      await withPurse(db);
      const tx = await db.startTransaction();
      expect((await tx.collection('plain').doc('purse').get()).data).toMatchObject({ n: 1 });
      await db
        .collection('plain')
        .doc('purse')
        .update({ data: { n: 2 } });
      const write = tx
        .collection('plain')
        .doc('purse')
        .update({ data: { n: 3 } });
      expect((await refusalOf(write)).message).toContain(CONFLICT);
    },
  },
  {
    // Once lost: both read 1, both wrote 2, and the second write looked like no change at all.
    name: 'a write that changes nothing still conflicts, so no update is lost',
    async run(db) {
      await withPurse(db);
      const setPurse = (tx: SdkTransaction, n: number) =>
        tx.collection('plain').doc('purse').update({ data: { n } });
      const winner = await db.startTransaction();
      const late = await db.startTransaction();
      const later = await db.startTransaction();
      for (const tx of [winner, late, later]) {
        expect((await tx.collection('plain').doc('purse').get()).data).toMatchObject({ n: 1 });
      }
      await setPurse(winner, 2);
      await winner.commit();
      const [asCommitted, asRead] = [setPurse(late, 2), setPurse(later, 1)].map(refusalOf);
      expect((await asCommitted)?.message).toContain(CONFLICT);
      expect((await asRead)?.message).toContain(CONFLICT);
    },
  },
  {
    name: 'of many transactions that read and write one document, as many succeed as it shows',
    async run(db) {
      await withPurse(db, { n: 0 });
      const outcomes = await Promise.allSettled(
        Array.from({ length: 8 }, () =>
          db.runTransaction(async (tx) => {
            const { data } = await tx.collection('plain').doc('purse').get();
            const n = (data.n as number) + 1;
            await tx.collection('plain').doc('purse').update({ data: { n } });
          }),
        ),
      );
      const succeeded = outcomes.filter(({ status }) => status === 'fulfilled').length;
      expect(succeeded).toBeGreaterThan(0);
      expect(await fieldsOf(db, 'plain', 'purse')).toEqual({ n: succeeded });
    },
  },
  {
    name: 'a transaction is over after a conflict: nothing of it can be committed',
    async run(db) {
      await withPurse(db);
      const [first, second] = [await db.startTransaction(), await db.startTransaction()];
      await first
        .collection('plain')
        .doc('purse')
        .update({ data: { n: 2 } });
      await second.collection('plain').add({ data: { _id: 'added' } });
      await refusalOf(
        second
          .collection('plain')
          .doc('purse')
          .update({ data: { n: 3 } }),
      );
      expect(await refusalOf(second.commit())).toMatchObject({ code: 'DATABASE_TRANSACTION_FAIL' });
      await first.commit();
      expect(await fieldsOf(db, 'plain', 'added')).toBeNull();
    },
  },
  {
    name: 'a plain write waits for the lock and then builds on what was committed',
    async run(db) {
      await withPurse(db);
      const tx = await db.startTransaction();
      await tx
        .collection('plain')
        .doc('purse')
        .update({ data: { n: 10 } });
      let answered = false;
      const waiting = db
        .collection('plain')
        .doc('purse')
        .update({ data: { n: db.command.inc(1) } })
        .finally(() => {
          answered = true;
        });
      await roundTrips(db);
      expect(answered).toBe(false);
      await tx.commit();
      expect((await waiting).stats.updated).toBe(1);
      expect(await fieldsOf(db, 'plain', 'purse')).toEqual({ n: 11 });
    },
  },
  {
    name: 'a plain add of an id that a transaction is adding waits for its outcome',
    async run(db) {
      const [kept, dropped] = [await db.startTransaction(), await db.startTransaction()];
      await kept.collection('plain').add({ data: { _id: 'kept' } });
      await dropped.collection('plain').add({ data: { _id: 'dropped' } });
      const late = Promise.allSettled(
        ['kept', 'dropped'].map((_id) => db.collection('plain').add({ data: { _id, late: true } })),
      );
      await roundTrips(db);
      await kept.commit();
      await dropped.rollback();
      expect((await late).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
      expect(await fieldsOf(db, 'plain', 'kept')).toEqual({});
    },
  },
  {
    name: 'two transactions cannot both take one key of a unique index',
    async run(db) {
      const [first, second] = [await db.startTransaction(), await db.startTransaction()];
      const twin = { roundId: 'r1', openid: 'o1' };
      await first.collection('claims').add({ data: { _id: 'a', ...twin } });
      const write = second.collection('claims').add({ data: { _id: 'b', ...twin } });
      expect((await refusalOf(write)).message).toContain(CONFLICT);
      await first.commit();
      expect((await db.collection('claims').count()).total).toBe(1);
    },
  },
  {
    name: 'an unknown transaction is refused by name',
    async run(db) {
      const tx = await db.startTransaction();
      await tx.commit();
      expect(await refusalOf(tx.commit())).toMatchObject({ code: 'DATABASE_TRANSACTION_FAIL' });
      const write = tx
        .collection('plain')
        .doc('a')
        .set({ data: { n: 1 } });
      expect((await refusalOf(write)).message).toContain('TransactionNotExist');
    },
  },
];

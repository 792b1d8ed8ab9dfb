import { openDatabase } from '../../../local/cloud/database';
import { type SdkCloud, sdkCloudOn } from '../../support/sdk-cloud';
import { CHECK_COLLECTIONS, databaseOf, fieldsOf, refusalOf } from './checks/check';

let running: SdkCloud | null = null;
afterEach(async () => {
  await running?.close();
  running = null;
});

/** Timers that run out when the test says so. */
function handTimers() {
  const waiting = new Map<() => void, number>();
  return {
    waiting,
    setTimer(callback: () => void, delayMs: number) {
      waiting.set(callback, delayMs);
      return () => void waiting.delete(callback);
    },
    runOut() {
      for (const callback of [...waiting.keys()]) callback();
    },
  };
}

async function started(setTimer: (callback: () => void, delayMs: number) => () => void) {
  running = await sdkCloudOn(
    await openDatabase({ file: null, collections: CHECK_COLLECTIONS, nowMs: Date.now, setTimer }),
  );
  return databaseOf(running.cloud);
}

describe('a transaction that was left open', () => {
  it('ends after 30 seconds: its lock is released and nothing of it remains', async () => {
    const timers = handTimers();
    const db = await started(timers.setTimer);
    await db.collection('plain').add({ data: { _id: 'a', n: 1 } });
    const tx = await db.startTransaction();
    await tx
      .collection('plain')
      .doc('a')
      .update({ data: { n: 50 } });
    expect([...timers.waiting.values()]).toEqual([30_000]);

    const waiting = db
      .collection('plain')
      .doc('a')
      .update({ data: { n: db.command.inc(1) } });
    await db.collection('plain').count();
    timers.runOut();
    expect((await waiting).stats.updated).toBe(1);
    expect(await fieldsOf(db, 'plain', 'a')).toEqual({ n: 2 });
    expect(await refusalOf(tx.commit())).toMatchObject({ code: 'DATABASE_TRANSACTION_FAIL' });
  });

  it('takes its timer with it when it ends in time', async () => {
    const timers = handTimers();
    const db = await started(timers.setTimer);
    await (await db.startTransaction()).commit();
    await (await db.startTransaction()).rollback();
    expect(timers.waiting.size).toBe(0);
  });
});

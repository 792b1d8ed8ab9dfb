import { type Database, openDatabase } from '../../../local/cloud/database';
import { CHECK_COLLECTIONS, type Row } from './checks/check';

/** A database with one mistake in it, and the check that has to notice. */
export interface PlantedFault {
  readonly fault: string;
  readonly topic: string;
  readonly noticedBy: string;
  open(): Promise<Database>;
}

type Handle = Database['handle'];

/** A sound database whose answers, or questions, are tampered with on the way. */
function tampered(tamper: (real: Handle) => Handle): () => Promise<Database> {
  return async () => {
    const real = await sound();
    return { ...real, handle: tamper(real.handle) };
  };
}

function sound(): Promise<Database> {
  return openDatabase({ file: null, collections: CHECK_COLLECTIONS, nowMs: Date.now });
}

/** Changes the body of one action before it is carried out. */
function changing(action: string, change: (body: Row) => Row): () => Promise<Database> {
  return tampered((real) => (name, body) => real(name, name === action ? change(body) : body));
}

const duplicateAccepted = tampered((real) => async (name, body) => {
  const reply = await real(name, body);
  const refusedForId = String(reply.message).includes('index: _id_');
  if (name !== 'database.insertDocument' || !refusedForId) return reply;
  return { data: { insertedIds: (body.data as string[]).map((text) => JSON.parse(text)._id) } };
});

const commitDropsWrite = tampered((real) => {
  const writes: [action: string, body: Row][] = [];
  return async (name, body) => {
    const { transactionId } = body;
    if (name === 'database.commitTransaction') {
      await real('database.abortTransaction', body);
      const own = writes.filter(([, write]) => write.transactionId === transactionId);
      for (const [action, write] of own.slice(0, -1)) {
        await real(action, { ...write, transactionId: undefined });
      }
      return { committed: 1 };
    }
    if (transactionId !== undefined && 'data' in body) writes.push([name, body]);
    return real(name, body);
  };
});

const setMerges = tampered((real) => async (name, body) => {
  if (name !== 'database.modifyDocument' || body.merge !== false) return real(name, body);
  const old = (await real('database.getDocument', body)) as { data?: { list: string[] } };
  const { _id: _, ...kept } = JSON.parse(old.data?.list[0] ?? '{}');
  const merged = { ...kept, ...JSON.parse(body.data as string) };
  return real(name, { ...body, data: JSON.stringify(merged) });
});

const updateInserts = tampered((real) => async (name, body) => {
  const reply = (await real(name, body)) as { data?: { updated?: number } };
  const missed = name === 'database.modifyDocument' && reply.data?.updated === 0;
  if (missed && body.merge === true && body.queryType === 'DOC') {
    await real('database.insertDocument', { ...body, data: [body.query] });
  }
  return reply;
});

const countsOneMore = tampered((real) => async (name, body) => {
  const reply = (await real(name, body)) as { data?: { total: number } };
  if (name !== 'database.calculateDocument' || reply.data === undefined) return reply;
  return { data: { total: reply.data.total + 1 } };
});

const doesNotWait = tampered((real) => (name, body) => {
  const reply = real(name, body);
  if (name !== 'database.modifyDocument' || body.transactionId !== undefined) return reply;
  const soon = new Promise<Row>((resolve) => {
    setImmediate(() => resolve({ data: { updated: 1, upsert_id: null } }));
  });
  return Promise.race([reply, soon]);
});

const uniqueIgnored = () =>
  openDatabase({
    file: null,
    nowMs: Date.now,
    collections: CHECK_COLLECTIONS.map((collection) => ({
      ...collection,
      indexes: collection.indexes.map((index) => ({ ...index, unique: false })),
    })),
  });

const regexMatchesAll = changing('database.getDocument', (body) => ({
  ...body,
  query: String(body.query ?? '').replace(/"pattern":"(?:[^"\\]|\\.)*"/g, '"pattern":""'),
}));

const offsetIgnored = changing('database.getDocument', ({ offset: _, ...body }) => body);

const updatesOnlyOne = changing('database.modifyDocument', (body) => ({ ...body, multi: false }));

/** "A write lost after kill -9" is planted in `kill.test.ts`: it takes a process to kill. */
export const plantedFaults: readonly PlantedFault[] = [
  {
    fault: 'a duplicate _id is accepted',
    topic: 'documents',
    noticedBy: 'a second document with the same _id is refused with E11000 and changes nothing',
    open: duplicateAccepted,
  },
  {
    fault: 'a commit drops a write',
    topic: 'transactions',
    noticedBy: 'a commit makes all of its writes visible, and nothing before',
    open: commitDropsWrite,
  },
  {
    fault: 'set merges',
    topic: 'documents',
    noticedBy: 'set replaces the whole document and never merges',
    open: setMerges,
  },
  {
    fault: 'an update inserts a missing document',
    topic: 'updates',
    noticedBy: 'an update of a missing document changes nothing and creates nothing',
    open: updateInserts,
  },
  {
    fault: 'where().update() touches only one document',
    topic: 'updates',
    noticedBy: 'where().update() changes every match and says how many',
    open: updatesOnlyOne,
  },
  {
    fault: 'the offset is ignored',
    topic: 'queries',
    noticedBy: 'skip and limit cut the ordered list',
    open: offsetIgnored,
  },
  {
    fault: 'a regular expression matches everything',
    topic: 'queries',
    noticedBy: 'a regular expression matches what it says and nothing else',
    open: regexMatchesAll,
  },
  {
    fault: 'a unique index is ignored',
    topic: 'documents',
    noticedBy: 'a unique index refuses a second document with its keys, and a change into them',
    open: uniqueIgnored,
  },
  {
    fault: 'a count is wrong',
    topic: 'documents',
    noticedBy: 'count counts exactly what matches',
    open: countsOneMore,
  },
  {
    fault: 'a lock is not waited for',
    topic: 'transactions',
    noticedBy: 'a plain write waits for the lock and then builds on what was committed',
    open: doesNotWait,
  },
];

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../../local/cloud/database';
import { sdkCloudOn, sdkPointedAt } from '../../support/sdk-cloud';
import { CHECK_COLLECTIONS, databaseOf, type SdkDatabase } from './checks/check';

const ACKNOWLEDGED_BEFORE_KILL = 150;
const WRITERS = 4;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-cloud-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('after kill -9', () => {
  it('every acknowledged write is there, and every commit is whole or absent', async () => {
    const acknowledged = await writeUntilKilled([]);
    const found = new Set(await foundInFile());
    expect(acknowledged.length).toBeGreaterThanOrEqual(ACKNOWLEDGED_BEFORE_KILL);
    expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
    const halves = [...found].filter((id) => id.startsWith('left'));
    expect(halves.length).toBeGreaterThan(0);
    const rights = [...found].filter((id) => id.startsWith('right'));
    expect(rights.map((id) => id.replace('right', 'left')).sort()).toEqual(halves.sort());
  });

  it('the same test notices a write that was acknowledged too early', async () => {
    const acknowledged = await writeUntilKilled(['acknowledges-early']);
    const found = new Set(await foundInFile());
    expect(acknowledged.filter((id) => !found.has(id))).not.toEqual([]);
  });
});

/** What the server said it had written, before it was killed in the middle of more. */
async function writeUntilKilled(faults: readonly string[]): Promise<string[]> {
  const script = join(__dirname, '../../support/database-process.ts');
  const server = fork(script, [databaseFile(), ...faults], { execArgv: ['--import', 'tsx'] });
  const [url] = await once(server, 'message');
  const db = databaseOf(await sdkPointedAt(url as string));
  const acknowledged: string[] = [];
  const exited = once(server, 'exit');
  const writers = Array.from({ length: WRITERS }, (_, writer) =>
    writeForEver(db, writer, acknowledged, server),
  );
  await Promise.all(writers).finally(() => server.kill('SIGKILL'));
  await exited;
  return acknowledged;
}

async function writeForEver(
  db: SdkDatabase,
  writer: number,
  acknowledged: string[],
  server: ChildProcess,
): Promise<void> {
  try {
    for (let n = 0; ; n += 1) {
      const one = `one-${writer}-${n}`;
      await db.collection('plain').add({ data: { _id: one } });
      acknowledged.push(one);
      await db
        .collection('plain')
        .doc(one)
        .update({ data: { changed: true } });
      acknowledged.push(`${one} changed`);
      if (n % 3 === 0) {
        const pair = [`left-${writer}-${n}`, `right-${writer}-${n}`];
        const tx = await db.startTransaction();
        for (const _id of pair) await tx.collection('plain').add({ data: { _id } });
        await tx.commit();
        acknowledged.push(...pair);
      }
      if (acknowledged.length >= ACKNOWLEDGED_BEFORE_KILL) server.kill('SIGKILL');
    }
  } catch (error) {
    if (!server.killed) throw error; // a refusal while it still lived is a failure of the test
  }
}

/** The same words for what a new server finds in the file that the killed one left behind. */
async function foundInFile(): Promise<string[]> {
  const sdk = await sdkCloudOn(
    await openDatabase({
      file: databaseFile(),
      collections: CHECK_COLLECTIONS,
      nowMs: Date.now,
    }),
  );
  const result = await databaseOf(sdk.cloud).collection('plain').limit(1000).get();
  await sdk.close();
  return result.data.flatMap(({ _id, changed }) =>
    changed === true ? [String(_id), `${_id} changed`] : [String(_id)],
  );
}

function databaseFile(): string {
  return join(folder, 'database.db');
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { databaseOf } from '../test/contract/local-cloud/checks/check';
import { sdkPointedAt } from '../test/support/sdk-cloud';

const ROUNDS = 20;
const CALLS_A_ROUND = 50;

/**
 * What one call of the real SDK costs against the local database, as a ratio to the smallest HTTP
 * request that the same server answers. The server is a process of its own and writes to a file.
 */
export async function run(): Promise<{ name: string; lines: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-local-cloud-'));
  const script = resolve(__dirname, '../test/support/database-process.ts');
  const server = fork(script, [join(folder, 'database.db')], { execArgv: ['--import', 'tsx'] });
  try {
    const [url] = (await once(server, 'message')) as [string];
    const db = databaseOf(await sdkPointedAt(url));
    const _ = db.command;
    const plain = db.collection('plain');
    await plain.add({ data: { _id: 'pool', left: 1_000_000, taken: 0 } });
    const [pingMs, rawMs, getMs, updateMs] = await mediansInTurns([
      () => post(url, { action: 'ping' }),
      () => post(url, rawConditionalUpdate()),
      () => plain.doc('pool').get(),
      () => {
        const data = { left: _.inc(-1), taken: _.inc(1) };
        return plain.where({ _id: 'pool', left: _.gt(0) }).update({ data });
      },
    ]);
    const ratio = (ms: number) => `${(ms / pingMs!).toFixed(1)}x`;
    return {
      name: 'Local cloud: one call at a time (a raw HTTP ping is 1x)',
      lines: [
        `conditional update, raw HTTP: ${ratio(rawMs!)}`,
        `doc.get through the SDK: ${ratio(getMs!)}`,
        `conditional update through the SDK: ${ratio(updateMs!)}`,
        `(the ping took ${pingMs!.toFixed(2)} ms)`,
      ],
    };
  } finally {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
}

function rawConditionalUpdate() {
  return {
    action: 'database.modifyDocument',
    collectionName: 'plain',
    query: '{"_id":"pool","left":{"$gt":{"$numberInt":"0"}}}',
    data: '{"$inc":{"left":{"$numberInt":"-1"},"taken":{"$numberInt":"1"}}}',
    multi: true,
    merge: true,
    upsert: false,
  };
}

/** Over Node's own agent, which keeps the connection. */
function post(url: string, body: object): Promise<void> {
  return new Promise((resolvePosted, reject) => {
    const headers = { 'content-type': 'application/json' };
    const req = request(url, { method: 'POST', headers }, (res) => {
      res.resume();
      res.on('end', resolvePosted);
    });
    req.on('error', reject);
    req.end(JSON.stringify(body));
  });
}

/** Medians in milliseconds; taking turns spreads the machine's other work over all kinds of call. */
async function mediansInTurns(kinds: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  const times: number[][] = kinds.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [i, call] of kinds.entries()) {
      for (let n = 0; n < CALLS_A_ROUND; n += 1) {
        const startedMs = performance.now();
        await call();
        if (round > 0) times[i]!.push(performance.now() - startedMs); // the first round warms up
      }
    }
  }
  return times.map((samples) => samples.sort((a, b) => a - b)[samples.length >> 1]!);
}

import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ConsoleState } from '../../local/console/state';
import { launchTrusting } from '../../local/world/launch';

/** The world of `npm start` in a process of its own, as a newcomer's machine would run it. */
export interface WorldProcess {
  readonly consoleUrl: string;
  phoneUrl(phoneId: string): string;
  /** What a button of the console page sends. */
  command(order: object): Promise<void>;
  state(): Promise<ConsoleState>;
  stop(): Promise<void>;
}

interface Ready {
  readonly consoleUrl: string;
  readonly simulatorUrl: string;
}

export async function startWorldProcess(): Promise<WorldProcess> {
  const dataFolder = join(mkdtempSync(join(tmpdir(), 'journey-')), 'world');
  const order = { dataFolder, port: 0, startedAtMs: Date.now() };
  const child = await launchTrusting(dataFolder, resolve('local/start-process.ts'), [
    JSON.stringify(order),
  ]);
  const ready = await firstMessage(child);
  return {
    consoleUrl: ready.consoleUrl,
    phoneUrl: (phoneId) => new URL(`/phone/${phoneId}/`, ready.simulatorUrl).href,
    command: async (sent) => {
      const url = new URL('/api/command', ready.consoleUrl);
      const response = await fetch(url, { method: 'POST', body: JSON.stringify(sent) });
      if (!response.ok) throw new Error(`the console refused: ${response.status}`);
    },
    state: () => readState(ready.consoleUrl),
    stop: async () => {
      const exited = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await exited;
      rmSync(join(dataFolder, '..'), { recursive: true, force: true });
    },
  };
}

function firstMessage(child: ChildProcess): Promise<Ready> {
  return new Promise((done, fail) => {
    child.once('message', (message) => done(message as Ready));
    child.once('exit', (code) => fail(new Error(`the world ended with code ${code}`)));
  });
}

/** The first event of the stream is the present state. */
async function readState(consoleUrl: string): Promise<ConsoleState> {
  const leave = new AbortController();
  const response = await fetch(new URL('/api/events', consoleUrl), { signal: leave.signal });
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString('utf8');
    if (text.includes('\n\n')) break;
  }
  leave.abort();
  return JSON.parse(text.slice('data: '.length, text.indexOf('\n\n'))) as ConsoleState;
}

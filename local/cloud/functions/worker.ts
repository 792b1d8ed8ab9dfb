/*
 * Runs inside a worker thread: one function, one event at a time. `instance.ts` transpiles this file
 * and starts it from memory, so it imports nothing but Node and types.
 */
import { format } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerStart } from './messages';

type Main = (event: unknown, context: unknown) => unknown;

const port = parentPort!;
const start = workerData as WorkerStart;
const say = (message: FromWorker) => port.postMessage(message);

shiftDate();
captureConsole();
const main = load();
if (main) {
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'event') void runEvent(main, message);
  });
  say({ kind: 'loaded' });
}

/**
 * `new Date()`, `Date()` and `Date.now()` follow the movable clock; instants given by the caller and
 * timers do not. A Proxy rather than a subclass: `Date()` without `new` must work, and every date
 * must stay an ordinary Date for code that compares prototypes or constructors.
 */
function shiftDate(): void {
  const RealDate = Date;
  let offsetMs = start.clockOffsetMs;
  const now = () => RealDate.now() + offsetMs;
  const Shifted = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
  RealDate.prototype.constructor = Shifted;
  globalThis.Date = Shifted;
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'clock') offsetMs = message.offsetMs;
  });
}

/** Every line goes to the log at once, so that it is there even if the thread is killed. */
function captureConsole(): void {
  for (const level of ['debug', 'log', 'info', 'warn', 'error'] as const) {
    console[level] = (...parts: unknown[]) =>
      say({
        kind: 'console',
        line: level === 'log' ? format(...parts) : `${level} ${format(...parts)}`,
      });
  }
  // The platform's log takes both streams as well; here they would end up in our own output.
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk: unknown) => {
      say({ kind: 'console', line: String(chunk).trimEnd() });
      return true;
    };
  }
}

function load(): Main | null {
  try {
    const exported = require(start.bundlePath) as { main?: unknown };
    if (typeof exported.main === 'function') return exported.main as Main;
    say({ kind: 'load-failed', message: 'Error: index.main is not a function' });
  } catch (error) {
    say({ kind: 'load-failed', message: describe(error) });
  }
  return null;
}

/**
 * The platform writes identity and trigger into the environment before each event; here they are
 * taken out again before the answer leaves, so the next event can never see them.
 */
async function runEvent(main: Main, message: ToWorker & { kind: 'event' }): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, message.environment);
  let outcome: FromWorker;
  try {
    const result = await main(JSON.parse(message.event), message.context);
    outcome = { kind: 'returned', result: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    outcome = { kind: 'threw', message: describe(error) };
  }
  for (const name of Object.keys(process.env)) {
    if (!(name in before)) delete process.env[name];
  }
  Object.assign(process.env, before);
  say(outcome);
}

function describe(error: unknown): string {
  if (error instanceof Error) return error.stack ?? `${error.name}: ${error.message}`;
  return format(error);
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { transformSync } from 'esbuild';
import type { MovableClock } from '../../clock';
import type { CloudFunction } from './catalogue';
import type { Environment } from './environment';
import type { FromWorker, ToWorker, WorkerStart } from './messages';

export type Outcome =
  | { readonly kind: 'returned'; readonly result: string }
  | { readonly kind: 'threw'; readonly message: string }
  | { readonly kind: 'timed-out' };

export interface InstanceEvent {
  /** JSON. */
  readonly event: string;
  readonly requestId: string;
  readonly environment: Environment;
  readonly onConsoleLine: (line: string) => void;
}

/** One running copy of a function. It takes one event at a time; the pool sees to that. */
export interface Instance {
  /** False once the thread has ended: after a timeout, a crash, or `end`. */
  readonly alive: boolean;
  run(event: InstanceEvent): Promise<Outcome>;
  end(): Promise<void>;
}

/** Loading has its own limit on the platform; the function's timeout counts from the event. */
const LOAD_TIMEOUT_MS = 65_000;

/** The bundle could not be loaded; the message is the function's own. */
export class LoadError extends Error {}

/** Starts a thread and loads the bundle in it. @throws LoadError */
export async function startInstance(
  fn: CloudFunction,
  environment: Environment,
  clock: MovableClock,
): Promise<Instance> {
  const clockOffsetMs = () => clock.now() - Date.now();
  const worker = new Worker(workerCode(), {
    eval: true,
    name: fn.name,
    env: { ...environment },
    resourceLimits: { maxOldGenerationSizeMb: fn.memoryMb },
    workerData: {
      bundlePath: fn.bundlePath,
      clockOffsetMs: clockOffsetMs(),
    } satisfies WorkerStart,
  });
  const tell = (message: ToWorker) => worker.postMessage(message);
  const stopFollowingClock = clock.onMove(() => tell({ kind: 'clock', offsetMs: clockOffsetMs() }));

  let alive = true;
  let crash = 'Error: the function ended its process';
  let settle: ((outcome: Outcome | { kind: 'loaded' }) => void) | null = null;
  // Lines written while loading belong to the first event.
  const early: string[] = [];
  let onConsoleLine: (line: string) => void = (line) => early.push(line);

  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'console') onConsoleLine(message.line);
    else if (message.kind === 'load-failed') settle?.({ kind: 'threw', message: message.message });
    else settle?.(message);
  });
  worker.on('error', (error) => {
    crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
  });
  worker.on('exit', () => {
    alive = false;
    stopFollowingClock();
    settle?.({ kind: 'threw', message: crash });
  });

  function next(timeoutMs: number): Promise<Outcome | { kind: 'loaded' }> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle?.({ kind: 'timed-out' }), timeoutMs);
      settle = (outcome) => {
        clearTimeout(timer);
        settle = null;
        resolve(outcome);
      };
    });
  }

  async function end(): Promise<void> {
    alive = false;
    await worker.terminate();
  }

  const loading = await next(LOAD_TIMEOUT_MS);
  if (loading.kind !== 'loaded') {
    await end();
    throw new LoadError(loading.kind === 'threw' ? loading.message : 'loading took too long');
  }

  return {
    get alive() {
      return alive;
    },
    async run(event) {
      for (const line of early.splice(0)) event.onConsoleLine(line);
      onConsoleLine = event.onConsoleLine;
      const ended = next(fn.timeoutMs);
      tell({ kind: 'clock', offsetMs: clockOffsetMs() }); // a frozen clock drifts from the real one
      tell({
        kind: 'event',
        event: event.event,
        environment: event.environment,
        context: eventContext(fn, event.requestId),
      });
      const outcome = await ended;
      if (outcome.kind === 'timed-out') await end();
      return outcome as Outcome;
    },
    end,
  };
}

/** The second argument of `main`, as far as it is documented. */
function eventContext(fn: CloudFunction, requestId: string): Record<string, unknown> {
  return {
    request_id: requestId,
    function_name: fn.name,
    function_version: '$LATEST',
    memory_limit_in_mb: fn.memoryMb,
    time_limit_in_ms: fn.timeoutMs,
  };
}

let transpiled: string | undefined;

/** The worker as JavaScript: a thread has no TypeScript loader, neither here nor under jest. */
function workerCode(): string {
  transpiled ??= transformSync(readFileSync(join(__dirname, 'worker.ts'), 'utf8'), {
    loader: 'ts',
    format: 'cjs',
    target: 'node20',
  }).code;
  return transpiled;
}

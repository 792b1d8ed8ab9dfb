import { randomUUID } from 'node:crypto';
import type { MovableClock } from '../../clock';
import { type CloudFunction, readCatalogue } from './catalogue';
import { type Environment, eventEnvironment, type Identity, type Origin } from './environment';
import {
  eventTooLarge,
  executionFailed,
  functionNotFound,
  MAX_EVENT_BYTES,
  MAX_RESULT_BYTES,
  type PlatformFailure,
  resultTooLarge,
  timedOut,
} from './failures';
import type { Outcome } from './instance';
import { invocationLogBook, maskOpenids, type WritableLogBook } from './invocation-log';
import { type FunctionPool, functionPool } from './pool';

export type Invoked =
  /** `result` is JSON. */
  | { readonly ok: true; readonly result: string }
  | { readonly ok: false; readonly failure: PlatformFailure };

export interface Runner {
  functions(): Iterable<CloudFunction>;
  /**
   * Runs one event. Errors, in order: no such function, event over 100 KB, the bundle cannot be
   * loaded, the function throws or ends its process, its time is up, its result is over 1 MB.
   */
  invoke(name: string, event: object, source: string, identity: Identity | null): Promise<Invoked>;
  /** Which function an SDK call comes from, by the token that the call carries. */
  callerOf(token: string): Caller | null;
  readonly log: WritableLogBook;
  /** Ends a busy instance of any function; answers the function's name, null when none is busy. */
  crashInstance(): Promise<string | null>;
  /** Reads bundles and configurations again; running events end on the old ones. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

export interface Caller {
  readonly fn: CloudFunction;
  readonly source: string;
}

export interface RunnerOptions {
  readonly functionsDir: string | null;
  readonly environment: Environment;
  readonly clock: MovableClock;
  readonly instancesPerFunction: number;
}

/** @throws Error when a bundle is missing or a configuration is not what the platform accepts. */
export function startRunner(options: RunnerOptions): Runner {
  const { clock } = options;
  const log = invocationLogBook();
  const callers = new Map<string, Caller>();
  let pools = openPools();
  const retired = new Set<FunctionPool>();

  function openPools(): Map<string, FunctionPool> {
    const functions = [...readCatalogue(options.functionsDir).values()];
    return new Map(
      functions.map((fn) => [
        fn.name,
        functionPool(fn, options.instancesPerFunction, options.environment, clock),
      ]),
    );
  }

  async function invoke(
    name: string,
    event: object,
    source: string,
    identity: Identity | null,
  ): Promise<Invoked> {
    const atMs = clock.now();
    const startedMs = performance.now();
    const consoleLines: string[] = [];
    const invoked = await dispatch(name, event, source, identity, consoleLines);
    const clean = (text: string) => maskOpenids(text, identity?.openid);
    log.add({
      atMs,
      function: name,
      ...actionOf(event),
      source,
      durationMs: Math.round(performance.now() - startedMs),
      ok: invoked.ok,
      ...(invoked.ok ? {} : { errMessage: clean(invoked.failure.message) }),
      consoleLines: consoleLines.map(clean),
    });
    return invoked;
  }

  async function dispatch(
    name: string,
    event: object,
    source: string,
    identity: Identity | null,
    consoleLines: string[],
  ): Promise<Invoked> {
    const pool = pools.get(name);
    if (!pool) return { ok: false, failure: functionNotFound(name) };
    const json = JSON.stringify(event);
    const bytes = Buffer.byteLength(json);
    if (bytes > MAX_EVENT_BYTES) return { ok: false, failure: eventTooLarge(bytes) };

    const origin: Origin = { source, identity, token: randomUUID() };
    callers.set(origin.token, { fn: pool.fn, source });
    const outcome = await pool.run({
      event: json,
      requestId: randomUUID(),
      environment: eventEnvironment(origin),
      onConsoleLine: (line) => consoleLines.push(line),
    });
    callers.delete(origin.token);
    return judge(outcome, pool.fn);
  }

  return {
    functions: () => [...pools.values()].map((pool) => pool.fn),
    invoke,
    callerOf: (token) => callers.get(token) ?? null,
    log,
    async crashInstance() {
      for (const pool of pools.values()) {
        if (await pool.crash()) return pool.fn.name;
      }
      return null;
    },
    async reload() {
      const replaced = [...pools.values()];
      pools = openPools();
      for (const pool of replaced) retired.add(pool);
      await Promise.all(replaced.map((pool) => pool.retire()));
    },
    async close() {
      await Promise.all([...pools.values(), ...retired].map((pool) => pool.kill()));
    },
  };
}

function judge(outcome: Outcome, fn: CloudFunction): Invoked {
  if (outcome.kind === 'timed-out') return { ok: false, failure: timedOut(fn.timeoutMs) };
  if (outcome.kind === 'threw') return { ok: false, failure: executionFailed(outcome.message) };
  const bytes = Buffer.byteLength(outcome.result);
  if (bytes > MAX_RESULT_BYTES) return { ok: false, failure: resultTooLarge(bytes) };
  return { ok: true, result: outcome.result };
}

function actionOf(event: object): { action?: string } {
  const { action } = event as { action?: unknown };
  return typeof action === 'string' ? { action } : {};
}

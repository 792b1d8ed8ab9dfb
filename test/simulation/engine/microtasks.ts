import { setFlagsFromString } from 'node:v8';

/**
 * Runs every promise job that waits, and those they make, before it returns. Only effective outside
 * of promise jobs. V8's own checkpoint, reached by its name for tests: a turn of the event loop does
 * the same in seven times the time, and a simulation does it for every event.
 */
export const runMicrotasks: () => void = checkpoint();

function checkpoint(): () => void {
  setFlagsFromString('--allow-natives-syntax');
  return new Function('%PerformMicrotaskCheckpoint()') as () => void;
}

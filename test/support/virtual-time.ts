import type { Clock, Sleep } from '../../server/ports/clock';

export interface VirtualTime {
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** Lets time pass, sleeper by sleeper, until the work is done. */
  run<T>(work: Promise<T>): Promise<T>;
  /** Moves the clock while nobody works. */
  advance(ms: number): void;
}

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** A clock that stands still while anybody can work, and then jumps to the next sleeper's hour. */
export function virtualTime(startMs: number): VirtualTime {
  let nowMs = startMs;
  const sleepers: Sleeper[] = [];

  function sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      const sleeper = { atMs: nowMs + Math.max(0, ms), wake };
      const later = sleepers.findIndex((other) => other.atMs > sleeper.atMs);
      sleepers.splice(later === -1 ? sleepers.length : later, 0, sleeper);
    });
  }

  return {
    clock: () => nowMs,
    sleep,
    async run(work) {
      let settled = false;
      const watch = () => {
        settled = true;
      };
      work.then(watch, watch);
      for (;;) {
        await everybodyWaits();
        if (settled) return work;
        const next = sleepers.shift();
        if (!next) throw new Error('everybody waits and nobody sleeps');
        nowMs = Math.max(nowMs, next.atMs);
        next.wake();
      }
    },
    advance(ms) {
      nowMs += ms;
    },
  };
}

/** Promise jobs all run before the next turn of the event loop. */
function everybodyWaits(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

import type { Clock } from '../../server/ports/clock';

export type MovedClock = Clock & { advance(ms: number): void; set(atMs: number): void };

/** A clock that stands still until a test moves it. */
export function fixedClock(startMs: number): MovedClock {
  let nowMs = startMs;
  return Object.assign(() => nowMs, {
    advance(ms: number) {
      nowMs += ms;
    },
    set(atMs: number) {
      nowMs = atMs;
    },
  });
}

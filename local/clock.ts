/** The local world's clock: real time plus an offset that people and tests may move. */
export interface MovableClock {
  /** Milliseconds since the epoch. */
  now(): number;
  readonly offsetMs: number;
  moveBy(ms: number): void;
  setOffset(ms: number): void;
  /** Called after every move; answers the function that ends the subscription. */
  onMove(listener: () => void): () => void;
}

/**
 * A clock that stands `offsetMs` away from `realNow`.
 *
 * @throws RangeError when an offset is not a whole number of milliseconds.
 */
export function movableClock(offsetMs = 0, realNow: () => number = Date.now): MovableClock {
  const listeners = new Set<() => void>();
  let currentOffsetMs = wholeMs(offsetMs);

  const setOffset = (ms: number) => {
    currentOffsetMs = wholeMs(ms);
    for (const listener of [...listeners]) listener();
  };

  return {
    now: () => realNow() + currentOffsetMs,
    get offsetMs() {
      return currentOffsetMs;
    },
    moveBy: (ms) => setOffset(currentOffsetMs + ms),
    setOffset,
    onMove(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function wholeMs(ms: number): number {
  if (!Number.isSafeInteger(ms)) throw new RangeError(`not whole milliseconds: ${ms}`);
  return ms;
}

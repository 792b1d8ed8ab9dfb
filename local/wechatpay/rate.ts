/** Counts events in a sliding window that ends now and includes now. */
export interface RateWindow {
  /** Room for one more at this instant? */
  hasRoom(atMs: number): boolean;
  add(atMs: number): void;
}

export function rateWindow(limit: number, windowMs: number): RateWindow {
  let timesMs: number[] = [];
  return {
    hasRoom(atMs) {
      // The second comparison forgets times of a clock that was set back.
      timesMs = timesMs.filter((t) => t > atMs - windowMs && t <= atMs);
      return timesMs.length < limit;
    },
    add(atMs) {
      timesMs.push(atMs);
    },
  };
}

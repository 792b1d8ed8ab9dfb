/** Counts events in a sliding window that ends now and includes now. */
export interface RateWindow {
  /** Room for one more at this instant? */
  hasRoom(atMs: number): boolean;
  add(atMs: number): void;
  /** Both: whether there was room, which is used then. */
  take(atMs: number): boolean;
}

export function rateWindow(limit: number, windowMs: number): RateWindow {
  let timesMs: number[] = [];
  const hasRoom = (atMs: number) => {
    // The second comparison forgets times of a clock that was set back.
    timesMs = timesMs.filter((t) => t > atMs - windowMs && t <= atMs);
    return timesMs.length < limit;
  };
  const add = (atMs: number) => void timesMs.push(atMs);
  return {
    hasRoom,
    add,
    take(atMs) {
      const room = hasRoom(atMs);
      if (room) add(atMs);
      return room;
    },
  };
}

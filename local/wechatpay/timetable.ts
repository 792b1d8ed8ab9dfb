/** Does what time brings to the items of a store, every step at the instant it was due. */
export interface Timetable<Item> {
  /** To be told of every item that is new or has changed. */
  notice(item: Item): void;
  /** Whether anything may have been done. */
  catchUp(atMs: number): boolean;
}

/**
 * `dueAtMs` tells when time moves an item, or null for never; `step` does it, which must put a
 * changed item under the same key.
 */
export function createTimetable<Item>(
  items: ReadonlyMap<string, Item>,
  dueAtMs: (item: Item) => number | null,
  step: (item: Item) => void,
): Timetable<Item> {
  let soonestMs = Number.POSITIVE_INFINITY;

  const notice = (item: Item) => {
    soonestMs = Math.min(soonestMs, dueAtMs(item) ?? Number.POSITIVE_INFINITY);
  };
  const stepWhileDue = (key: string, atMs: number) => {
    for (let item = items.get(key); item !== undefined; item = items.get(key)) {
      const dueMs = dueAtMs(item);
      if (dueMs === null || dueMs > atMs) return notice(item);
      step(item);
    }
  };
  return {
    notice,
    catchUp(atMs) {
      if (atMs < soonestMs) return false;
      soonestMs = Number.POSITIVE_INFINITY;
      for (const key of [...items.keys()]) stepWhileDue(key, atMs);
      return true;
    },
  };
}

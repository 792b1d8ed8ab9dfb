import { runMicrotasks } from './microtasks';

/**
 * Virtual time. Nothing waits: the earliest thing that was asked for happens next, and everything it
 * sets in motion settles before the one after it. Ties are broken by the order of asking.
 */
export interface VirtualTime {
  nowMs(): number;
  /** Resolves at now + ms. */
  sleep(ms: number): Promise<void>;
  /** Calls at that instant, or at once when it has passed. */
  at(atMs: number, happen: () => void): void;
  /** Runs until it is over, or until nothing is asked for any more. */
  runUntil(isOver: () => boolean): Promise<void>;
  /** Things that happened so far. */
  events(): number;
}

interface Waiting {
  readonly atMs: number;
  readonly order: number;
  readonly happen: () => void;
}

export function virtualTime(startMs: number): VirtualTime {
  let nowMs = startMs;
  let order = 0;
  let events = 0;
  const heap: Waiting[] = [];

  function at(atMs: number, happen: () => void): void {
    order += 1;
    push(heap, { atMs: Math.max(nowMs, Math.round(atMs)), order, happen });
  }

  return {
    nowMs: () => nowMs,
    events: () => events,
    at,
    sleep: (ms) => new Promise((wake) => at(nowMs + ms, wake)),
    runUntil: (isOver) =>
      new Promise((resolve, reject) => {
        // A turn of its own, because promise jobs are only run from outside of them.
        setImmediate(() => {
          try {
            run(isOver);
            resolve();
          } catch (error) {
            reject(error);
          }
        });
      }),
  };

  function run(isOver: () => boolean): void {
    runMicrotasks();
    while (heap.length > 0 && !isOver()) {
      const next = pop(heap);
      nowMs = next.atMs;
      events += 1;
      next.happen();
      runMicrotasks();
    }
  }
}

function before(a: Waiting, b: Waiting): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

function push(heap: Waiting[], entry: Waiting): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(entry, heap[parent]!)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = entry;
}

function pop(heap: Waiting[]): Waiting {
  const first = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1;
    if (!before(heap[child]!, last)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return first;
}

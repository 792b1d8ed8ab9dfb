/**
 * Virtual time. Nothing waits: the earliest thing that was asked for happens next, and everything it
 * sets in motion settles before the one after it. Ties are broken by the order of asking.
 */
export interface VirtualTime {
  nowMs(): number;
  /** Resolves at now + ms. */
  sleep(ms: number): Promise<void>;
  /** Runs until nothing is asked for any more, or until the instant. */
  runUntil(untilMs: number): Promise<void>;
  /** Things that happened so far. */
  steps(): number;
}

interface Waiting {
  readonly atMs: number;
  readonly order: number;
  readonly wake: () => void;
}

export function virtualTime(startMs: number): VirtualTime {
  let nowMs = startMs;
  let order = 0;
  let steps = 0;
  const heap: Waiting[] = [];

  return {
    nowMs: () => nowMs,
    steps: () => steps,
    sleep: (ms) =>
      new Promise((wake) => {
        order += 1;
        push(heap, { atMs: nowMs + Math.max(0, Math.round(ms)), order, wake });
      }),
    runUntil: async (untilMs) => {
      await settle();
      while (heap.length > 0 && (heap[0] as Waiting).atMs <= untilMs) {
        const next = pop(heap);
        nowMs = next.atMs;
        steps += 1;
        next.wake();
        await settle();
      }
      nowMs = Math.max(nowMs, untilMs);
    },
  };
}

/** Until no promise has anything left to run. */
function settle(): Promise<void> {
  return new Promise((done) => {
    setImmediate(done);
  });
}

function before(a: Waiting, b: Waiting): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

function push(heap: Waiting[], entry: Waiting): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(entry, heap[parent] as Waiting)) break;
    heap[at] = heap[parent] as Waiting;
    at = parent;
  }
  heap[at] = entry;
}

function pop(heap: Waiting[]): Waiting {
  const first = heap[0] as Waiting;
  const last = heap.pop() as Waiting;
  if (heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1] as Waiting, heap[child] as Waiting)) {
      child += 1;
    }
    if (!before(heap[child] as Waiting, last)) break;
    heap[at] = heap[child] as Waiting;
    at = child;
  }
  heap[at] = last;
  return first;
}

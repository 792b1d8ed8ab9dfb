import type { Documents } from '../../server/ports/documents';

type Operation = keyof Documents;
type Call = (...args: unknown[]) => Promise<unknown>;

/** Runs before or instead of an operation; `run` performs it. */
type Around = (
  operation: Operation,
  args: readonly unknown[],
  run: () => Promise<unknown>,
) => Promise<unknown>;

function around(documents: Documents, wrap: Around): Documents {
  const wrapped = Object.entries(documents).map(([name, operation]) => [
    name,
    (...args: unknown[]) =>
      wrap(name as Operation, args, () => (operation as unknown as Call)(...args)),
  ]);
  return Object.fromEntries(wrapped) as Documents;
}

export interface Counted {
  readonly documents: Documents;
  /** 'update participations', 'insert claims' … since the last reset. */
  readonly requests: readonly string[];
  reset(): void;
}

/** Writes down every request to the database. */
export function countingDocuments(documents: Documents): Counted {
  const requests: string[] = [];
  return {
    documents: around(documents, (operation, [collection], run) => {
      requests.push(`${operation} ${String(collection)}`);
      return run();
    }),
    requests,
    reset: () => void requests.splice(0),
  };
}

export class Crash extends Error {}

/**
 * Dies at one request: before it happens, or after it happened and before anybody hears of it. From
 * then on every request of this process dies too, as those of a killed process do.
 */
export function crashingDocuments(
  documents: Documents,
  atRequest: number,
  moment: 'before' | 'after',
): Documents {
  let requests = 0;
  let dead = false;
  return around(documents, async (_operation, _args, run) => {
    requests += 1;
    if (dead) throw new Crash('the process is gone');
    dead = requests === atRequest;
    if (dead && moment === 'before') throw new Crash(`before request ${atRequest}`);
    const result = await run();
    if (dead) throw new Crash(`after request ${atRequest}`);
    return result;
  });
}

/** Lets waiting requests happen one at a time, the next one drawn by `randomInt`. */
export function shuffledDocuments(
  documents: Documents,
  randomInt: (exclusiveMax: number) => number,
): Documents {
  const waiting: (() => void)[] = [];
  function next(): void {
    waiting.splice(randomInt(waiting.length), 1)[0]?.();
    if (waiting.length > 0) setImmediate(next);
  }
  return around(documents, async (_operation, _args, run) => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(next);
    });
    return run();
  });
}

/** Calls `look` after every request that may have changed something. */
export function inspectedDocuments(documents: Documents, look: () => Promise<void>): Documents {
  return around(documents, async (operation, _args, run) => {
    const result = await run();
    if (['insert', 'update', 'remove'].includes(operation)) await look();
    return result;
  });
}

export interface Paused {
  readonly documents: Documents;
  /** Resolves when the request is about to be made, or `finished` did. */
  reached(finished: Promise<unknown>): Promise<unknown>;
  resume(): void;
}

/** Holds one request back until it is told to go on. */
export function pausedDocuments(documents: Documents, atRequest: number): Paused {
  let requests = 0;
  let arrive = () => {};
  let resume = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const released = new Promise<void>((resolve) => {
    resume = resolve;
  });
  return {
    documents: around(documents, async (_operation, _args, run) => {
      requests += 1;
      if (requests === atRequest) {
        arrive();
        await released;
      }
      return run();
    }),
    reached: (finished) => Promise.race([arrived, finished]),
    resume,
  };
}

export interface InvocationLog {
  /** By the movable clock. */
  readonly atMs: number;
  readonly function: string;
  /** The event's own field of this name: what a function that does several things was asked for. */
  readonly action?: string;
  /** `wx_client`, `wx_trigger`, or a chain such as `wx_client,scf`. */
  readonly source: string;
  readonly durationMs: number;
  readonly ok: boolean;
  readonly errMessage?: string;
  readonly consoleLines: readonly string[];
}

export interface InvocationLogBook {
  /** The newest 500, oldest first. */
  entries(): readonly InvocationLog[];
  subscribe(listener: (entry: InvocationLog) => void): () => void;
}

export interface WritableLogBook extends InvocationLogBook {
  add(entry: InvocationLog): void;
}

const KEPT = 500;

export function invocationLogBook(): WritableLogBook {
  const kept: InvocationLog[] = [];
  const listeners = new Set<(entry: InvocationLog) => void>();
  return {
    entries: () => [...kept],
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    add(entry) {
      kept.push(entry);
      if (kept.length > KEPT) kept.shift();
      for (const listener of [...listeners]) listener(entry);
    },
  };
}

/** Real openids are an `o` and 27 more characters; the caller's own may look different in tests. */
const OPENID = /\bo[\w-]{27}(?![\w-])/g;

/** Log lines name nobody: openids keep their first four characters. */
export function maskOpenids(text: string, callerOpenid: string | undefined): string {
  const mask = (openid: string) => `${openid.slice(0, 4)}***`;
  const known = callerOpenid ? text.replaceAll(callerOpenid, mask(callerOpenid)) : text;
  return known.replace(OPENID, mask);
}

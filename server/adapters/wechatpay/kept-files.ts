import type { Clock } from '../../ports/clock';

/** Whoever sends us what does not fit our files makes us read them no more often than this. */
const READ_AGAIN_AFTER_MS = 60_000;

/** What was read from files, for the instance's life: an instance that is always busy never ends. */
export interface KeptFiles<T> {
  /** Null: it has to be read. */
  readonly value: () => T | null;
  readonly keep: (value: T) => void;
  readonly drop: () => void;
  /** The other side says that it does not fit: the files may be others by now. */
  readonly doubt: () => void;
}

export function keptFiles<T>(clock: Clock): KeptFiles<T> {
  let kept: { readonly value: T; readonly readAtMs: number } | null = null;
  return {
    value: () => kept?.value ?? null,
    keep(value) {
      kept = { value, readAtMs: clock() };
    },
    drop() {
      kept = null;
    },
    doubt() {
      if (kept && clock() - kept.readAtMs >= READ_AGAIN_AFTER_MS) kept = null;
    },
  };
}

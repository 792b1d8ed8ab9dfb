import type { Phase } from './phases';

/** How long phases take, learnt while running, so that kills spread over the whole of a phase. */
export interface PhaseTimes {
  /** Milliseconds; the shortest that was seen, so that a kill rarely comes too late. */
  of(phase: Phase): number;
  /** Takes in when the phases of a run that began from nothing began, in their order. */
  learn(begunAtMs: ReadonlyMap<Phase, number>): void;
}

const FIRST_GUESS_MS: Readonly<Record<Phase, number>> = {
  publishing: 300,
  playing: 2_000,
  paying: 4_000,
  checking: 500,
  counting: 50,
};

export function phaseTimes(): PhaseTimes {
  const shortestMs = new Map<Phase, number>();
  const of = (phase: Phase) => shortestMs.get(phase) ?? FIRST_GUESS_MS[phase];
  return {
    of,
    learn(begunAtMs) {
      const begun = [...begunAtMs];
      for (const [i, [phase, atMs]] of begun.entries()) {
        const next = begun[i + 1];
        if (!next) return;
        const known = shortestMs.get(phase) ?? Number.POSITIVE_INFINITY;
        shortestMs.set(phase, Math.min(known, next[1] - atMs));
      }
    },
  };
}

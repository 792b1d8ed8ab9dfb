/** What the demo is doing, read from the lines in which it tells its progress. */
export type Phase = 'publishing' | 'playing' | 'paying' | 'checking' | 'counting';

/** The phases in which a run is killed, in the order in which they come. */
export const KILLED_PHASES = ['publishing', 'playing', 'paying', 'checking'] as const;
export type KilledPhase = (typeof KILLED_PHASES)[number];

/**
 * How many steps an undisturbed phase has at least. A step is one call of a function or of the
 * provider, so it means the same on every machine, which a time would not.
 */
export function stepsOf(phase: KilledPhase, players: number, packets: number): number {
  const paid = Math.min(players, packets);
  return { publishing: 2, playing: players * 2, paying: paid, checking: paid }[phase];
}

const BEGINNINGS: readonly (readonly [line: RegExp, phase: Phase])[] = [
  [/^publishing /, 'publishing'],
  [/^published /, 'playing'],
  [/^\d+ packets won$/, 'paying'],
  [/^0 payouts to go$/, 'checking'],
  [/^0 packets neither taken nor back$/, 'counting'],
];

/** The phase that begins with a line; null when the line begins none. */
export function phaseBegunBy(line: string): Phase | null {
  return BEGINNINGS.find(([beginning]) => beginning.test(line))?.[1] ?? null;
}

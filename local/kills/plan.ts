import { seededFraction } from '../players/seeded-fraction';
import { KILLED_PHASES, type Phase } from './phases';

/** One death: of the whole process by SIGKILL, or of the one function that is at work. */
export interface Kill {
  readonly victim: 'process' | 'function';
  readonly phase: Phase;
  /** How far into the phase, as a share of the time that it takes undisturbed. */
  readonly share: number;
}

const SECOND_KILL_CHANCE = 0.5;

/**
 * The kills of every run, in the order in which they strike. Every run has a SIGKILL, and the runs
 * take the phases in turn; some have a second one, every second run loses a function as well.
 */
export function planKills(runs: number, seed: number): readonly (readonly Kill[])[] {
  const random = seededFraction(`kills-${seed}`);
  const anyPhase = () => KILLED_PHASES[Math.floor(random() * KILLED_PHASES.length)]!;
  return Array.from({ length: runs }, (_, run) => {
    const phase = KILLED_PHASES[(run + seed) % KILLED_PHASES.length]!;
    const kills: Kill[] = [{ victim: 'process', phase, share: random() }];
    if (random() < SECOND_KILL_CHANCE) {
      kills.push({ victim: 'process', phase: anyPhase(), share: random() });
    }
    if (run % 2 === 0) kills.push({ victim: 'function', phase: anyPhase(), share: random() });
    return kills.sort((a, b) => place(a) - place(b));
  });
}

function place({ phase, share }: Kill): number {
  return KILLED_PHASES.findIndex((killed) => killed === phase) + share;
}

import { seededFraction } from '../players/seeded-fraction';
import { KILLED_PHASES, type KilledPhase } from './phases';

/** One death: of the whole process by SIGKILL, or of the one function that is at work. */
export interface Kill {
  readonly victim: 'process' | 'function';
  readonly phase: KilledPhase;
  /** How far into the phase, as a share of its steps. */
  readonly share: number;
  /** So long after that step: the middle of anything. */
  readonly lateMs: number;
}

const SECOND_KILL_CHANCE = 0.5;
/** A kill behind the last steps might come after the end. */
const SHARE_MOST = 0.9;
const LATE_MOST_MS = 100;

/**
 * The kills of every run, in the order in which they strike. Every run has a SIGKILL, and the runs
 * take the phases in turn; some have a second one, every second run loses a function as well.
 */
export function planKills(runs: number, seed: number): readonly (readonly Kill[])[] {
  const random = seededFraction(`kills-${seed}`);
  const anyPhase = () => KILLED_PHASES[Math.floor(random() * KILLED_PHASES.length)]!;
  const kill = (victim: Kill['victim'], phase: KilledPhase): Kill => ({
    victim,
    phase,
    share: random() * SHARE_MOST,
    lateMs: random() * LATE_MOST_MS,
  });
  return Array.from({ length: runs }, (_, run) => {
    const kills = [kill('process', KILLED_PHASES[(run + seed) % KILLED_PHASES.length]!)];
    if (random() < SECOND_KILL_CHANCE) kills.push(kill('process', anyPhase()));
    if (run % 2 === 0) kills.push(kill('function', anyPhase()));
    return kills.sort((a, b) => place(a) - place(b));
  });
}

function place({ phase, share }: Kill): number {
  return KILLED_PHASES.indexOf(phase) + share;
}

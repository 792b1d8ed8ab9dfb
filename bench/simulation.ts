import { bundleWorld } from '../test/simulation/bundle';
import { runSeeds } from '../test/simulation/thread';

const SEEDS = 200;
const HOURS = 48;
const GOAL_HOURS = 1_000_000;

/** How fast simulated time passes on one core, all invariants checked after every write. */
export async function run(): Promise<{ name: string; lines: string[] }> {
  const bundle = await bundleWorld();
  try {
    const seeds = Array.from({ length: SEEDS }, (_, i) => i + 1);
    let hours = 0;
    let steps = 0;
    const startedMs = performance.now();
    await runSeeds(bundle, { seeds, hours: HOURS }, (outcome) => {
      if (outcome.violation) throw new Error(outcome.violation.message);
      hours += outcome.hours;
      steps += outcome.steps;
    });
    const seconds = (performance.now() - startedMs) / 1000;
    const perSecond = hours / seconds;
    return {
      name: 'simulation of the money core, one core',
      lines: [
        `${Math.round(perSecond)} simulated hours a second (${SEEDS} worlds, ${Math.round(hours)} hours)`,
        `${Math.round(steps / seconds)} steps a second`,
        `${GOAL_HOURS.toLocaleString('en')} hours take ${Math.round(GOAL_HOURS / perSecond / 60)} minutes`,
      ],
    };
  } finally {
    bundle.remove();
  }
}

import { type Bundle, bundleWorld } from './bundle';
import { FAULTS } from './faults';
import { drawPlan } from './plan';
import type { Outcome } from './run';
import { runSeeds } from './thread';

/** About a minute on one core; `npm run simulate` runs as many as one likes. */
const SEEDS = 500;
const HOURS = 48;
/** For a busy machine. */
const TIMEOUT_MS = 10 * 60_000;
const TOLD_EVERY = 100;

jest.setTimeout(TIMEOUT_MS);

let bundle: Bundle;
beforeAll(async () => {
  bundle = await bundleWorld();
});
afterAll(() => bundle.remove());

async function run(seeds: readonly number[], hours: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  await runSeeds(bundle, { seeds, hours }, (outcome) => {
    outcomes.push(outcome);
    if (outcomes.length % TOLD_EVERY === 0) tellProgress(outcomes, seeds.length);
  });
  return outcomes;
}

function tellProgress(outcomes: readonly Outcome[], of: number): void {
  const hours = outcomes.reduce((sum, outcome) => sum + outcome.hours, 0);
  process.stderr.write(
    `simulation: ${outcomes.length} of ${of} seeds, ${Math.round(hours)} simulated hours\n`,
  );
}

const seedsFrom = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => from + i);

/** What somebody needs to see it again. */
function reportOf({ seed, violation, tail }: Outcome): string {
  const again = `npm run simulate -- --from ${seed} --seeds 1 --hours ${HOURS}`;
  return [...tail.slice(-60), `seed ${seed}: ${violation?.message}`, again].join('\n');
}

describe('the money core under faults', () => {
  it('breaks no rule in any of the worlds, and every claim comes to an end', async () => {
    const outcomes = await run(seedsFrom(1, SEEDS), HOURS);
    const broken = outcomes.filter((outcome) => outcome.violation);
    expect(broken.map(reportOf)).toEqual([]);
    expect(outcomes).toHaveLength(SEEDS);
    expect(outcomes.reduce((sum, { claims }) => sum + claims, 0)).toBeGreaterThan(SEEDS);
  });

  it('replays a seed byte for byte', async () => {
    const seeds = seedsFrom(1, 15);
    const fingerprints = (outcomes: Outcome[]) => outcomes.map(({ fingerprint }) => fingerprint);
    const first = fingerprints(await run(seeds, HOURS));
    // In another order, so that nothing may be carried over from one world to the next.
    const second = fingerprints(await run([...seeds].reverse(), HOURS));
    expect(second.reverse()).toEqual(first);
    expect(new Set(first).size).toBe(seeds.length);
  });

  it('draws every kind of fault within these seeds', () => {
    const drawn = new Set(
      seedsFrom(1, SEEDS).flatMap((seed) => [...drawPlan(seed, HOURS).faults.keys()]),
    );
    expect(FAULTS.filter((kind) => !drawn.has(kind))).toEqual([]);
  });
});

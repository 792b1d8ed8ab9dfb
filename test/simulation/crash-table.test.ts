import { PAYOUT_CHANNELS, type PayoutChannel } from '../../miniprogram/shared/channels';
import { type Bundle, bundleWorld } from './bundle';
import { seeded } from './engine/seeded';
import type { Deaths } from './one-claim';
import type { Outcome } from './run';
import { runSeeds } from './thread';

/** All pairs would be tens of thousands; these are drawn from a fixed seed. */
const PAIRS = 250;
const TIMEOUT_MS = 5 * 60_000;
const MOMENTS = ['before', 'after'] as const;

let bundle: Bundle;

beforeAll(async () => {
  bundle = await bundleWorld();
});
afterAll(() => bundle.remove());

jest.setTimeout(TIMEOUT_MS);

async function lives(channel: PayoutChannel, deaths: readonly Deaths[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const order = { seeds: [], hours: 0, channel, deaths };
  await runSeeds(bundle, order, (outcome) => outcomes.push(outcome));
  return outcomes;
}

/** From a player's first tap to the packet being opened, and everything after it. */
describe.each(PAYOUT_CHANNELS)("one claim's life by %s, killed at any of its steps", (channel) => {
  let lifeSteps = 0;

  it('has the steps of a round, a claim, a send and its checks', async () => {
    const [undisturbed] = await lives(channel, [[]]);
    lifeSteps = undisturbed!.lifeSteps;
    expect(lifeSteps).toBeGreaterThan(25);
    expect(undisturbed).toMatchObject({ claims: 1, paidFen: 188, violation: null });
  });

  it('once before and once after each step: one packet, paid once', async () => {
    const deaths = Array.from({ length: lifeSteps }, (_, i) => i + 1).flatMap((no) =>
      MOMENTS.map((moment): Deaths => [[no, moment]]),
    );
    const outcomes = await lives(channel, deaths);
    expect(firstViolation(outcomes, deaths)).toBeNull();
    expect(outcomes).toHaveLength(deaths.length);
    expect(new Set(outcomes.map(({ claims, paidFen }) => `${claims} ${paidFen}`))).toEqual(
      new Set(['1 188']),
    );
  });

  it('at pairs of steps: one packet, paid once', async () => {
    const random = seeded('pairs of deaths');
    const deaths = Array.from({ length: PAIRS }, (): Deaths => {
      const first = random.between(1, lifeSteps);
      const second = first + random.between(1, lifeSteps);
      return [
        [first, random.pick(MOMENTS)],
        [second, random.pick(MOMENTS)],
      ];
    });
    const outcomes = await lives(channel, deaths);
    expect(firstViolation(outcomes, deaths)).toBeNull();
    expect(outcomes).toHaveLength(PAIRS);
    expect(outcomes.every(({ claims, paidFen }) => claims === 1 && paidFen === 188)).toBe(true);
  });
});

function firstViolation(outcomes: readonly Outcome[], deaths: readonly Deaths[]): string | null {
  const at = outcomes.findIndex(({ violation }) => violation);
  if (at < 0) return null;
  const { violation, tail } = outcomes[at]!;
  return [...tail.slice(-60), JSON.stringify(deaths[at]), violation!.message].join('\n');
}

import { bundleWorld } from './bundle';
import type { PlantedBug } from './planted/bug';
import { CAMPAIGN_BUGS } from './planted/campaign-bugs';
import { CHANNEL_BUGS } from './planted/channel-bugs';
import { FUNDING_BUGS } from './planted/funding-bugs';
import { PAYOUT_BUGS } from './planted/payout-bugs';
import type { Outcome } from './run';
import { runSeeds } from './thread';

const BUGS = [...PAYOUT_BUGS, ...CHANNEL_BUGS, ...FUNDING_BUGS, ...CAMPAIGN_BUGS];
const HOURS = 48;
/** For a busy machine. */
const TIMEOUT_MS = 5 * 60_000;

/** The first world in which the bug breaks a rule; null when none of its seeds does. */
async function hunt({ changes, fromSeed = 1, withinSeeds }: PlantedBug): Promise<Outcome | null> {
  const bundle = await bundleWorld(changes);
  const seeds = Array.from({ length: withinSeeds }, (_, i) => fromSeed + i);
  let last: Outcome | null = null;
  try {
    await runSeeds(bundle, { seeds, hours: HOURS }, (outcome) => {
      last = outcome.violation ? outcome : null;
    });
  } finally {
    bundle.remove();
  }
  return last;
}

describe('a planted bug is found by the simulation', () => {
  it.each(BUGS)(
    '$name',
    async (bug) => {
      const found = await hunt(bug);
      process.stderr.write(
        `planted: ${bug.name}: seed ${found?.seed ?? 'none'}, ${found?.violation?.message ?? ''}\n`,
      );
      expect(bug.rules).toContain(found?.violation?.rule);
    },
    TIMEOUT_MS,
  );

  it('has at least the bugs that a release must be safe from', () => {
    const names = BUGS.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(60);
    expect(new Set(names).size).toBe(names.length);
  });

  it('refuses a change whose text the code no longer holds', async () => {
    const gone = { file: 'server/domain/shards.ts', find: 'not in this file', replace: '' };
    await expect(bundleWorld([gone])).rejects.toThrow('not in this file');
  });
});

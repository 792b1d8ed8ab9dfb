import { phaseTimes } from '../../../local/kills/phase-times';
import { KILLED_PHASES, phaseBegunBy } from '../../../local/kills/phases';
import { planKills } from '../../../local/kills/plan';

describe('the plan of kills', () => {
  const plans = planKills(20, 7);

  it('kills the whole process at least once in every run, and takes the phases in turn', () => {
    for (const kills of plans) expect(kills.map(({ victim }) => victim)).toContain('process');
    for (const phase of KILLED_PHASES) {
      expect(plans.flat().filter((kill) => kill.phase === phase).length).toBeGreaterThanOrEqual(5);
    }
  });

  it('ends single functions as well', () => {
    expect(plans.flat().filter(({ victim }) => victim === 'function')).toHaveLength(10);
  });

  it('lists the kills of a run in the order in which they can strike', () => {
    for (const kills of plans) {
      const places = kills.map(({ phase, share }) => KILLED_PHASES.indexOf(phase as never) + share);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });

  it('follows from the seed', () => {
    expect(planKills(20, 7)).toEqual(plans);
    expect(planKills(20, 8)).not.toEqual(plans);
  });
});

describe('the phases of the demo', () => {
  it('begin with its lines', () => {
    const lines = ['publishing 新春', 'published c1', '100 packets won', '0 payouts to go'];
    expect(lines.map(phaseBegunBy)).toEqual(KILLED_PHASES);
    expect(['200 of 200 players play', '10 payouts to go'].map(phaseBegunBy)).toEqual([null, null]);
  });

  it('last as long as the shortest that was seen to its end', () => {
    const times = phaseTimes();
    const runFor = (playingMs: number) =>
      new Map([
        ['playing', 100] as const,
        ['paying', 100 + playingMs] as const, // killed here: its length says nothing
      ]);
    const guessMs = times.of('paying');
    times.learn(runFor(900));
    times.learn(runFor(700));
    times.learn(runFor(800));
    expect(times.of('playing')).toBe(700);
    expect(times.of('paying')).toBe(guessMs);
  });
});

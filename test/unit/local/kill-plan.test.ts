import { KILLED_PHASES, phaseBegunBy, stepsOf } from '../../../local/kills/phases';
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
      const places = kills.map(({ phase, share }) => KILLED_PHASES.indexOf(phase) + share);
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

  it('have as many steps as there is to do', () => {
    const steps = (players: number) => KILLED_PHASES.map((phase) => stepsOf(phase, players, 100));
    expect(steps(200)).toEqual([2, 400, 100, 100]);
    expect(steps(30)).toEqual([2, 60, 30, 30]);
  });
});

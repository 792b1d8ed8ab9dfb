import fc from 'fast-check';
import type { SplitChoice } from '../../miniprogram/shared/campaign';
import { CHANNEL_RULES } from '../../miniprogram/shared/channels';
import { checkSplit, equalSplit } from '../../miniprogram/shared/feasibility';
import { seededRandom } from '../../miniprogram/shared/seeded-random';
import { splitPackets } from '../../miniprogram/shared/split';

const POSSIBLE: SplitChoice = {
  kind: 'random',
  totalFen: 100_000,
  packetCount: 100,
  minFen: 100,
  maxFen: 5_000,
};

function check(changes: Partial<SplitChoice>) {
  return checkSplit({ ...POSSIBLE, ...changes }, CHANNEL_RULES.sendredpack);
}

describe('checkSplit, random', () => {
  it('accepts what can be split', () => {
    expect(check({})).toBeNull();
  });

  it('accepts the smallest and the largest total of its bounds', () => {
    expect(check({ totalFen: 100 * 100 })).toBeNull();
    expect(check({ totalFen: 100 * 5_000 })).toBeNull();
  });

  it('accepts the ends of the channel', () => {
    expect(check({ totalFen: 100, packetCount: 1, minFen: 100, maxFen: 100 })).toBeNull();
    expect(check({ totalFen: 20_000, packetCount: 1, minFen: 20_000, maxFen: 20_000 })).toBeNull();
  });

  it('says the smallest total these packets need, or how many the total is enough for', () => {
    const refused = check({ totalFen: 9_999 });
    expect(refused).toEqual({
      code: 'TOTAL_TOO_SMALL',
      facts: { field: 'totalFen', leastFen: 10_000, packetCountMost: 99 },
    });
    expect(check({ totalFen: 10_000 })).toBeNull();
    expect(check({ totalFen: 9_999, packetCount: 99 })).toBeNull();
  });

  it('says the largest total these packets can hold, or how many would hold it', () => {
    const refused = check({ totalFen: 500_001 });
    expect(refused).toEqual({
      code: 'TOTAL_TOO_LARGE',
      facts: { field: 'totalFen', mostFen: 500_000, packetCountLeast: 101 },
    });
    expect(check({ totalFen: 500_000 })).toBeNull();
    expect(check({ totalFen: 500_001, packetCount: 101 })).toBeNull();
  });

  it('keeps packets within what the channel pays', () => {
    expect(check({ minFen: 99 })).toEqual({
      code: 'MIN_BELOW_CHANNEL',
      facts: { field: 'minFen', leastFen: 100 },
    });
    expect(check({ maxFen: 20_001 })).toEqual({
      code: 'MAX_ABOVE_CHANNEL',
      facts: { field: 'maxFen', mostFen: 20_000 },
    });
  });

  it('refuses a minimum above the maximum', () => {
    expect(check({ minFen: 600, maxFen: 599 })).toEqual({
      code: 'MIN_ABOVE_MAX',
      facts: { field: 'minFen', mostFen: 599 },
    });
  });

  it.each([-1, 0, 100_001])('refuses %p packets and says how many there may be', (packetCount) => {
    expect(check({ packetCount })).toEqual({
      code: 'COUNT_RANGE',
      facts: { field: 'packetCount', least: 1, most: 100_000 },
    });
  });

  it('treats zero and less as too little, not as nonsense', () => {
    expect(check({ totalFen: 0 })).toMatchObject({
      code: 'TOTAL_TOO_SMALL',
      facts: { leastFen: 10_000, packetCountMost: 0 },
    });
    expect(check({ totalFen: -1 })?.facts).toMatchObject({ packetCountMost: 0 });
    expect(check({ minFen: 0 })?.code).toBe('MIN_BELOW_CHANNEL');
    expect(check({ maxFen: 0 })?.code).toBe('MIN_ABOVE_MAX');
  });

  it('names the first of several faults', () => {
    expect(check({ packetCount: 100_001, minFen: 1 })?.code).toBe('COUNT_RANGE');
    expect(check({ minFen: 1, maxFen: 30_000 })?.code).toBe('MIN_BELOW_CHANNEL');
    expect(check({ minFen: 6_000, maxFen: 5_000, totalFen: 1 })?.code).toBe('MIN_ABOVE_MAX');
  });
});

describe.each(['totalFen', 'packetCount', 'minFen', 'maxFen'] as const)(
  'checkSplit, %s',
  (field) => {
    it.each([Number.NaN, Number.POSITIVE_INFINITY, 150.5, 2 ** 53])('refuses %p', (value) => {
      expect(check({ [field]: value })).toMatchObject({ code: 'INVALID', facts: { field } });
    });
  },
);

describe('checkSplit, equal', () => {
  const checkEqual = (totalFen: number, packetCount: number) =>
    checkSplit(equalSplit(totalFen, packetCount), CHANNEL_RULES.sendredpack);

  it('accepts shares without remainder', () => {
    expect(checkEqual(100_000, 100)).toBeNull();
  });

  it('says the nearest totals that leave no remainder', () => {
    expect(checkEqual(100_001, 100)).toEqual({
      code: 'TOTAL_NOT_EQUAL_SHARES',
      facts: { field: 'totalFen', lowerFen: 100_000, upperFen: 100_100 },
    });
    expect(checkEqual(100_100, 100)).toBeNull();
  });

  it('keeps the share within what the channel pays', () => {
    expect(checkEqual(9_900, 100)).toMatchObject({
      code: 'TOTAL_TOO_SMALL',
      facts: { leastFen: 10_000, packetCountMost: 99 },
    });
    expect(checkEqual(2_000_100, 100)).toMatchObject({
      code: 'TOTAL_TOO_LARGE',
      facts: { mostFen: 2_000_000, packetCountLeast: 101 },
    });
  });

  it('refuses bounds other than the share, because players are shown the bounds', () => {
    const wide: SplitChoice = { ...equalSplit(100_000, 100), maxFen: 2_000 };
    expect(checkSplit(wide, CHANNEL_RULES.sendredpack)).toMatchObject({
      code: 'INVALID',
      facts: { path: 'split.maxFen' },
    });
  });
});

describe('checkSplit and splitPackets', () => {
  it('agree: what is accepted splits, what is refused for its numbers does not', () => {
    const choices = fc.record({
      kind: fc.constantFrom('equal' as const, 'random' as const),
      totalFen: fc.integer({ min: 100, max: 6_000 }),
      packetCount: fc.integer({ min: 1, max: 30 }),
      minFen: fc.integer({ min: 100, max: 400 }),
      maxFen: fc.integer({ min: 100, max: 400 }),
    });
    const channel = { leastFen: 100, mostFen: 400 };
    fc.assert(
      fc.property(choices, (choice) => {
        const fitted =
          choice.kind === 'equal' ? equalSplit(choice.totalFen, choice.packetCount) : choice;
        const refused = checkSplit(fitted, channel);
        const split = () => splitPackets(fitted, seededRandom('11'.repeat(32)));
        if (refused === null) {
          const amountsFen = split();
          expect(Math.min(...amountsFen)).toBeGreaterThanOrEqual(channel.leastFen);
          expect(Math.max(...amountsFen)).toBeLessThanOrEqual(channel.mostFen);
        } else if (fitted.kind === 'random') {
          expect(split).toThrow(RangeError);
        }
      }),
      { seed: 3, numRuns: 1_000 },
    );
  });
});

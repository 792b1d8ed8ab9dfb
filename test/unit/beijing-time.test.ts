import fc from 'fast-check';
import {
  beijingDay,
  beijingParts,
  DAY_MS,
  formatTimeOfDay,
  fromBeijing,
  HOUR_MS,
  startOfBeijingDay,
} from '../../miniprogram/shared/beijing-time';

/** What the time zone database says; since 1992 there is no summer time in China. */
const SHANGHAI = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  weekday: 'short',
  hourCycle: 'h23',
});
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function partsFromDatabase(atMs: number) {
  const parts = new Map(SHANGHAI.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
  return {
    year: number('year'),
    month: number('month'),
    day: number('day'),
    hour: number('hour'),
    minute: number('minute'),
    second: number('second'),
    weekday: WEEKDAYS.indexOf(parts.get('weekday')!),
  };
}

const anyInstant = fc.integer({ min: Date.UTC(1992, 0, 1), max: Date.UTC(2100, 0, 1) });

describe('Beijing time', () => {
  it('agrees with the time zone database at any instant', () => {
    fc.assert(
      fc.property(anyInstant, (atMs) => {
        expect(beijingParts(atMs)).toEqual(partsFromDatabase(atMs));
      }),
      { seed: 8, numRuns: 300 },
    );
  });

  it('goes back and forth without loss', () => {
    fc.assert(
      fc.property(anyInstant, (atMs) => {
        const { year, month, day, hour, minute, second } = beijingParts(atMs);
        const wholeSecondMs = Math.floor(atMs / 1000) * 1000;
        expect(fromBeijing(year, month, day, hour, minute, second)).toBe(wholeSecondMs);
      }),
      { seed: 8, numRuns: 300 },
    );
  });

  it('is eight hours ahead of UTC', () => {
    expect(fromBeijing(2026, 2, 17)).toBe(Date.UTC(2026, 1, 16, 16));
  });

  it('changes the day at Beijing’s midnight, not at UTC’s', () => {
    const midnightMs = fromBeijing(2026, 2, 17);
    expect(beijingDay(midnightMs - 1)).toBe('20260216');
    expect(beijingDay(midnightMs)).toBe('20260217');
    expect(beijingDay(Date.UTC(2026, 1, 17))).toBe('20260217');
  });

  it('finds the start of a day from its first and its last millisecond', () => {
    const midnightMs = fromBeijing(2026, 2, 17);
    expect(startOfBeijingDay(midnightMs)).toBe(midnightMs);
    expect(startOfBeijingDay(midnightMs + DAY_MS - 1)).toBe(midnightMs);
    expect(startOfBeijingDay(midnightMs - 1)).toBe(midnightMs - DAY_MS);
  });

  it('turns into the next month and year', () => {
    expect(beijingDay(fromBeijing(2026, 12, 31, 23, 59, 59) + 1000)).toBe('20270101');
    expect(beijingDay(fromBeijing(2028, 2, 28) + DAY_MS)).toBe('20280229');
  });

  it('is written with two digits each', () => {
    const atMs = fromBeijing(2026, 3, 5, 8, 7);
    expect(formatTimeOfDay(atMs)).toBe('08:07');
    expect(formatTimeOfDay(atMs + 12 * HOUR_MS)).toBe('20:07');
  });
});

import { moveOutOfNight } from '../../../local/world/night';

const HOUR_MS = 3_600_000;
const beijing = (hour: number, minute = 0) => Date.UTC(2026, 10, 21, hour - 8, minute);

describe('a world that starts at night in Beijing', () => {
  it.each([
    [0, 0, 20],
    [3, 30, 16.5],
    [7, 59, 12 + 1 / 60],
  ])('at %i:%i is moved to 20:00 of the same day', (hour, minute, expectedHours) => {
    expect(moveOutOfNight(beijing(hour, minute))).toBeCloseTo(expectedHours * HOUR_MS, 0);
  });

  it.each([8, 12, 20, 23])('is left alone at %i:00', (hour) => {
    expect(moveOutOfNight(beijing(hour))).toBe(0);
  });
});

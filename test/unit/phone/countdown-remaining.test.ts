import {
  msToNextSecond,
  remainingParts,
  remainingText,
} from '../../../miniprogram/components/countdown/remaining';

const textAt = (remainingMs: number) => remainingText(remainingParts(remainingMs));

describe('remaining time', () => {
  it.each([
    [0, '00:00'],
    [-5_000, '00:00'],
    [1, '00:01'],
    [1_000, '00:01'],
    [1_001, '00:02'],
    [59_999, '01:00'],
    [3_600_000, '01:00:00'],
    [3_599_000, '59:59'],
    [86_400_000, '1天 00:00:00'],
    [100 * 86_400_000 + 1, '100天 00:00:01'],
  ])('%d ms is shown as %s', (remainingMs, text) => {
    expect(textAt(remainingMs)).toBe(text);
  });

  it('waits exactly as long as the shown second stays right', () => {
    for (const remainingMs of [1, 250, 999, 1_000, 1_001, 61_234]) {
      const waitMs = msToNextSecond(remainingMs);
      expect(textAt(remainingMs - waitMs + 1)).toBe(textAt(remainingMs));
      expect(
        remainingMs - waitMs === 0 || textAt(remainingMs - waitMs) !== textAt(remainingMs),
      ).toBe(true);
    }
  });
});

import { formatWhen, greetingAt } from '../../../miniprogram/services/when';
import { fromBeijing } from '../../../miniprogram/shared/beijing-time';

const NOW_MS = fromBeijing(2026, 12, 31, 23, 30);

describe('formatWhen', () => {
  it.each([
    [fromBeijing(2026, 12, 31, 8, 5), '今天 08:05'],
    [fromBeijing(2027, 1, 1, 0, 0), '明天 00:00'],
    [fromBeijing(2026, 12, 30, 23, 59), '昨天 23:59'],
    [fromBeijing(2026, 12, 5, 20, 0), '12月5日 20:00'],
    [fromBeijing(2027, 1, 2, 20, 0), '2027年1月2日 20:00'],
  ])('%d is %s', (atMs, text) => {
    expect(formatWhen(atMs, NOW_MS)).toBe(text);
  });
});

describe('greetingAt', () => {
  it('follows the hour in Beijing', () => {
    const at = (hour: number) => greetingAt(fromBeijing(2026, 11, 21, hour));
    expect([at(3), at(8), at(12), at(15), at(20)]).toEqual([
      '夜深了',
      '早上好',
      '中午好',
      '下午好',
      '晚上好',
    ]);
  });
});

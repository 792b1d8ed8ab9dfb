import fc from 'fast-check';
import { formatYuan, parseYuan, readableYuan } from '../../miniprogram/shared/fen';

describe('formatYuan', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [105, '1.05'],
    [20_000, '200.00'],
    [-105, '-1.05'],
    [-5, '-0.05'],
    [Number.MAX_SAFE_INTEGER, '90071992547409.91'],
  ])('writes %p fen as %p', (fen, yuan) => {
    expect(formatYuan(fen)).toBe(yuan);
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses %p', (fen) => {
    expect(() => formatYuan(fen)).toThrow(RangeError);
  });
});

describe('readableYuan', () => {
  it.each([
    [0, '0.00'],
    [99_999, '999.99'],
    [100_000, '1,000.00'],
    [9_999_999, '99,999.99'],
    [876_543_210, '8,765,432.10'],
    [-123_456, '-1,234.56'],
  ])('writes %p fen as %p', (fen, yuan) => {
    expect(readableYuan(fen)).toBe(yuan);
  });
});

describe('parseYuan', () => {
  it.each([
    ['12', 1_200],
    ['12.3', 1_230],
    ['12.34', 1_234],
    ['0.01', 1],
    ['¥12.30', 1_230],
    [' 12 ', 1_200],
    ['007', 700],
    ['99999999999.99', 9_999_999_999_999],
  ])('reads %p as %p fen', (typed, fen) => {
    expect(parseYuan(typed)).toBe(fen);
  });

  it.each([
    '',
    '.',
    '.5',
    '12.',
    '1.005',
    '-1',
    '+1',
    '1e3',
    '1,000',
    '１２',
    '12 34',
    '0x10',
    'NaN',
    '999999999999',
  ])('does not guess what %p means', (typed) => {
    expect(parseYuan(typed)).toBeNull();
  });

  it('reads back everything that formatYuan writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999_999_999 }), (fen) => {
        expect(parseYuan(formatYuan(fen))).toBe(fen);
      }),
      { seed: 4, numRuns: 1_000 },
    );
  });
});

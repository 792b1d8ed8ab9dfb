import { fromBeijing } from '../../../miniprogram/shared/beijing-time';
import { redPacketRefusal } from '../../../server/adapters/wechatpay/red-packets/refusals';
import { newBillNumber } from '../../../server/domain/bill-number';
import {
  firstQueryAfterMs,
  sendAgainAfterMs,
  sentQueryAfterMs,
  unknownQueryAfterMs,
} from '../../../server/domain/payout-timing';
import {
  isQuiet,
  NIGHT,
  nextAllowedMs,
  nextDayMorningMs,
  nextMorningMs,
  parseQuietHours,
} from '../../../server/domain/quiet-hours';

describe('a bill number', () => {
  const counting = () => {
    let next = 0;
    return (length: number) => Uint8Array.from({ length }, () => next++ % 256);
  };

  it('is merchant number, Beijing day and ten digits', () => {
    const atMs = Date.UTC(2026, 10, 21, 16); // already the 22nd in Beijing
    expect(newBillNumber('1900000109', atMs, counting())).toBe('1900000109202611220123456789');
  });

  it('pads a short merchant number and refuses what is none', () => {
    expect(newBillNumber('10000098', 0, counting())).toMatch(/^00100000981970\d{14}$/);
    expect(() => newBillNumber('', 0, counting())).toThrow(RangeError);
    expect(() => newBillNumber('wx1', 0, counting())).toThrow(RangeError);
  });

  it('takes no digit from bytes that would favour some', () => {
    const bytes = [255, 250, 251, 7, 249, 9, 1, 2, 3, 4, 5, 6, 8, 0];
    const drawn = newBillNumber('1900000109', 0, (length) =>
      Uint8Array.from({ length }, () => bytes.shift() ?? 0),
    );
    expect(drawn.slice(18)).toBe('7991234568');
  });
});

describe('quiet hours', () => {
  const exact = { ...NIGHT, marginMs: 0 };
  const at = (hour: number, minute = 0, second = 0) =>
    fromBeijing(2026, 11, 21, hour, minute, second);

  it.each([
    ['0:00:00', at(0), true],
    ['3:00', at(3), true],
    ['7:59:59', at(7, 59, 59), true],
    ['8:00:00', at(8), false],
    ['23:59:59', at(23, 59, 59), false],
  ])('at %s Beijing time', (_text, atMs, quiet) => {
    expect(isQuiet(exact, atMs)).toBe(quiet);
  });

  it('end at 8:00, and never begin when they are off', () => {
    expect(nextAllowedMs(exact, at(3))).toBe(at(8));
    expect(nextAllowedMs(exact, at(12))).toBe(at(12));
    expect(nextAllowedMs(null, at(3))).toBe(at(3));
  });

  it('are wider by their margin at both ends', () => {
    const wide = { ...NIGHT, marginMs: 120_000 };
    expect(isQuiet(wide, at(23, 57, 59))).toBe(false);
    expect(isQuiet(wide, at(23, 58))).toBe(true);
    expect(nextAllowedMs(wide, at(23, 58))).toBe(fromBeijing(2026, 11, 22, 8, 2));
    expect(isQuiet(wide, at(8, 1, 59))).toBe(true);
  });

  it.each([
    ['off', { quiet: null }],
    ['00-08', { quiet: NIGHT }],
    ['1-7/120', { quiet: { fromHour: 1, toHour: 7, marginMs: 120_000 } }],
    ['8-0', null],
    ['22-24', null],
    ['', null],
    ['night', null],
  ])('read from %j', (text, expected) => {
    expect(parseQuietHours(text)).toEqual(expected);
  });

  it('know the morning of today and of the next day', () => {
    expect(nextMorningMs(at(3))).toBe(at(8));
    expect(nextMorningMs(at(8))).toBe(fromBeijing(2026, 11, 22, 8));
    expect(nextDayMorningMs(at(3))).toBe(fromBeijing(2026, 11, 22, 8));
  });
});

describe('a refusal', () => {
  it.each([
    ['FREQ_LIMIT', 'rate'],
    ['TIME_LIMITED', 'night'],
    ['SENDNUM_LIMIT', 'player-day'],
    ['DAY_ OVER_LIMITED', 'merchant-day'],
    ['NOTENOUGH', 'merchant'],
    ['NO_AUTH', 'recipient'],
    ['ILLEGAL_APPID', 'configuration'],
    ['FATAL_ERROR', 'bill-differs'],
    ['SEND_FAILED', 'bill-failed'],
    ['SYSTEMERROR', null],
    ['PROCESSING', null],
    ['NEW_IN_2027', null],
    ['', null],
    ['notenough', null],
  ])('%s is about: %s', (code, expected) => {
    expect(redPacketRefusal(code)).toBe(expected);
  });
});

describe('waits', () => {
  it('are never below a second between two sends of one bill, and grow', () => {
    const waits = [1, 2, 3, 5, 20].map(sendAgainAfterMs);
    expect(Math.min(...waits)).toBeGreaterThan(1_000);
    expect([...waits].sort((a, b) => a - b)).toEqual(waits);
  });

  it('grow with the age of what is asked about, up to a limit', () => {
    expect(firstQueryAfterMs('TIMEOUT')).toBe(10_000);
    expect(firstQueryAfterMs('PROCESSING')).toBe(20 * 60_000);
    expect(unknownQueryAfterMs(0)).toBe(10_000);
    expect(unknownQueryAfterMs(10 * 3_600_000)).toBe(3_600_000);
    expect(sentQueryAfterMs(0)).toBe(60_000);
    expect(sentQueryAfterMs(3_600_000)).toBe(1_800_000);
  });
});

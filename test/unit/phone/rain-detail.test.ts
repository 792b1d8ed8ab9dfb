import { createDetail, type Detail } from '../../../miniprogram/games/red-packet-rain/play/detail';

const IN_TIME_MS = 17;
const LATE_MS = 33;

/** Shows frames that came so long after the one before; says after which the detail was lowered. */
function lowerings(detail: Detail, gapsMs: readonly number[]): number[] {
  let atMs = 1_000_000;
  detail.frameCame(atMs);
  return gapsMs.flatMap((gapMs, i) => {
    atMs += gapMs;
    return detail.frameCame(atMs) ? [i + 1] : [];
  });
}

function frames(count: number, gapMs: (n: number) => number): number[] {
  return Array.from({ length: count }, (_, i) => gapMs(i + 1));
}

describe('the detail of the rain', () => {
  it('is as fine as the screen, up to two device pixels for a CSS pixel', () => {
    expect(createDetail(3).ratio()).toBe(2);
    expect(createDetail(1.25).ratio()).toBe(1.25);
  });

  it('stays while frames come in time', () => {
    const detail = createDetail(3);
    expect(
      lowerings(
        detail,
        frames(600, (n) => IN_TIME_MS + (n % 3)),
      ),
    ).toEqual([]);
    expect(detail.ratio()).toBe(2);
  });

  it('goes down after five frames each on a phone far too slow, and no further than one', () => {
    const detail = createDetail(3);
    expect(
      lowerings(
        detail,
        frames(600, () => LATE_MS),
      ),
    ).toEqual([5, 10]);
    expect(detail.ratio()).toBe(1);
  });

  it('goes down once on a phone that misses every eighth refresh', () => {
    const detail = createDetail(2);
    const [first] = lowerings(
      detail,
      frames(60, (n) => (n % 8 === 0 ? LATE_MS : IN_TIME_MS)),
    );
    expect(first).toBe(40);
    expect(detail.ratio()).toBe(1.5);
  });

  it('takes no notice of a late frame now and then, nor of four at once', () => {
    const detail = createDetail(2);
    const rare = frames(1_000, (n) => (n % 20 === 0 ? LATE_MS : IN_TIME_MS));
    const four = [...frames(4, () => LATE_MS), ...frames(100, () => IN_TIME_MS)];
    expect(lowerings(detail, [...rare, ...frames(50, () => IN_TIME_MS), ...four])).toEqual([]);
  });

  it('takes no notice of a page that was away', () => {
    expect(
      lowerings(
        createDetail(2),
        frames(50, () => 9_000),
      ),
    ).toEqual([]);
  });
});

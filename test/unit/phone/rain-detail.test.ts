import { createDetail } from '../../../miniprogram/games/red-packet-rain/play/detail';

interface Shown {
  /** Since the frame before began. */
  readonly gapMs: number;
  /** Until the phone is free again. */
  readonly workMs: number;
}

const GOOD: Shown = { gapMs: 17, workMs: 5 };
const LATE: Shown = { gapMs: 33, workMs: 5 };
const LONG: Shown = { gapMs: 17, workMs: 13 };

/** Shows frames on a phone; says after which of them its ratio was another, and which. */
function lowerings(pixelRatio: number, frames: readonly Shown[]): [number, number][] {
  const detail = createDetail(pixelRatio);
  let atMs = 1_000_000;
  detail.frameBegan(atMs);
  detail.frameEnded(atMs + GOOD.workMs);
  return frames.flatMap(({ gapMs, workMs }, i) => {
    const before = detail.ratio();
    atMs += gapMs;
    detail.frameBegan(atMs);
    detail.frameEnded(atMs + workMs);
    return detail.ratio() === before ? [] : [[i + 1, detail.ratio()]];
  });
}

function frames(count: number, frame: (n: number) => Shown): Shown[] {
  return Array.from({ length: count }, (_, i) => frame(i + 1));
}

describe('the detail of the rain', () => {
  it('is as fine as the screen, up to two device pixels for a CSS pixel', () => {
    expect(createDetail(3).ratio()).toBe(2);
    expect(createDetail(1.25).ratio()).toBe(1.25);
  });

  it('stays while frames come in time and leave room for a finger', () => {
    const steady = frames(600, (n) => ({ gapMs: 17 + (n % 3), workMs: 10 + (n % 3) }));
    expect(lowerings(3, steady)).toEqual([]);
  });

  it.each([
    ['come late', LATE],
    ['take nearly all the time until the next one', LONG],
  ])('goes down after five frames each that %s, and no further than one', (_, slow) => {
    expect(lowerings(3, Array(600).fill(slow))).toEqual([
      [5, 1.5],
      [10, 1],
    ]);
    expect(lowerings(1, Array(600).fill(slow))).toEqual([]);
  });

  it.each([
    ['misses', LATE],
    ['hardly reaches', LONG],
  ])('goes down once on a phone that %s every eighth refresh', (_, slow) => {
    expect(
      lowerings(
        2,
        frames(60, (n) => (n % 8 === 0 ? slow : GOOD)),
      ),
    ).toEqual([[40, 1.5]]);
  });

  it('counts a frame once that is both late and long', () => {
    const both = { gapMs: LATE.gapMs, workMs: LONG.workMs };
    expect(lowerings(2, Array(5).fill(both))).toEqual([[5, 1.5]]);
  });

  it('takes no notice of a slow frame now and then, nor of four at once', () => {
    const rare = frames(1_000, (n) => (n % 20 === 0 ? LATE : n % 20 === 10 ? LONG : GOOD));
    const four = [...Array(4).fill(LATE), ...Array(100).fill(GOOD)];
    expect(lowerings(2, [...rare, ...Array(50).fill(GOOD), ...four])).toEqual([]);
  });

  it('takes no notice of a page that was away', () => {
    expect(lowerings(2, Array(50).fill({ gapMs: 9_000, workMs: 5 }))).toEqual([]);
  });
});

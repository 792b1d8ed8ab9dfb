import { createDetail } from '../../../miniprogram/games/red-packet-rain/play/detail';

/** The ratio after so many frames, each that long after the one before. */
function ratioAfter(pixelRatio: number, frames: number, gapMs: number): number {
  const detail = createDetail(pixelRatio);
  for (let n = 1; n <= frames; n += 1) detail.frameCame(1_000_000 + n * gapMs);
  return detail.ratio();
}

describe('the detail of the rain', () => {
  it('is as fine as the screen, up to two device pixels for a CSS pixel', () => {
    expect(createDetail(3).ratio()).toBe(2);
    expect(createDetail(1.25).ratio()).toBe(1.25);
  });

  it('stays while frames come in time', () => {
    expect(ratioAfter(3, 600, 17)).toBe(2);
  });

  it('goes down step by step on a phone that is too slow, and no further than one', () => {
    expect(ratioAfter(3, 13, 30)).toBe(1.5);
    expect(ratioAfter(3, 25, 30)).toBe(1);
    expect(ratioAfter(3, 600, 30)).toBe(1);
  });

  it('takes no notice of one slow frame, nor of a page that was away', () => {
    const detail = createDetail(2);
    for (let n = 1; n <= 100; n += 1) detail.frameCame(1_000_000 + n * 16 + (n > 50 ? 60 : 0));
    detail.frameCame(9_000_000);
    expect(detail.ratio()).toBe(2);
  });
});

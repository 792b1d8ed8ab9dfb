import { tapsFor } from '../../../local/players/robot';
import { seededFraction } from '../../../local/players/seeded-fraction';

const DROPS = Array.from({ length: 40 }, (_, id) => ({ id, enterMs: id * 250, fallMs: 2_400 }));

describe('a scripted player in the rain', () => {
  it('taps only drops that are falling, one at a time, at a speed of human hands', () => {
    const taps = tapsFor(DROPS, seededFraction('x'));
    expect(taps.length).toBeGreaterThan(20);
    taps.forEach(({ dropId, atMs }, n) => {
      const drop = DROPS[dropId]!;
      expect(atMs).toBeGreaterThan(drop.enterMs);
      expect(atMs).toBeLessThan(drop.enterMs + drop.fallMs);
      if (n > 0) expect(atMs - taps[n - 1]!.atMs).toBeGreaterThanOrEqual(120);
    });
  });

  it('plays the same again from the same word', () => {
    expect(tapsFor(DROPS, seededFraction('x'))).toEqual(tapsFor(DROPS, seededFraction('x')));
  });
});

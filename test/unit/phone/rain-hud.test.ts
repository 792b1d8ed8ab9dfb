import { hudOf } from '../../../miniprogram/games/red-packet-rain/play/hud';

const DEAL = { roundMs: 15_000, hitsPerPacket: 10, packetsPerRound: 2 };

describe('rain figures', () => {
  it('count started seconds whole and stop at zero', () => {
    const secondsAt = (elapsedMs: number) => hudOf(DEAL, 0, elapsedMs).secondsLeft;
    expect([-500, 0, 1, 14_001, 15_000, 16_000].map(secondsAt)).toEqual([15, 15, 15, 1, 0, 0]);
  });

  it('say what the next hits are for', () => {
    const goalAt = (hits: number) => hudOf(DEAL, hits, 0).goal;
    expect(goalAt(3)).toBe('再中 7 个拆红包');
    expect(goalAt(10)).toBe('1 个红包到手，再中 10 个加一个');
    expect(goalAt(25)).toBe('2 个红包到手，已经拿满');
  });
});

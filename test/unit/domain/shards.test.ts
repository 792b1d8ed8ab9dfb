import type { SplitChoice } from '../../../miniprogram/shared/campaign';
import { idFromBytes, spread } from '../../../server/domain/ids';
import { shardCountFor, shardsOf } from '../../../server/domain/shards';

function equalSplit(packetCount: number): SplitChoice {
  return { kind: 'equal', totalFen: packetCount * 100, packetCount, minFen: 100, maxFen: 100 };
}

describe('shardsOf', () => {
  it.each([1, 199, 200, 201, 400, 401, 12_345, 100_000])(
    'cuts %d packets into shards of nearly equal size, none above 200',
    (packetCount) => {
      const amounts = new Array<number>(packetCount).fill(100);
      const shards = shardsOf('c', equalSplit(packetCount), amounts);
      const sizes = shards.map((shard) => shard.size);
      expect(shards).toHaveLength(shardCountFor(packetCount));
      expect(Math.max(...sizes)).toBeLessThanOrEqual(200);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(packetCount);
    },
  );

  it('keeps the order of the split', () => {
    const split: SplitChoice = { ...equalSplit(450), kind: 'random', maxFen: 1_000, totalFen: 0 };
    const amounts = Array.from({ length: 450 }, (_, i) => 100 + i);
    const totalFen = amounts.reduce((sum, fen) => sum + fen, 0);
    const shards = shardsOf('c', { ...split, totalFen }, amounts);
    expect(shards.flatMap((shard) => shard.amountsFen)).toEqual(amounts);
  });

  it('refuses packets that are not what was chosen', () => {
    expect(() => shardsOf('c', equalSplit(3), [100, 100])).toThrow('INV-01');
    expect(() => shardsOf('c', equalSplit(3), [100, 100, 101])).toThrow('INV-01');
    expect(() => shardsOf('c', equalSplit(3), [100, 99, 101])).toThrow('INV-02');
  });
});

describe('spread', () => {
  it('spreads claims evenly over shards, also those of one player', () => {
    const counts = new Array<number>(7).fill(0);
    for (let player = 0; player < 2_000; player += 1) {
      for (const ordinal of [1, 2, 3]) {
        const shardNo = spread(`campaign.${player.toString(16)}.${ordinal}`, 7);
        counts[shardNo] = counts[shardNo]! + 1;
      }
    }
    for (const count of counts) {
      expect(count).toBeGreaterThan((6_000 / 7) * 0.85);
      expect(count).toBeLessThan((6_000 / 7) * 1.15);
    }
  });
});

describe('idFromBytes', () => {
  it('keeps every bit: different bytes never make one id', () => {
    const ids = new Set<string>();
    for (let value = 0; value < 65_536; value += 1) {
      ids.add(idFromBytes(Uint8Array.of(value >> 8, value & 255)));
    }
    expect(ids.size).toBe(65_536);
    expect(idFromBytes(new Uint8Array(16))).toBe('0'.repeat(26));
  });
});

import fc from 'fast-check';
import {
  type Drop,
  dropPosition,
  judgeTap,
  RAIN_RANGES,
  RAIN_TAPS_MOST,
  type RainSettings,
  rainDropCount,
  rainPackets,
  rainRules,
  rainSettingsProblems,
  type Tap,
} from '../../miniprogram/shared/games/red-packet-rain';
import { seededRandom } from '../../miniprogram/shared/seeded-random';

const SETTINGS: RainSettings = {
  roundSeconds: 20,
  dropsPerSecond: 3,
  hitsPerPacket: 10,
  packetsPerRound: 2,
};
const SEED = 'a1'.repeat(32);
const PLAN = rainRules.plan(SETTINGS, seededRandom(SEED));
const AFTER_THE_ROUND = { arrivedAfterMs: PLAN.roundMs + 300 };

const anySettings = fc.record({
  roundSeconds: fc.integer({ min: 10, max: 60 }),
  dropsPerSecond: fc.integer({ min: 1, max: 6 }),
  hitsPerPacket: fc.integer({ min: 1, max: 60 }),
  packetsPerRound: fc.integer({ min: 1, max: 5 }),
});
const anySeed = fc.nat().map((no) => no.toString(16).padStart(64, '0'));

function planOf(settings: RainSettings, seed: string) {
  return rainRules.plan(settings, seededRandom(seed));
}

function judge(taps: readonly Tap[], timing = AFTER_THE_ROUND) {
  return rainRules.judge(PLAN, { taps }, timing);
}

/** Somebody who sees a packet, needs a moment, and moves a hand from one to the next. */
function playedByHand(drops: readonly Drop[], seed: string, quickestMs = 110): Tap[] {
  const randomInt = seededRandom(seed);
  const taps: Tap[] = [];
  let handFreeMs = 0;
  for (const drop of drops) {
    const seenMs = drop.enterMs + 250 + randomInt(700);
    const atMs = Math.max(seenMs, handFreeMs);
    if (atMs >= drop.enterMs + drop.fallMs) continue;
    taps.push({ dropId: drop.id, atMs });
    handFreeMs = atMs + quickestMs + randomInt(160);
  }
  return taps;
}

describe('the plan of a rain', () => {
  it('is the same for the same seed and another for another', () => {
    expect(planOf(SETTINGS, SEED)).toEqual(PLAN);
    expect(planOf(SETTINGS, 'a2'.repeat(32)).drops).not.toEqual(PLAN.drops);
  });

  it('drops every packet whole, on the screen and within the round, at the set rate', () => {
    fc.assert(
      fc.property(anySettings, anySeed, (settings, seed) => {
        const { drops, roundMs } = planOf(settings, seed);
        expect(drops).toHaveLength(rainDropCount(settings));
        expect(drops.length).toBeLessThanOrEqual(RAIN_TAPS_MOST);
        const badDrops = drops.filter(
          (drop, index) =>
            drop.id !== index ||
            drop.xPermille < 80 ||
            drop.xPermille > 920 ||
            Math.floor((drop.enterMs * settings.dropsPerSecond) / 1000) !== index ||
            drop.enterMs + drop.fallMs > roundMs,
        );
        expect(badDrops).toEqual([]);
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('is dealt without anything the phone need not know', () => {
    const deal = rainRules.deal({ ...PLAN, secret: 1 } as typeof PLAN);
    expect(Object.keys(deal).sort()).toEqual([
      'drops',
      'hitsPerPacket',
      'packetsPerRound',
      'roundMs',
    ]);
  });
});

describe('rainSettingsProblems', () => {
  it.each(Object.entries(RAIN_RANGES))('keeps %s within its range', (field, range) => {
    const easy = { ...SETTINGS, roundSeconds: 60, hitsPerPacket: 1, packetsPerRound: 1 };
    for (const value of [range.least - 1, range.most + 1, range.least + 0.5, Number.NaN]) {
      expect(rainSettingsProblems({ ...easy, [field]: value })).toEqual([{ field, ...range }]);
    }
    expect(rainSettingsProblems({ ...easy, [field]: range.least })).toEqual([]);
    expect(rainSettingsProblems({ ...easy, dropsPerSecond: 6, [field]: range.most })).toEqual([]);
  });

  it('promises no packet that needs more hits than packets fall', () => {
    const short = { roundSeconds: 10, dropsPerSecond: 1, hitsPerPacket: 4, packetsPerRound: 2 };
    expect(rainDropCount(short)).toBe(7);
    expect(rainSettingsProblems(short)).toEqual([{ field: 'hitsPerPacket', least: 1, most: 3 }]);
    expect(rainSettingsProblems({ ...short, hitsPerPacket: 3 })).toEqual([]);
  });

  it('always names a value that would do', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const corrections = rainSettingsProblems(settings).map(({ field, most }) => [field, most]);
        const corrected = { ...settings, ...Object.fromEntries(corrections) };
        expect(rainSettingsProblems(corrected)).toEqual([]);
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});

describe('dropPosition', () => {
  const size = { width: 400, height: 800 };
  const drop: Drop = { id: 0, xPermille: 500, enterMs: 1_000, fallMs: 2_000, depth: 0 };

  it('falls by time from just above the screen to just below', () => {
    const start = dropPosition(drop, 1_000, size)!;
    const half = dropPosition(drop, 2_000, size)!;
    const end = dropPosition(drop, 2_999, size)!;
    expect(start.x).toBe(200);
    expect(start.y).toBeLessThan(0);
    expect(half.y).toBeCloseTo(400);
    expect(end.y).toBeGreaterThan(800);
  });

  it('is nowhere before it enters and after it has left', () => {
    expect(dropPosition(drop, 999, size)).toBeNull();
    expect(dropPosition(drop, 3_000, size)).toBeNull();
  });

  it('is larger the nearer it is, and in proportion to the screen', () => {
    const widthAt = (depth: Drop['depth'], width = 400) =>
      dropPosition({ ...drop, depth }, 2_000, { ...size, width })!.width;
    expect(widthAt(0)).toBeGreaterThan(widthAt(1));
    expect(widthAt(1)).toBeGreaterThan(widthAt(2));
    expect(widthAt(0, 800)).toBe(2 * widthAt(0));
  });

  it('keeps every dealt packet reachable: at least half of it is within the screen', () => {
    for (const dealt of PLAN.drops) {
      const { x } = dropPosition(dealt, dealt.enterMs + 500, size)!;
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(size.width);
    }
  });
});

describe('judgeTap', () => {
  const drops: Drop[] = [{ id: 0, xPermille: 500, enterMs: 1_000, fallMs: 2_000, depth: 1 }];
  const tapAt = (atMs: number, caught: number[] = [], dropId = 0) =>
    judgeTap(drops, new Set(caught), { dropId, atMs });

  it('says in a word what a tap did', () => {
    expect(tapAt(1_000)).toBe('caught');
    expect(tapAt(2_999)).toBe('caught');
    expect(tapAt(999)).toBe('not-falling');
    expect(tapAt(3_000)).toBe('not-falling');
    expect(tapAt(Number.NaN)).toBe('not-falling');
    expect(tapAt(2_000, [0])).toBe('already-caught');
    expect(tapAt(2_000, [], 1)).toBe('unknown-drop');
    expect(tapAt(2_000, [], 0.5)).toBe('unknown-drop');
    expect(tapAt(2_000, [], -1)).toBe('unknown-drop');
  });
});

describe('judging a rain played by hand', () => {
  const taps = playedByHand(PLAN.drops, SEED);

  it('counts every packet that was hit', () => {
    expect(taps.length).toBeGreaterThan(25);
    expect(judge(taps)).toEqual({ score: taps.length, packets: 2 });
  });

  it('earns nothing for nothing', () => {
    expect(judge([])).toEqual({ score: 0, packets: 0 });
  });

  it('earns a packet with exactly the hits it takes', () => {
    expect(judge(taps.slice(0, 9))).toEqual({ score: 9, packets: 0 });
    expect(judge(taps.slice(0, 10))).toEqual({ score: 10, packets: 1 });
    expect(judge(taps.slice(0, 20))).toEqual({ score: 20, packets: 2 });
  });

  it('never earns more than a round may', () => {
    expect(rainPackets(59, SETTINGS)).toBe(2);
  });

  it('does not count a stray tap, and holds it against nobody', () => {
    const some = taps.slice(0, 10);
    const missed = PLAN.drops.find((drop) => !some.some((tap) => tap.dropId === drop.id))!;
    const late = { dropId: missed.id, atMs: missed.enterMs + missed.fallMs + 30 };
    const twice = { dropId: some[3]!.dropId, atMs: some[3]!.atMs + 90 };
    expect(judge([...some, twice, late])).toEqual({ score: 10, packets: 1 });
  });

  it('believes three fingers at once', () => {
    const [one, two, three] = PLAN.drops.slice(0, 3) as [Drop, Drop, Drop];
    const atMs = three.enterMs + 100;
    const together = [one, two, three].map((drop) => ({ dropId: drop.id, atMs }));
    expect(judge(together)).toEqual({ score: 3, packets: 0 });
  });

  it('forgives a clock that is a second ahead', () => {
    const last = taps[taps.length - 1]!;
    expect(judge(taps, { arrivedAfterMs: last.atMs - 1_000 }).score).toBe(taps.length);
  });

  it('never voids the round of a hand, quick or slow, in any rain', () => {
    fc.assert(
      fc.property(anySettings, anySeed, anySeed, fc.integer({ min: 85, max: 400 }), (...given) => {
        const [settings, seed, handSeed, quickestMs] = given;
        const plan = planOf(settings, seed);
        const played = playedByHand(plan.drops, handSeed, quickestMs);
        const verdict = rainRules.judge(plan, { taps: played }, { arrivedAfterMs: plan.roundMs });
        expect(verdict).toEqual({
          score: played.length,
          packets: rainPackets(played.length, settings),
        });
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});

describe('judging a rain nobody can have played', () => {
  const taps = playedByHand(PLAN.drops, SEED);
  const voided = (reason: string) => ({ score: 0, packets: 0, voidReason: reason });
  const tapEach = (count: number, atMs: (drop: Drop) => number) =>
    PLAN.drops.slice(0, count).map((drop) => ({ dropId: drop.id, atMs: atMs(drop) }));

  it('more hits than packets fell', () => {
    const tooMany = [...PLAN.drops, PLAN.drops[0]!].map(({ id, enterMs }) => ({
      dropId: id,
      atMs: enterMs + 300,
    }));
    expect(judge(tooMany)).toEqual(voided('more-hits-than-drops'));
  });

  it.each([-1, 0.5, PLAN.drops.length, Number.NaN])('a packet that never fell: %p', (dropId) => {
    expect(judge([...taps.slice(0, 9), { dropId, atMs: 5_000 }])).toEqual(voided('unknown-drop'));
  });

  it.each<[string, (drop: Drop) => number]>([
    ['before it entered', (drop) => drop.enterMs - 251],
    ['after it had left', (drop) => drop.enterMs + drop.fallMs + 251],
    ['at no time at all', () => Number.NaN],
    ['at the end of time', () => Number.POSITIVE_INFINITY],
  ])('a packet hit %s', (_, atMs) => {
    expect(judge(tapEach(1, atMs))).toEqual(voided('hit-while-not-falling'));
  });

  it('the same packet again and again', () => {
    const again = Array.from({ length: 7 }, (_, i) => ({
      dropId: 5,
      atMs: PLAN.drops[5]!.enterMs + 100 + i * 130,
    }));
    expect(judge(again.slice(0, 6)).voidReason).toBeUndefined();
    expect(judge(again)).toEqual(voided('too-many-strays'));
  });

  it('one packet after the other hit just too late', () => {
    const late = (drop: Drop) => drop.enterMs + drop.fallMs + 20;
    expect(judge(tapEach(5, late))).toEqual({ score: 0, packets: 0 });
    expect(judge(tapEach(6, late))).toEqual(voided('too-many-strays'));
  });

  it('hits that had not happened when they arrived', () => {
    expect(judge(taps, { arrivedAfterMs: 3_000 })).toEqual(voided('hit-after-arrival'));
    expect(judge(taps.slice(0, 1), { arrivedAfterMs: -5_000 })).toEqual(
      voided('hit-after-arrival'),
    );
  });

  // Six a second for a quarter of a minute, so that many packets are on the screen together.
  const dense = planOf({ ...SETTINGS, dropsPerSecond: 6 }, SEED);
  const fallingTogether = (count: number) => {
    const atMs = 6_000;
    const falling = dense.drops.filter(
      (drop) => drop.enterMs <= atMs && drop.enterMs + drop.fallMs > atMs + 150,
    );
    return falling.slice(0, count);
  };
  const judgeDense = (denseTaps: readonly Tap[]) =>
    rainRules.judge(dense, { taps: denseTaps }, AFTER_THE_ROUND);

  it('four packets hit in one frame', () => {
    const four = fallingTogether(4).map(({ id }) => ({ dropId: id, atMs: 6_000 }));
    expect(judgeDense(four)).toEqual(voided('too-many-at-once'));
  });

  it('more than twelve hits in a second', () => {
    const everyDrop = dense.drops
      .filter((drop) => drop.enterMs >= 4_000)
      .slice(0, 13)
      .map(({ id }, i) => ({ dropId: id, atMs: 6_100 + i * 70 + ((i * i * 17) % 41) }));
    const falling = everyDrop.filter((tap) => judgeTap(dense.drops, new Set(), tap) === 'caught');
    expect(falling).toHaveLength(13);
    expect(judgeDense(falling)).toEqual(voided('too-fast'));
    expect(judgeDense(falling.slice(1)).score).toBe(12);
  });

  it.each<[string, (drop: Drop) => number]>([
    ['always the same time after it appeared', (drop) => drop.enterMs + 480],
    ['the same but for a few milliseconds', (drop) => drop.enterMs + 480 + (drop.id % 7)],
    ['always at the same height', (drop) => drop.enterMs + Math.round(drop.fallMs * 0.4)],
    ['on a steady beat', (drop) => 700 + Math.floor((drop.id * 1_000) / 3)],
  ])('every packet hit %s', (_, atMs) => {
    expect(judge(tapEach(30, atMs))).toEqual(voided('too-regular'));
  });
});

describe('judging anything at all', () => {
  it('never throws and never earns more than a round may', () => {
    const anyNumber = fc.oneof(
      fc.integer({ min: -2, max: 60 }),
      fc.integer({ min: -1_000, max: 25_000 }),
      fc.double(),
    );
    const anyTaps = fc.array(fc.record({ dropId: anyNumber, atMs: anyNumber }), { maxLength: 90 });
    fc.assert(
      fc.property(anyTaps, anyNumber, (taps, arrivedAfterMs) => {
        const verdict = judge(taps, { arrivedAfterMs });
        expect(verdict.packets).toBe(
          verdict.voidReason === undefined ? rainPackets(verdict.score, SETTINGS) : 0,
        );
        expect(verdict.packets).toBeLessThanOrEqual(SETTINGS.packetsPerRound);
        expect(verdict.score).toBeLessThanOrEqual(Math.min(taps.length, PLAN.drops.length));
      }),
      { seed: 13, numRuns: 1_000 },
    );
  });
});

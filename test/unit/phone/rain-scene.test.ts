import {
  type Brush,
  createScene,
  frame,
  rehearse,
  type Scene,
} from '../../../miniprogram/games/red-packet-rain/play/scene';
import {
  type Drop,
  dropPosition,
  type RainDeal,
  rainRules,
} from '../../../miniprogram/shared/games/red-packet-rain';
import { seededRandom } from '../../../miniprogram/shared/seeded-random';

const SIZE = { width: 375, height: 812 };

function drop(id: number, more: Partial<Drop> = {}): Drop {
  return { id, xPermille: 500, enterMs: 0, fallMs: 2_000, depth: 0, ...more };
}

function sceneOf(...drops: Drop[]): Scene {
  const deal: RainDeal = { roundMs: 10_000, hitsPerPacket: 1, packetsPerRound: 1, drops };
  return createScene(deal, SIZE);
}

/** A brush that writes down what it is asked to draw. */
function notingBrush() {
  const notes: string[] = [];
  const brush: Brush = {
    clear: () => notes.push('clear'),
    wipe: () => notes.push('wipe'),
    packet: (depth, { x, y }) => notes.push(`packet ${depth} at ${Math.round(x)}/${Math.round(y)}`),
    burst: (x, y) => notes.push(`burst at ${x}/${y}`),
  };
  return { brush, notes };
}

function draw(scene: Scene, elapsedMs: number): string[] {
  const { brush, notes } = notingBrush();
  frame(scene, elapsedMs, brush);
  return notes;
}

function middle(of: Drop, atMs: number) {
  const place = dropPosition(of, atMs, SIZE)!;
  return { x: place.x, y: place.y, atMs };
}

describe('rain scene', () => {
  it('draws what is falling now and nothing else, far packets behind near ones', () => {
    const scene = sceneOf(
      drop(0, { depth: 0, xPermille: 200 }),
      drop(1, { depth: 2, xPermille: 400 }),
      drop(2, { depth: 1, xPermille: 600 }),
      drop(3, { enterMs: 5_000 }),
    );
    expect(draw(scene, 1_000)).toEqual([
      'clear',
      'packet 2 at 150/406',
      'packet 1 at 225/406',
      'packet 0 at 75/406',
    ]);
  });

  it('rehearses with the fullest moment of the round, wipes it off, and changes nothing', () => {
    const scene = sceneOf(
      drop(0, { enterMs: 0 }),
      drop(1, { enterMs: 3_000 }),
      drop(2, { enterMs: 4_000, xPermille: 200 }),
      drop(3, { enterMs: 9_000 }),
    );
    const { brush, notes } = notingBrush();
    rehearse(scene, brush);
    expect(notes.filter((note) => note.startsWith('packet'))).toHaveLength(2);
    expect([notes[0], notes.at(-1)]).toEqual(['clear', 'wipe']);
    expect([scene.taps, scene.bursts, [...scene.caught]]).toEqual([[], [], []]);
  });

  it('is in the same place after a stutter as after every single frame', () => {
    const smooth = sceneOf(drop(0));
    for (let atMs = 0; atMs < 1_500; atMs += 16) draw(smooth, atMs);
    expect(draw(smooth, 1_500)).toEqual(draw(sceneOf(drop(0)), 1_500));
  });

  it('catches the packet under the finger, leaves sparks there, and draws it no more', () => {
    const scene = sceneOf(drop(0));
    const touch = middle(drop(0), 900);
    scene.touches.push(touch);
    expect(draw(scene, 916)).toEqual(['clear', `burst at ${touch.x}/${touch.y}`]);
    expect(scene.taps).toEqual([{ dropId: 0, atMs: 900 }]);
  });

  it('judges a touch by where the packet was when the finger came down, not by the frame', () => {
    const scene = sceneOf(drop(0, { fallMs: 600 }));
    scene.touches.push(middle(drop(0, { fallMs: 600 }), 150));
    draw(scene, 550);
    expect(scene.taps).toEqual([{ dropId: 0, atMs: 150 }]);
  });

  it('reaches a little beyond the packet, and not much', () => {
    const { x, y } = middle(drop(0), 900);
    const width = dropPosition(drop(0), 900, SIZE)!.width;
    const near = sceneOf(drop(0));
    near.touches.push({ x: x + width * 0.6, y, atMs: 900 });
    draw(near, 916);
    const wide = sceneOf(drop(0));
    wide.touches.push({ x: x + width * 0.8, y, atMs: 900 });
    draw(wide, 916);
    expect([near.taps.length, wide.taps.length]).toEqual([1, 0]);
  });

  it('takes the nearest of two that overlap, then the one behind', () => {
    const scene = sceneOf(drop(0, { depth: 2 }), drop(1, { depth: 0 }));
    const touch = middle(drop(1, { depth: 0 }), 900);
    scene.touches.push(touch, touch);
    draw(scene, 916);
    expect(scene.taps.map(({ dropId }) => dropId)).toEqual([1, 0]);
  });

  it('counts a packet once, however often it is touched', () => {
    const scene = sceneOf(drop(0));
    for (let i = 0; i < 5; i += 1) scene.touches.push(middle(drop(0), 900 + i));
    draw(scene, 916);
    expect(scene.taps).toHaveLength(1);
  });

  it('goes on with the hits of a round that was left', () => {
    const deal: RainDeal = {
      roundMs: 10_000,
      hitsPerPacket: 1,
      packetsPerRound: 1,
      drops: [drop(0)],
    };
    const scene = createScene(deal, SIZE, [{ dropId: 0, atMs: 300 }]);
    expect(draw(scene, 900)).toEqual(['clear']);
    expect(scene.taps).toEqual([{ dropId: 0, atMs: 300 }]);
  });

  it('has no sparks and no sway where less motion is asked for', () => {
    const scene = sceneOf(drop(0), drop(1, { xPermille: 200 }));
    scene.still = true;
    scene.touches.push(middle(drop(0), 900));
    const tilts: number[] = [];
    frame(scene, 916, {
      clear: () => {},
      wipe: () => {},
      packet: (_depth, _place, tilt) => tilts.push(tilt),
      burst: () => tilts.push(Number.NaN),
    });
    expect(tilts).toEqual([0]);
  });

  it('hands in evidence that the cloud counts hit for hit', () => {
    const settings = { roundSeconds: 20, dropsPerSecond: 4, hitsPerPacket: 10, packetsPerRound: 3 };
    const randomInt = seededRandom('07'.repeat(32));
    const plan = rainRules.plan(settings, randomInt);
    const scene = createScene(rainRules.deal(plan), SIZE);
    for (const falling of plan.drops.filter(({ id }) => id % 2 === 0)) {
      const atMs = falling.enterMs + 500 + randomInt(900);
      scene.touches.push(middle(falling, atMs));
      draw(scene, atMs + 8);
    }
    const verdict = rainRules.judge(plan, { taps: scene.taps }, { arrivedAfterMs: 20_100 });
    expect(verdict).toEqual({ score: scene.taps.length, packets: 3 });
  });
});

import * as v from 'valibot';
import type { GameChoice } from '../../miniprogram/shared/campaign';
import type { RainDeal } from '../../miniprogram/shared/games/red-packet-rain';
import type { RiddlesDeal } from '../../miniprogram/shared/games/riddles';
import type { Result } from '../../miniprogram/shared/result';
import { seededRandom } from '../../miniprogram/shared/seeded-random';
import { gameChoiceSchema } from '../../server/games/choice-schema';
import { gameFor } from '../../server/games/registry';
import { RIDDLE_BANK } from '../../server/games/riddle-bank';

const RAIN: GameChoice = {
  id: 'red-packet-rain',
  settings: { roundSeconds: 15, dropsPerSecond: 3, hitsPerPacket: 2, packetsPerRound: 2 },
};
const RIDDLES: GameChoice = {
  id: 'riddles',
  settings: {
    riddleCount: 4,
    triesPerRiddle: 2,
    answerBy: 'choice',
    roundSeconds: 90,
    rightPerPacket: 2,
  },
};
const SEED = '0f'.repeat(32);

function started(choice: GameChoice) {
  const game = gameFor(choice);
  const plan = game.plan(seededRandom(SEED));
  return { game, plan };
}

function expectValue<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
}

const REFUSED = { ok: false, failure: { code: 'INVALID' } };

describe('red packet rain, plugged in', () => {
  const { game, plan } = started(RAIN);
  const deal = game.deal(plan) as RainDeal;

  it('goes from plan to verdict', () => {
    const taps = deal.drops
      .slice(0, 5)
      .map((drop, i) => ({ dropId: drop.id, atMs: drop.enterMs + 400 + i * i * 20 }));
    const evidence = expectValue(game.parseEvidence({ taps }));
    expect(game.judgedBy).toBe('evidence');
    expect(game.roundMs()).toBe(15_000);
    expect(game.judge(plan, evidence, { arrivedAfterMs: 15_200 })).toEqual({
      score: 5,
      packets: 2,
    });
  });

  it('shows players what they play for', () => {
    expect(game.facts()).toEqual({
      gameId: 'red-packet-rain',
      roundSeconds: 15,
      hitsPerPacket: 2,
      packetsPerRound: 2,
    });
  });

  it('has no moves and keeps no progress', () => {
    expect(game.beginProgress(plan)).toBeNull();
    expect(game.move(plan, null, { no: 1, answer: '王' }, 1_000)).toMatchObject(REFUSED);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['no object', []],
    ['a field of its own invention', { taps: [], packets: 5 }],
    ['a tap with one', { taps: [{ dropId: 1, atMs: 2, hits: 9 }] }],
    ['text for a number', { taps: [{ dropId: '1', atMs: 2 }] }],
    ['an operator for a number', { taps: [{ dropId: { $gt: 0 }, atMs: 2 }] }],
    ['half a packet', { taps: [{ dropId: 0.5, atMs: 2 }] }],
    ['no time', { taps: [{ dropId: 1, atMs: Number.NaN }] }],
    ['endless time', { taps: [{ dropId: 1, atMs: Number.POSITIVE_INFINITY }] }],
    ['601 taps', { taps: new Array(601).fill({ dropId: 1, atMs: 2 }) }],
  ])('refuses %s as evidence', (_, raw) => {
    expect(game.parseEvidence(raw)).toMatchObject(REFUSED);
  });

  it('names what it refused', () => {
    expect(game.parseEvidence({ taps: [{ dropId: 1 }] })).toMatchObject({
      failure: { facts: { path: 'evidence.taps.0.atMs' } },
    });
  });

  it('accepts six hundred taps', () => {
    expect(game.parseEvidence({ taps: new Array(600).fill({ dropId: 1, atMs: 2 }) }).ok).toBe(true);
  });
});

describe('riddles, plugged in', () => {
  const { game, plan } = started(RIDDLES);
  const deal = game.deal(plan) as RiddlesDeal;
  const answerTo = (text: string) => RIDDLE_BANK.find((riddle) => riddle.text === text)!.answer;

  it('goes from plan through moves to verdict', () => {
    let progress = game.beginProgress(plan);
    deal.riddles.forEach(({ no, text }, i) => {
      const move = { no, answer: answerTo(text) };
      progress = expectValue(game.move(plan, progress, move, 3_000 * (i + 1))).progress;
    });
    expect(game.judgedBy).toBe('progress');
    expect(game.judge(plan, progress, { arrivedAfterMs: 20_000 })).toEqual({
      score: 4,
      packets: 2,
    });
  });

  it('goes on from a progress that was stored', () => {
    const [first] = deal.riddles;
    const move = { no: first!.no, answer: answerTo(first!.text) };
    const { progress } = expectValue(game.move(plan, game.beginProgress(plan), move, 3_000));
    const stored = JSON.parse(JSON.stringify(progress));
    const again = expectValue(game.move(game.plan(seededRandom(SEED)), stored, move, 5_000));
    expect(again).toMatchObject({ accepted: false, feedback: { refusal: 'already-right' } });
  });

  it('always offers the right answer of the bank', () => {
    for (const { text, choices } of deal.riddles) expect(choices).toContain(answerTo(text));
  });

  it('shows players what they play for', () => {
    expect(game.facts()).toEqual({
      gameId: 'riddles',
      roundSeconds: 90,
      riddleCount: 4,
      triesPerRiddle: 2,
      rightPerPacket: 2,
    });
  });

  it('takes nothing from the phone at the end', () => {
    expect(game.parseEvidence({}).ok).toBe(true);
    expect(game.parseEvidence({ right: 4 })).toMatchObject(REFUSED);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['an empty answer', { no: 1, answer: '' }],
    ['21 characters', { no: 1, answer: '王'.repeat(21) }],
    ['a pattern for an answer', { no: 1, answer: { $regex: '.*' } }],
    ['text for a number', { no: '1', answer: '王' }],
    ['a field of its own invention', { no: 1, answer: '王', right: true }],
  ])('refuses %s as a move', (_, raw) => {
    expect(game.move(plan, game.beginProgress(plan), raw, 1_000)).toMatchObject(REFUSED);
  });
});

describe('gameChoiceSchema', () => {
  it.each([RAIN, RIDDLES])('accepts $id', (choice) => {
    expect(v.safeParse(gameChoiceSchema, choice).success).toBe(true);
  });

  it.each<[string, unknown]>([
    ['an unknown game', { ...RAIN, id: 'dice' }],
    ['another game’s settings', { id: 'riddles', settings: RAIN.settings }],
    ['an extra setting', { ...RAIN, settings: { ...RAIN.settings, luck: 1 } }],
    ['half a second', { ...RAIN, settings: { ...RAIN.settings, roundSeconds: 10.5 } }],
  ])('refuses %s', (_, choice) => {
    expect(v.safeParse(gameChoiceSchema, choice).success).toBe(false);
  });
});

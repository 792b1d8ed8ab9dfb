/*
 * Where games are plugged in: for each game its rules, the shapes it accepts from a phone, and what
 * players may see of its settings. Everything else handles games through `PluggedGame` alone.
 * docs/games.md: how a game is added.
 */
import * as v from 'valibot';
import type { GameChoice } from '../../miniprogram/shared/campaign';
import type { GameFacts } from '../../miniprogram/shared/contract/player-campaign';
import type {
  GameId,
  GameRules,
  MoveRules,
  RandomInt,
  RoundTiming,
  Verdict,
} from '../../miniprogram/shared/games/game-rules';
import { RAIN_TAPS_MOST, rainRules } from '../../miniprogram/shared/games/red-packet-rain';
import { RIDDLE_ANSWER_CHARACTERS_MOST, riddleRules } from '../../miniprogram/shared/games/riddles';
import { failure, type Result, success } from '../../miniprogram/shared/result';
import { RIDDLE_BANK } from './riddle-bank';

/**
 * One game with one campaign's settings. Plans, progress and evidence are the game's own: whoever
 * handles them only carries them from one method of the same game to another.
 */
export interface PluggedGame {
  readonly id: GameId;
  /** Length of a round in ms. */
  roundMs(): number;
  /** Everything about one round, secrets included. Same draws, same plan; never stored or sent. */
  plan(randomInt: RandomInt): unknown;
  /** What the phone may see of it. */
  deal(plan: unknown): unknown;
  /** What to keep in the round at its start; plain data. Null for a game without moves. */
  beginProgress(plan: unknown): unknown;
  /**
   * Judges one move that came `afterMs` into the round. INVALID when the game has no moves or this
   * is none of its moves. With `accepted: false` the progress is unchanged and need not be stored.
   */
  move(plan: unknown, progress: unknown, rawMove: unknown, afterMs: number): Result<PluggedMove>;
  /** What `judge` wants: what the phone sent at the end, or the progress the cloud has kept. */
  readonly judgedBy: 'evidence' | 'progress';
  /** INVALID when it is not this game's evidence. Games judged by their progress expect `{}`. */
  parseEvidence(raw: unknown): Result<unknown>;
  judge(plan: unknown, evidenceOrProgress: unknown, timing: RoundTiming): Verdict;
  /** The settings as far as players may see them. */
  facts(): GameFacts;
}

export interface PluggedMove {
  readonly accepted: boolean;
  readonly progress: unknown;
  readonly feedback: unknown;
}

const rainEvidenceSchema = v.strictObject({
  taps: v.pipe(
    v.array(v.unknown()),
    // Before the elements are looked at, so that a huge list costs nothing.
    v.maxLength(RAIN_TAPS_MOST),
    v.array(v.strictObject({ dropId: whole(), atMs: v.pipe(v.number(), v.finite()) })),
  ),
});

const riddleMoveSchema = v.strictObject({
  no: whole(),
  answer: v.pipe(v.string(), v.minLength(1), v.maxLength(RIDDLE_ANSWER_CHARACTERS_MOST)),
});

const riddles = riddleRules(RIDDLE_BANK);

/** The game a campaign has chosen. One case per game: this is where a new one is added. */
export function gameFor(choice: GameChoice): PluggedGame {
  switch (choice.id) {
    case 'red-packet-rain':
      return judgedByEvidence(rainRules, choice.settings, rainEvidenceSchema, {
        gameId: choice.id,
        roundSeconds: choice.settings.roundSeconds,
        hitsPerPacket: choice.settings.hitsPerPacket,
        packetsPerRound: choice.settings.packetsPerRound,
      });
    case 'riddles':
      return judgedByMoves(riddles, choice.settings, riddleMoveSchema, {
        gameId: choice.id,
        roundSeconds: choice.settings.roundSeconds,
        riddleCount: choice.settings.riddleCount,
        triesPerRiddle: choice.settings.triesPerRiddle,
        rightPerPacket: choice.settings.rightPerPacket,
      });
  }
}

/*
 * The two adapters below are the only place that turns the carried `unknown` back into a game's own
 * types. That is sound because plans and progress come from the same game's methods, and evidence
 * and moves from its schema.
 */

function judgedByEvidence<Settings, Plan, Deal, Evidence>(
  rules: GameRules<Settings, Plan, Deal, Evidence>,
  settings: Settings,
  evidenceSchema: v.GenericSchema<unknown, Evidence>,
  facts: GameFacts,
): PluggedGame {
  return {
    id: rules.id,
    judgedBy: 'evidence',
    roundMs: () => rules.roundMs(settings),
    plan: (randomInt) => rules.plan(settings, randomInt),
    deal: (plan) => rules.deal(plan as Plan),
    beginProgress: () => null,
    move: () => failure('INVALID', { path: 'move' }),
    parseEvidence: (raw) => parse(evidenceSchema, raw, 'evidence'),
    judge: (plan, evidence, timing) => rules.judge(plan as Plan, evidence as Evidence, timing),
    facts: () => facts,
  };
}

function judgedByMoves<Settings, Plan, Deal, Progress, Move, Feedback>(
  rules: GameRules<Settings, Plan, Deal, Progress> & MoveRules<Plan, Progress, Move, Feedback>,
  settings: Settings,
  moveSchema: v.GenericSchema<unknown, Move>,
  facts: GameFacts,
): PluggedGame {
  return {
    id: rules.id,
    judgedBy: 'progress',
    roundMs: () => rules.roundMs(settings),
    plan: (randomInt) => rules.plan(settings, randomInt),
    deal: (plan) => rules.deal(plan as Plan),
    beginProgress: (plan) => rules.begin(plan as Plan),
    move(plan, progress, rawMove, afterMs) {
      const move = parse(moveSchema, rawMove, 'move');
      if (!move.ok) return move;
      return success(rules.move(plan as Plan, progress as Progress, move.value, afterMs));
    },
    parseEvidence: (raw) => parse(v.strictObject({}), raw, 'evidence'),
    judge: (plan, progress, timing) => rules.judge(plan as Plan, progress as Progress, timing),
    facts: () => facts,
  };
}

function whole() {
  return v.pipe(v.number(), v.safeInteger());
}

/** Stops at the first fault, so that a long list of nonsense costs no more than a short one. */
function parse<T>(schema: v.GenericSchema<unknown, T>, raw: unknown, name: string): Result<T> {
  const parsed = v.safeParse(schema, raw, { abortEarly: true });
  if (parsed.success) return success(parsed.output);
  const path = v.getDotPath(parsed.issues[0]);
  return failure('INVALID', { path: path ? `${name}.${path}` : name });
}

/*
 * Rules of the riddles: the more right answers, the more packets. Every answer is judged by the
 * cloud as it is given; what the cloud has judged so far (the progress, kept in the round) is the
 * evidence at the end, so nothing a phone says can add a right answer. Answers never travel, which
 * is why the bank is handed in and lies outside the phone's package.
 */
import type { GameRules, MoveRules, RandomInt, Verdict } from './game-rules';
import { outsideRanges, type SettingsProblem } from './settings-ranges';

export interface RiddlesSettings {
  /** Riddles in one round, 1 to 10. */
  readonly riddleCount: number;
  /** Tries for each riddle, 1 to 5. */
  readonly triesPerRiddle: number;
  readonly answerBy: 'choice' | 'typing';
  /** Time for the whole round, 30 to 600. */
  readonly roundSeconds: number;
  /** Right answers that open one packet, 1 to 10. */
  readonly rightPerPacket: number;
}

/** What the phone sees of one riddle: never the answer. */
export interface RiddleQuestion {
  /** 1, 2, 3 … within the round. */
  readonly no: number;
  readonly text: string;
  /** The customary hint of what is sought: 打一字, 打一动物 … */
  readonly seek: string;
  /** Four choices, or null when the answer is typed. */
  readonly choices: readonly string[] | null;
  /** Characters of the answer, for typing. */
  readonly answerLength: number;
}

export interface RiddlesDeal {
  readonly roundMs: number;
  readonly triesPerRiddle: number;
  readonly rightPerPacket: number;
  readonly riddles: readonly RiddleQuestion[];
}

export interface RiddleMove {
  readonly no: number;
  readonly answer: string;
}

export interface RiddleFeedback {
  readonly no: number;
  readonly right: boolean;
  readonly triesLeft: number;
  readonly rightSoFar: number;
  /** Why the move was not judged; null when it was. A refused move costs no try. */
  readonly refusal: RiddleRefusal | null;
  /** With 'too-fast': how long to wait. Otherwise 0. */
  readonly waitMs: number;
}

export type RiddleRefusal =
  | 'no-such-riddle'
  | 'not-running'
  | 'already-right'
  | 'no-tries-left'
  | 'too-fast';

/** One riddle of the bank. */
export interface Riddle {
  readonly id: string;
  readonly text: string;
  readonly seek: string;
  readonly answer: string;
  /** Other spellings and names that are right as well, traditional characters among them. */
  readonly accepted?: readonly string[];
}

/** Everything about one round; the answers stay in the cloud. */
export interface RiddlesPlan {
  readonly roundMs: number;
  readonly triesPerRiddle: number;
  readonly rightPerPacket: number;
  readonly riddles: readonly PlannedRiddle[];
}

export interface PlannedRiddle {
  readonly question: RiddleQuestion;
  /** Normalised; any of them is right. */
  readonly rightAnswers: readonly string[];
}

/** What has been judged so far, in the order of the plan's riddles. Plain data: it is stored. */
export interface RiddlesProgress {
  readonly riddles: readonly { readonly tries: number; readonly right: boolean }[];
  readonly lastTryAfterMs: number | null;
}

export const RIDDLES_RANGES = {
  riddleCount: { least: 1, most: 10 },
  triesPerRiddle: { least: 1, most: 5 },
  roundSeconds: { least: 30, most: 600 },
  rightPerPacket: { least: 1, most: 10 },
} as const;

export const RIDDLE_ANSWER_CHARACTERS_MOST = 20;
const CHOICES = 4;
/** Reading and choosing takes a person longer; trying out all answers by program would not. */
const TRY_PAUSE_MS = 800;
/** An answer given in the last moment is still on its way when the round ends. */
const LATE_MOVE_MS = 1_500;

/** What an organiser must change before these riddles can be played, in form order. */
export function riddlesSettingsProblems(settings: RiddlesSettings): SettingsProblem[] {
  const outside = outsideRanges(settings, RIDDLES_RANGES);
  if (outside.length > 0) return outside;
  if (settings.rightPerPacket <= settings.riddleCount) return [];
  return [{ field: 'rightPerPacket', least: 1, most: settings.riddleCount }];
}

/** Packets that so many right answers open. */
export function riddlesPackets(right: number, rightPerPacket: number): number {
  return Math.floor(right / rightPerPacket);
}

/**
 * The rules over one bank. The bank holds at least as many riddles as a round may ask, and at least
 * four different answers for every `seek`, from which the wrong choices are taken.
 */
export function riddleRules(
  bank: readonly Riddle[],
): GameRules<RiddlesSettings, RiddlesPlan, RiddlesDeal, RiddlesProgress> &
  MoveRules<RiddlesPlan, RiddlesProgress, RiddleMove, RiddleFeedback> {
  return {
    id: 'riddles',
    roundMs: (settings) => settings.roundSeconds * 1000,
    plan: (settings, randomInt) => plan(bank, settings, randomInt),
    deal,
    begin,
    move,
    judge,
  };
}

function plan(
  bank: readonly Riddle[],
  settings: RiddlesSettings,
  randomInt: RandomInt,
): RiddlesPlan {
  const { roundSeconds, triesPerRiddle, rightPerPacket, riddleCount, answerBy } = settings;
  const riddles = drawSome(bank, riddleCount, randomInt).map((riddle, i): PlannedRiddle => {
    const question = {
      no: i + 1,
      text: riddle.text,
      seek: riddle.seek,
      choices: answerBy === 'choice' ? drawChoices(bank, riddle, randomInt) : null,
      answerLength: Array.from(riddle.answer).length,
    };
    return { question, rightAnswers: rightAnswers(riddle) };
  });
  return { roundMs: roundSeconds * 1000, triesPerRiddle, rightPerPacket, riddles };
}

/** The answer among three answers of other riddles that seek the same kind of thing. */
function drawChoices(bank: readonly Riddle[], riddle: Riddle, randomInt: RandomInt): string[] {
  const right = rightAnswers(riddle);
  const wrong = bank
    .filter((other) => other.seek === riddle.seek && !right.includes(normaliseAnswer(other.answer)))
    .map((other) => other.answer);
  const choices = drawSome([...new Set(wrong)], CHOICES - 1, randomInt);
  choices.splice(randomInt(CHOICES), 0, riddle.answer);
  return choices;
}

/** `count` different elements in random order. */
function drawSome<T>(from: readonly T[], count: number, randomInt: RandomInt): T[] {
  const rest = [...from];
  return Array.from({ length: count }, () => {
    const [drawn] = rest.splice(randomInt(rest.length), 1);
    return drawn!;
  });
}

function deal({ roundMs, triesPerRiddle, rightPerPacket, riddles }: RiddlesPlan): RiddlesDeal {
  return {
    roundMs,
    triesPerRiddle,
    rightPerPacket,
    riddles: riddles.map(({ question: { no, text, seek, choices, answerLength } }) => ({
      no,
      text,
      seek,
      choices,
      answerLength,
    })),
  };
}

function begin(plan: RiddlesPlan): RiddlesProgress {
  return { riddles: plan.riddles.map(() => ({ tries: 0, right: false })), lastTryAfterMs: null };
}

function move(
  plan: RiddlesPlan,
  progress: RiddlesProgress,
  { no, answer }: RiddleMove,
  afterMs: number,
): { accepted: boolean; progress: RiddlesProgress; feedback: RiddleFeedback } {
  const refusal = refusalOf(plan, progress, no, afterMs);
  if (refusal) {
    const waitMs = refusal === 'too-fast' ? progress.lastTryAfterMs! + TRY_PAUSE_MS - afterMs : 0;
    return {
      accepted: false,
      progress,
      feedback: { ...standing(plan, progress, no), refusal, waitMs },
    };
  }
  const right = plan.riddles[no - 1]!.rightAnswers.includes(normaliseAnswer(answer));
  const judged: RiddlesProgress = {
    riddles: progress.riddles.map((riddle, i) =>
      i === no - 1 ? { tries: riddle.tries + 1, right } : riddle,
    ),
    lastTryAfterMs: afterMs,
  };
  return {
    accepted: true,
    progress: judged,
    feedback: { ...standing(plan, judged, no), refusal: null, waitMs: 0 },
  };
}

function refusalOf(
  plan: RiddlesPlan,
  progress: RiddlesProgress,
  no: number,
  afterMs: number,
): RiddleRefusal | null {
  const riddle = progress.riddles[no - 1];
  if (!riddle) return 'no-such-riddle';
  if (!(afterMs >= 0 && afterMs < plan.roundMs + LATE_MOVE_MS)) return 'not-running';
  if (riddle.right) return 'already-right';
  if (riddle.tries >= plan.triesPerRiddle) return 'no-tries-left';
  const { lastTryAfterMs } = progress;
  const tooFast = lastTryAfterMs !== null && afterMs < lastTryAfterMs + TRY_PAUSE_MS;
  return tooFast ? 'too-fast' : null;
}

function standing(plan: RiddlesPlan, progress: RiddlesProgress, no: number) {
  const riddle = progress.riddles[no - 1];
  return {
    no,
    right: riddle?.right ?? false,
    triesLeft: riddle ? plan.triesPerRiddle - riddle.tries : 0,
    rightSoFar: countRight(progress),
  };
}

/** The progress is the evidence: every answer in it was judged when it was given. */
function judge(plan: RiddlesPlan, progress: RiddlesProgress): Verdict {
  const right = countRight(progress);
  return { score: right, packets: riddlesPackets(right, plan.rightPerPacket) };
}

function countRight(progress: RiddlesProgress): number {
  return progress.riddles.filter((riddle) => riddle.right).length;
}

function rightAnswers(riddle: Riddle): string[] {
  return [riddle.answer, ...(riddle.accepted ?? [])].map(normaliseAnswer);
}

/** One form for what people type: full and half width, case, spaces and punctuation aside. */
export function normaliseAnswer(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s"'.,!?()·、。！？，：；“”‘’《》〈〉「」『』（）]/g, '');
}

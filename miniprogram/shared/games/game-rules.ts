/**
 * The contract between the product and one game. Rules are pure: no wx, no clock, no randomness of
 * their own. The phone uses them to feel instant, the cloud to decide.
 *
 * A round goes: `plan` (cloud only, from the round's seed) → `deal` (what the phone receives) →
 * moves, for games that are judged step by step → `judge` (cloud, at the end of the round).
 *
 * docs/games.md: how a game is added.
 */

export const GAME_IDS = ['red-packet-rain', 'riddles'] as const;

export type GameId = (typeof GAME_IDS)[number];

/** Draws whole numbers in [0, exclusiveMax); seeded, so the same seed gives the same draws. */
export type RandomInt = (exclusiveMax: number) => number;

/** When things happened, on the server's clock, in ms since the round began. */
export interface RoundTiming {
  /** When the evidence arrived. */
  readonly arrivedAfterMs: number;
}

export interface Verdict {
  /** What the page shows as the result: hits, right answers. */
  readonly score: number;
  /** Packets earned before the campaign's own limits are applied. */
  readonly packets: number;
  /** A void round earns nothing and says why in the log; players see IMPLAUSIBLE. */
  readonly voidReason?: string;
}

export interface GameRules<Settings, Plan, Deal, Evidence> {
  readonly id: GameId;
  /** How long a round lasts, from the deal to the last moment of play. */
  roundMs(settings: Settings): number;
  /** Everything about one round, secrets included. Same settings and draws, same plan. */
  plan(settings: Settings, randomInt: RandomInt): Plan;
  /** What the phone may see of it, built field by field. */
  deal(plan: Plan): Deal;
  judge(plan: Plan, evidence: Evidence, timing: RoundTiming): Verdict;
}

/** A game whose moves are judged one by one while the round runs, such as riddles. */
export interface MoveRules<Plan, Progress, Move, Feedback> {
  begin(plan: Plan): Progress;
  /** Judges one move. `accepted: false` leaves the progress as it was. */
  move(
    plan: Plan,
    progress: Progress,
    move: Move,
    afterMs: number,
  ): { accepted: boolean; progress: Progress; feedback: Feedback };
}

/** One round of a game: dealt, played, judged. */
import type { GameId } from '../games/game-rules';
import type { PacketView } from './packet';

export interface RoundStart {
  readonly roundId: string;
  /** Signed, single-use, bound to player, campaign and round. Opaque to the phone. */
  readonly ticket: string;
  readonly gameId: GameId;
  /** When play begins; a short countdown lies between the answer and this instant. */
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** The game's own deal: `RainDeal` or `RiddlesDeal`. */
  readonly deal: unknown;
}

export interface MoveReply {
  readonly accepted: boolean;
  /** The game's own feedback, for example `RiddleFeedback`. */
  readonly feedback: unknown;
}

export interface RoundResult {
  readonly score: number;
  /** Packets the play earned; fewer may have been taken, see `shortfall`. */
  readonly earned: number;
  readonly packets: readonly PacketView[];
  /** `ended`: the campaign was ended while this round was being played, and packets are left over. */
  readonly shortfall: 'none' | 'sold-out' | 'packet-limit' | 'ended';
}

import { GAME_IDS, type GameId } from '../shared/games/game-rules';

/**
 * A round the cloud has dealt and not yet settled, as the phone keeps it: enough to go on playing
 * after the app was closed, and to hand in the result once the network is back (F-10).
 */
export interface OpenRound {
  readonly campaignId: string;
  readonly requestId: string;
  readonly roundId: string;
  readonly ticket: string;
  readonly gameId: GameId;
  readonly endsAtMs: number;
  /** The game's own, as far as it was played. */
  readonly evidence: unknown;
  /** The game's own notes for going on; never sent. */
  readonly notes: unknown;
}

/** Where the rounds are kept; on the phone, one key of its storage. */
export interface Shelf {
  read(): unknown;
  write(value: unknown): void;
}

export interface OpenRounds {
  all(): readonly OpenRound[];
  ofCampaign(campaignId: string): OpenRound | null;
  /** Adds the round or replaces what was kept of it. */
  keep(round: OpenRound): void;
  forget(roundId: string): void;
}

export function createOpenRounds(shelf: Shelf): OpenRounds {
  const all = (): OpenRound[] => {
    const kept = shelf.read();
    return Array.isArray(kept) ? kept.filter(isOpenRound) : [];
  };
  const without = (roundId: string) => all().filter((round) => round.roundId !== roundId);
  return {
    all,
    ofCampaign: (campaignId) => all().find((round) => round.campaignId === campaignId) ?? null,
    keep: (round) => shelf.write([...without(round.roundId), round]),
    forget: (roundId) => shelf.write(without(roundId)),
  };
}

/** Storage outlives versions of the app: what does not look like a round is dropped. */
function isOpenRound(value: unknown): value is OpenRound {
  if (typeof value !== 'object' || value === null) return false;
  const round = value as Record<keyof OpenRound, unknown>;
  const texts = [round.campaignId, round.requestId, round.roundId, round.ticket];
  return (
    texts.every((text) => typeof text === 'string') &&
    GAME_IDS.some((id) => id === round.gameId) &&
    typeof round.endsAtMs === 'number'
  );
}

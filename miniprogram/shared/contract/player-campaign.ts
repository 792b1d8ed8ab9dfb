/** A campaign as its players see it before they play. */
import type { PayoutChannel } from '../channels';
import type { GameId } from '../games/game-rules';
import type { Failure } from '../result';
import type { PacketView } from './packet';

export interface CampaignCard {
  readonly campaignId: string;
  readonly title: string;
  readonly senderName: string;
  readonly gameId: GameId;
  readonly startAtMs: number;
  readonly endAtMs: number;
  readonly packetCount: number;
  readonly packetsLeft: number;
}

export interface LobbyView {
  readonly campaign: CampaignCard & {
    readonly greeting: string;
    readonly totalFen: number;
    readonly minFen: number;
    readonly maxFen: number;
    readonly splitKind: 'equal' | 'random';
    readonly packetsPerPlayer: number;
    readonly roundsPerPlayer: number;
    readonly invitedOnly: boolean;
    /** The game's own settings, as far as players may see them. */
    readonly gameFacts: GameFacts;
    readonly channel: PayoutChannel;
    /** SHA-256 (hex) of the split's seed, public from publishing on; the seed follows at the end. */
    readonly seedHash: string;
    readonly seed: string | null;
  };
  readonly me: {
    /** Null when a round may be started now; otherwise the first reason that applies. */
    readonly refusal: Failure | null;
    /** This campaign pays through the official account, and this player is not linked with it yet. */
    readonly needsLink: boolean;
    readonly roundsPlayed: number;
    readonly packets: readonly PacketView[];
  };
}

export type GameFacts =
  | {
      readonly gameId: 'red-packet-rain';
      readonly roundSeconds: number;
      readonly hitsPerPacket: number;
      readonly packetsPerRound: number;
    }
  | {
      readonly gameId: 'riddles';
      readonly roundSeconds: number;
      readonly riddleCount: number;
      readonly triesPerRiddle: number;
      readonly rightPerPacket: number;
    };

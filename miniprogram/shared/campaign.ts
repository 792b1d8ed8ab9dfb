import type { PayoutChannel } from './channels';
import type { RainSettings } from './games/red-packet-rain';
import type { RiddlesSettings } from './games/riddles';

/**
 * draft → preparing → published ⇄ paused, and from either of these → ended. `preparing` means the
 * split is being stored; while `paused` no round starts, but what was won is paid.
 */
export const CAMPAIGN_STATES = ['draft', 'preparing', 'published', 'paused', 'ended'] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

export type GameChoice =
  | { readonly id: 'red-packet-rain'; readonly settings: RainSettings }
  | { readonly id: 'riddles'; readonly settings: RiddlesSettings };

export interface SplitChoice {
  readonly kind: 'equal' | 'random';
  readonly totalFen: number;
  readonly packetCount: number;
  /** Bounds of one packet, both included. For an equal split they equal the share. */
  readonly minFen: number;
  readonly maxFen: number;
}

/** Everything an organiser decides. From publishing on only the greeting, the end and, upwards, the split change. */
export interface CampaignDraft {
  readonly title: string;
  readonly senderName: string;
  readonly greeting: string;
  readonly game: GameChoice;
  readonly split: SplitChoice;
  readonly startAtMs: number;
  readonly endAtMs: number;
  readonly packetsPerPlayer: number;
  readonly roundsPerPlayer: number;
  /** Player codes. Empty: everybody may play. */
  readonly allowList: readonly string[];
  readonly blockList: readonly string[];
  /** How the money reaches the players. */
  readonly channel: PayoutChannel;
  readonly funding: FundingKind;
}

/**
 * Where the budget comes from: set aside from the merchant's own balance, or paid in for this very
 * campaign by its organiser through a WeChat Pay order.
 */
export type FundingKind = 'merchant-balance' | 'paid-in';

export const CAMPAIGN_LIMITS = {
  titleCharacters: { least: 2, most: 20 },
  /** WeChat Pay's `send_name` is String(32); Chinese characters take three bytes each. */
  senderNameBytesMost: 32,
  /** WeChat Pay's `wishing` is String(128). */
  greetingBytesMost: 128,
  packetCount: { least: 1, most: 100_000 },
  packetsPerPlayer: { least: 1, most: 10 },
  roundsPerPlayer: { least: 1, most: 10 },
  listEntriesMost: 500,
  windowDaysMost: 90,
} as const;

/** A campaign as its organisers see it. */
import type { CampaignDraft, CampaignState } from '../campaign';
import type { GameId } from '../games/game-rules';

export interface OrganiserCard {
  readonly campaignId: string;
  readonly title: string;
  readonly gameId: GameId;
  readonly state: CampaignState;
  readonly startAtMs: number;
  readonly endAtMs: number;
  readonly totalFen: number;
  readonly packetCount: number;
  readonly claimedCount: number;
  readonly claimedFen: number;
  readonly paidFen: number;
}

export interface OrganiserCampaign {
  readonly campaignId: string;
  readonly revision: number;
  readonly state: CampaignState;
  readonly draft: CampaignDraft;
  readonly createdAtMs: number;
  readonly publishedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly seedHash: string | null;
}

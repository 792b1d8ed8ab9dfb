/** The function `player`: games and what was won in them. */

import type { PacketView } from './packet';
import type { CampaignCard, LobbyView } from './player-campaign';
import type { Page } from './reply';
import type { MoveReply, RoundResult, RoundStart } from './round';

export interface PlayerApi {
  /** Campaigns that run now or start within 7 days, the next one first. */
  home: { request: Record<never, never>; value: HomeView };
  lobby: { request: { campaignId: string }; value: LobbyView };
  /** Safe to repeat with the same requestId: the same round is dealt again. */
  'start-round': { request: { campaignId: string; requestId: string }; value: RoundStart };
  /** One move of a game that is judged step by step. `move` is the game's own. */
  move: { request: { ticket: string; move: unknown }; value: MoveReply };
  /** Ends the round and takes the packets it earned. Safe to repeat: one effect, the same answer. */
  'finish-round': {
    request: {
      ticket: string;
      evidence: unknown;
      /** How the mini program was entered; it only decides whether a packet can be opened here. */
      entryScene?: number;
    };
    value: RoundResult;
  };
  'my-packets': { request: { cursor?: string }; value: MyPackets };
  packet: { request: { claimId: string }; value: PacketView };
  /** Where this player's accounts are linked, for campaigns that pay through the official account. */
  link: { request: Record<never, never>; value: LinkView };
}

export interface HomeView {
  readonly campaigns: readonly CampaignCard[];
  /** Shown to organisers on allow and block lists; says nothing about the account. */
  readonly playerCode: string;
  readonly isOrganiser: boolean;
}

export interface LinkView {
  readonly isLinked: boolean;
  /** The page to show in a web-view; null when there is nothing to do or no link is set up. */
  readonly url: string | null;
}

export interface MyPackets extends Page<PacketView> {
  /** Beijing months, newest first, over everything this player ever won. */
  readonly months: readonly {
    readonly month: string;
    readonly amountFen: number;
    readonly count: number;
  }[];
}

/** The function `organiser`: campaigns, how they run, and what they owe. */
import type { CampaignDraft } from '../campaign';
import type { BalanceAccount, PayoutChannel } from '../channels';
import type { BalanceView } from './balance';
import type { ClaimExport, ClaimRow, HeldDecision } from './claims';
import type { LiveView } from './live';
import type { OrganiserCampaign, OrganiserCard } from './organiser-campaign';
import type { Page } from './reply';

export interface OrganiserApi {
  list: { request: { cursor?: string }; value: Page<OrganiserCard> };
  get: { request: { campaignId: string }; value: OrganiserCampaign };
  /** Without a campaignId a new draft is made; with one, `revision` must be the one that was read. */
  'save-draft': {
    request: { draft: CampaignDraft; campaignId?: string; revision?: number; requestId: string };
    value: OrganiserCampaign;
  };
  'delete-draft': { request: { campaignId: string }; value: Record<never, never> };
  /** Checks everything again, stores the whole split, then opens. Safe to repeat. */
  publish: { request: { campaignId: string; revision: number }; value: OrganiserCampaign };
  /** Ends now: no further packet is taken; what is owed is still paid. */
  end: { request: { campaignId: string }; value: OrganiserCampaign };
  /** No round starts while a campaign is paused; rounds being played may end, payouts go on. */
  pause: { request: { campaignId: string }; value: OrganiserCampaign };
  resume: { request: { campaignId: string }; value: OrganiserCampaign };
  /** The campaign's new totals; they only grow. Safe to repeat with the same requestId. */
  'add-budget': {
    request: { campaignId: string; totalFen: number; packetCount: number; requestId: string };
    value: OrganiserCampaign;
  };
  /** What may change while a campaign runs; new packets carry the new greeting. */
  'change-running': {
    request: { campaignId: string; revision: number; greeting: string; endAtMs: number };
    value: OrganiserCampaign;
  };
  /** Tries at once whether the reason of a pause is gone; claims and bill numbers stay as they are. */
  'resume-payouts': { request: { campaignId: string }; value: Record<never, never> };
  /** Payouts that wait for a person, newest first. */
  held: { request: { campaignId: string; cursor?: string }; value: Page<ClaimRow> };
  /**
   * What a person decides about a held payout. WeChat Pay is asked first: if its record shows that
   * the money moved, that is booked instead, and the row says so.
   */
  'decide-held': {
    request: {
      campaignId: string;
      claimId: string;
      decision: HeldDecision;
      /** For the audit trail: who is told later why this was right. */
      reason: string;
    };
    value: ClaimRow;
  };
  /** Which channels this deployment can pay through, and what the others still need. */
  channels: { request: Record<never, never>; value: { channels: readonly ChannelReadiness[] } };
  /** What the merchant has declared for campaigns that are paid from its own balance. */
  balance: { request: Record<never, never>; value: BalanceView };
  /** Only the finance role. `freeFen` is what may be set aside from now on, whatever was before. */
  'declare-balance': {
    request: { account: BalanceAccount; freeFen: number; requestId: string };
    value: BalanceView;
  };
  live: { request: { campaignId: string }; value: LiveView };
  claims: { request: { campaignId: string; cursor?: string }; value: Page<ClaimRow> };
  /** Begins a file with all claims, or goes on with the one that is being written. */
  'start-export': { request: { campaignId: string }; value: ClaimExport };
  /** Writes on for a few seconds; to be called until `url` is there. Safe to repeat. */
  'continue-export': { request: { campaignId: string; exportId: string }; value: ClaimExport };
}

/** One of the deployment's channels. `missing` names settings, never their values. */
export interface ChannelReadiness {
  readonly channel: PayoutChannel;
  readonly missing: readonly string[];
}

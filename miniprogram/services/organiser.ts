import type { CampaignDraft } from '../shared/campaign';
import type { BalanceAccount } from '../shared/channels';
import type { BalanceView } from '../shared/contract/balance';
import type { ClaimExport, ClaimRow, HeldDecision } from '../shared/contract/claims';
import type { LiveView } from '../shared/contract/live';
import type { ChannelReadiness } from '../shared/contract/organiser';
import type { OrganiserCampaign, OrganiserCard } from '../shared/contract/organiser-campaign';
import type { Page } from '../shared/contract/reply';
import type { CallResult } from './call-result';
import { call } from './cloud';

/** The organiser's campaigns, newest first. */
export function listCampaigns(cursor: string | null): Promise<CallResult<Page<OrganiserCard>>> {
  return call('organiser', 'list', cursor === null ? {} : { cursor });
}

export function loadCampaign(campaignId: string): Promise<CallResult<OrganiserCampaign>> {
  return call('organiser', 'get', { campaignId });
}

/** Makes a new draft. The same requestId never makes a second one. */
export function createDraft(
  draft: CampaignDraft,
  requestId: string,
): Promise<CallResult<OrganiserCampaign>> {
  return call('organiser', 'save-draft', { draft, requestId });
}

/** Changes a draft; refused with STALE_REVISION when somebody else saved since it was read. */
export function saveDraft(
  campaignId: string,
  revision: number,
  draft: CampaignDraft,
  requestId: string,
): Promise<CallResult<OrganiserCampaign>> {
  return call('organiser', 'save-draft', { draft, campaignId, revision, requestId });
}

export function deleteDraft(campaignId: string): Promise<CallResult<Record<never, never>>> {
  return call('organiser', 'delete-draft', { campaignId });
}

/** Checks everything again, stores the whole split, then opens. Safe to repeat. */
export function publishCampaign(
  campaignId: string,
  revision: number,
): Promise<CallResult<OrganiserCampaign>> {
  return call('organiser', 'publish', { campaignId, revision });
}

/** Ends now: no further packet is taken; what is owed is still paid. */
export function endCampaign(campaignId: string): Promise<CallResult<OrganiserCampaign>> {
  return call('organiser', 'end', { campaignId });
}

/** No round starts from now on; payouts go on. */
export function pauseCampaign(campaignId: string): Promise<CallResult<OrganiserCampaign>> {
  return call('organiser', 'pause', { campaignId });
}

export function resumeCampaign(campaignId: string): Promise<CallResult<OrganiserCampaign>> {
  return call('organiser', 'resume', { campaignId });
}

/** The campaign's new totals. The same requestId adds nothing twice. */
export function addBudget(
  campaignId: string,
  totals: { readonly totalFen: number; readonly packetCount: number },
  requestId: string,
): Promise<CallResult<OrganiserCampaign>> {
  return call('organiser', 'add-budget', { campaignId, ...totals, requestId });
}

export function changeRunning(
  campaignId: string,
  revision: number,
  change: { readonly greeting: string; readonly endAtMs: number },
): Promise<CallResult<OrganiserCampaign>> {
  return call('organiser', 'change-running', { campaignId, revision, ...change });
}

/** The next payout tries whether the reason of the pause is gone. */
export function resumePayouts(campaignId: string): Promise<CallResult<Record<never, never>>> {
  return call('organiser', 'resume-payouts', { campaignId });
}

/** Payouts that wait for a person, newest first. */
export function listHeld(
  campaignId: string,
  cursor: string | null,
): Promise<CallResult<Page<ClaimRow>>> {
  return call('organiser', 'held', cursor === null ? { campaignId } : { campaignId, cursor });
}

export function decideHeld(
  campaignId: string,
  claimId: string,
  decision: HeldDecision,
  reason: string,
): Promise<CallResult<ClaimRow>> {
  return call('organiser', 'decide-held', { campaignId, claimId, decision, reason });
}

export function loadLive(campaignId: string): Promise<CallResult<LiveView>> {
  return call('organiser', 'live', { campaignId });
}

/** One page of a campaign's claims, newest first. */
export function listClaims(
  campaignId: string,
  cursor: string | null,
): Promise<CallResult<Page<ClaimRow>>> {
  return call('organiser', 'claims', cursor === null ? { campaignId } : { campaignId, cursor });
}

/** Begins a file with all claims, or finds the one that is being written. */
export function startExport(campaignId: string): Promise<CallResult<ClaimExport>> {
  return call('organiser', 'start-export', { campaignId });
}

/** Writes on for a few seconds; safe to repeat until the file is there. */
export function continueExport(
  campaignId: string,
  exportId: string,
): Promise<CallResult<ClaimExport>> {
  return call('organiser', 'continue-export', { campaignId, exportId });
}

/** Which channels this deployment can pay through, and what the others still need. */
export function loadChannels(): Promise<
  CallResult<{ readonly channels: readonly ChannelReadiness[] }>
> {
  return call('organiser', 'channels', {});
}

export function loadBalance(): Promise<CallResult<BalanceView>> {
  return call('organiser', 'balance', {});
}

/** What may be set aside from now on, whatever was declared before. */
export function declareBalance(
  account: BalanceAccount,
  freeFen: number,
  requestId: string,
): Promise<CallResult<BalanceView>> {
  return call('organiser', 'declare-balance', { account, freeFen, requestId });
}

import type { CampaignDraft } from '../shared/campaign';
import type {
  ClaimRow,
  LiveView,
  OrganiserCampaign,
  OrganiserCard,
  Page,
} from '../shared/contract';
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

/* What an organiser may see, built field by field; players appear by their codes alone. */
import type { ClaimRow } from '../../miniprogram/shared/contract/claims';
import type { OrganiserCampaign } from '../../miniprogram/shared/contract/organiser-campaign';
import { paymentView, type ShownClaim } from './player-view';
import type { QuietHours } from './quiet-hours';
import type { CampaignRecord } from './records';

export function organiserCampaign(campaign: CampaignRecord): OrganiserCampaign {
  return {
    campaignId: campaign._id,
    revision: campaign.revision,
    state: campaign.state,
    draft: campaign.draft,
    createdAtMs: campaign.createdAtMs,
    publishedAtMs: campaign.publishedAtMs,
    endedAtMs: campaign.endedAtMs,
    seedHash: campaign.seedHash,
  };
}

export function claimRow(claim: ShownClaim, quiet: QuietHours | null, nowMs: number): ClaimRow {
  return {
    claimId: claim._id,
    playerCode: claim.playerCode,
    amountFen: claim.amountFen,
    claimedAtMs: claim.claimedAtMs,
    payment: paymentView(claim, quiet, nowMs),
    heldReason: claim.heldReason,
    billNo: claim.billNo,
  };
}

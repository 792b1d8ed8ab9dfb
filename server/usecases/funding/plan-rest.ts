import { balancesOf } from '../../domain/funding/books';
import type { FundingRecord } from '../../domain/funding/records';
import { planRefunds } from '../../domain/funding/refunds';
import { idFromBytes } from '../../domain/ids';
import type { CampaignRecord } from '../../domain/records';
import { campaignById, touchDraft } from '../stores/campaigns';
import { fundingOf, saveFunding } from '../stores/fundings';
import { playersShare } from './players-share';
import type { FundingBooksTools } from './tools';

const TRIES_MOST = 10;
const REFUND_NO_BYTES = 16;

/**
 * Promises back everything that is not the players', once for each requestId. Nothing leaves yet:
 * whoever drives the refunds does the rest. Null: there is no funding, or too many others.
 */
export async function planRest(
  tools: FundingBooksTools,
  campaignId: string,
  requestId: string,
): Promise<FundingRecord | null> {
  const { documents, clock, randomBytes } = tools;
  for (let tries = 0; tries < TRIES_MOST; tries += 1) {
    // The funding is read before the campaign, and written only if nobody changed it since.
    const funding = await fundingOf(documents, campaignId);
    if (!funding || isPlanned(funding, requestId)) return funding;
    const campaign = await campaignById(documents, campaignId);
    const theirsFen = await theirsOf(tools, funding, campaign);
    if (isStranded(funding, campaign) && !(await touchDraft(documents, campaign))) continue;
    const planned = planRefunds(funding, {
      theirsFen,
      requestId,
      atMs: clock(),
      drawNo: () => idFromBytes(randomBytes(REFUND_NO_BYTES)),
    });
    if (planned === funding) return funding;
    const saved = await saveFunding(documents, funding, planned);
    if (saved) return saved;
  }
  return null;
}

/**
 * What of the paid-in money is the players': while a campaign can be played, all that is set aside;
 * once its pool is closed, what they took. Nothing of a draft's.
 */
export async function theirsOf(
  tools: Pick<FundingBooksTools, 'documents'>,
  funding: FundingRecord,
  campaign: CampaignRecord | null,
): Promise<number> {
  if (!campaign || campaign.state === 'draft') return 0;
  if (campaign.draft.funding !== 'paid-in') return 0;
  const share = await playersShare(tools, campaign);
  return share ? share.theirsFen : balancesOf(funding)['set-aside'];
}

/**
 * Publishing stopped between setting aside and beginning to split. Before the money is taken back,
 * the campaign is touched. Then no publishing goes on with money that is gone: one that read the
 * campaign before the touch cannot begin, because beginning names the campaign's `rev`; one that
 * reads it later sets aside again, and that changes the funding, so that taking it back fails.
 */
function isStranded(
  funding: FundingRecord,
  campaign: CampaignRecord | null,
): campaign is CampaignRecord {
  return campaign?.state === 'draft' && balancesOf(funding)['set-aside'] > 0;
}

export function isPlanned(funding: FundingRecord, requestId: string): boolean {
  return funding.orders.some((order) =>
    order.refunds.some((refund) => refund.requestId === requestId),
  );
}

import type { FundingView } from '../../../miniprogram/shared/contract/funding';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { balancesOf } from '../../domain/funding/books';
import type { FundingRecord } from '../../domain/funding/records';
import { ownCampaign } from '../organiser/own-campaign';
import { addAuditEntry } from '../stores/audit';
import { fundingOf } from '../stores/fundings';
import type { Tools } from '../tools';
import { driveRefund } from './drive-refund';
import { isPlanned, planRest } from './plan-rest';
import type { FundingTools } from './tools';
import { fundingView } from './views';

/** The rest follows within the minute: the keeper drives what is not begun here. */
const BEGUN_AT_ONCE = 5;

/**
 * Everything that may go back goes back, each order's part on the way it came: what was never set
 * aside for players, and once a campaign has ended what is theirs no more. Safe to repeat with the
 * same requestId. The first of these that applies: NOT_FOUND, NOT_FUNDED_THIS_WAY,
 * NOTHING_TO_REFUND, BUSY.
 */
export async function refundRest(
  tools: Tools & FundingTools,
  openid: string,
  request: { readonly campaignId: string; readonly requestId: string },
): Promise<Result<FundingView>> {
  const { documents, clock, names } = tools;
  const { campaignId, requestId } = request;
  const found = await ownCampaign(tools, openid, campaignId);
  if (!found.ok) return found;
  const campaign = found.value;
  const before = await fundingOf(documents, campaignId);
  if (!before) {
    const isPaidIn = campaign.draft.funding === 'paid-in';
    return failure(isPaidIn ? 'NOTHING_TO_REFUND' : 'NOT_FUNDED_THIS_WAY');
  }
  const { refundableFen } = await fundingView(tools, campaign);
  if (!isPlanned(before, requestId)) {
    if (refundableFen === 0) return failure('NOTHING_TO_REFUND');
    await addAuditEntry(documents, {
      id: `${campaignId}.refund-rest.${requestId}`,
      campaignId,
      atMs: clock(),
      who: names.playerCode(openid),
      action: 'refund-rest',
      before: balancesOf(before),
      after: { refundableFen },
    });
  }
  const planned = await planRest(tools, campaignId, requestId);
  if (!planned) return failure('BUSY');
  if (!isPlanned(planned, requestId)) return failure('NOTHING_TO_REFUND');
  await beginRefunds(tools, planned, requestId);
  return success(await fundingView(tools, campaign));
}

async function beginRefunds(
  tools: FundingTools,
  funding: FundingRecord,
  requestId: string,
): Promise<void> {
  const planned = funding.orders.flatMap((order) =>
    order.refunds
      .filter((refund) => refund.requestId === requestId && refund.acceptedAtMs === null)
      .map((refund) => ({ order, refund })),
  );
  for (const { order, refund } of planned.slice(0, BEGUN_AT_ONCE)) {
    await driveRefund(tools, funding._id, order, refund);
  }
}

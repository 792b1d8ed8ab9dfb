import type { OrganiserCampaign } from '../../../miniprogram/shared/contract/organiser-campaign';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { organiserCampaign } from '../../domain/organiser-view';
import { addAuditEntry } from '../stores/audit';
import { campaignById, endCampaign, markPoolClosed } from '../stores/campaigns';
import { closeShards } from '../stores/pool';
import type { OrganiserTools, Tools } from '../tools';
import { finishAddedBudget } from './add-budget';
import { ownCampaign } from './own-campaign';

const SHARDS_AT_ONCE = 50;

/**
 * Ends a campaign now: no further packet is taken; what is owed is still paid. Safe to repeat. The
 * first of these that applies: NOT_FOUND, NOT_PUBLISHED, BUSY (budget was added at this moment).
 */
export async function end(
  tools: OrganiserTools,
  openid: string,
  request: { campaignId: string },
): Promise<Result<OrganiserCampaign>> {
  const { documents, clock } = tools;
  const found = await ownCampaign(tools, openid, request.campaignId);
  if (!found.ok) return found;
  const { _id: campaignId, state } = found.value;
  if (state === 'draft' || state === 'preparing') return failure('NOT_PUBLISHED');

  if (state !== 'ended') {
    await finishAddedBudget(tools, found.value);
    await addAuditEntry(documents, {
      id: `${campaignId}.end`,
      campaignId,
      atMs: clock(),
      who: tools.names.playerCode(openid),
      action: 'end',
      before: { state },
      after: { state: 'ended' },
    });
    await endCampaign(documents, campaignId, clock());
    const now = await campaignById(documents, campaignId);
    if (now?.state !== 'ended') return failure('BUSY');
  }
  await closePool(tools, campaignId);
  const ended = await campaignById(documents, campaignId);
  return ended ? success(organiserCampaign(ended)) : failure('NOT_FOUND');
}

/** Closes every shard of an ended campaign: from here the remainder is final. Safe to repeat. */
export async function closePool(tools: Tools, campaignId: string): Promise<void> {
  for (;;) {
    const open = await closeShards(tools.documents, campaignId, SHARDS_AT_ONCE);
    if (open === 0) break;
  }
  await markPoolClosed(tools.documents, campaignId);
}

import type { CampaignDraft } from '../../../miniprogram/shared/campaign';
import type { OrganiserCampaign } from '../../../miniprogram/shared/contract/organiser-campaign';
import { checkDraft } from '../../../miniprogram/shared/draft-check';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { organiserCampaign } from '../../domain/organiser-view';
import type { CampaignRecord } from '../../domain/records';
import { closeFundingOf } from '../funding/close-funding';
import { addAuditEntry } from '../stores/audit';
import { campaignById, insertDraft, removeDraft, replaceDraft } from '../stores/campaigns';
import type { OrganiserTools } from '../tools';
import { ownCampaign } from './own-campaign';

export interface SaveDraftRequest {
  readonly draft: CampaignDraft;
  readonly campaignId?: string | undefined;
  readonly revision?: number | undefined;
  readonly requestId: string;
}

/**
 * Makes a new draft, or replaces one that was read at `revision`. Safe to repeat with the same
 * requestId. The first of these that applies: the draft's own problems in the order of `checkDraft`,
 * NOT_FOUND, NOT_A_DRAFT, STALE_REVISION.
 */
export async function saveDraft(
  tools: OrganiserTools,
  openid: string,
  request: SaveDraftRequest,
): Promise<Result<OrganiserCampaign>> {
  const draft = tidied(request.draft);
  const [problem] = checkDraft(draft, tools.clock());
  if (problem) return { ok: false, failure: problem.failure };
  return request.campaignId === undefined
    ? createDraft(tools, openid, draft, request.requestId)
    : changeDraft(tools, openid, { ...request, draft, campaignId: request.campaignId });
}

async function createDraft(
  tools: OrganiserTools,
  openid: string,
  draft: CampaignDraft,
  requestId: string,
): Promise<Result<OrganiserCampaign>> {
  const { documents, names, clock } = tools;
  const campaign: CampaignRecord = {
    _id: names.campaignId(openid, requestId),
    rev: 1,
    organiserOpenid: openid,
    requestId,
    state: 'draft',
    revision: 1,
    draft,
    createdAtMs: clock(),
    publishedAtMs: null,
    endedAtMs: null,
    endAtMs: draft.endAtMs,
    shardCount: 0,
    seed: null,
    seedHash: null,
    shardsClosed: false,
  };
  await audit(tools, openid, campaign._id, 'create', requestId, null, draft);
  if (await insertDraft(documents, campaign)) return success(organiserCampaign(campaign));
  const existing = await campaignById(documents, campaign._id);
  // Deleted in between: the request was served, and what it made is gone.
  return existing ? success(organiserCampaign(existing)) : failure('NOT_FOUND');
}

async function changeDraft(
  tools: OrganiserTools,
  openid: string,
  request: SaveDraftRequest & { readonly campaignId: string },
): Promise<Result<OrganiserCampaign>> {
  const { draft, requestId } = request;
  const found = await ownCampaign(tools, openid, request.campaignId);
  if (!found.ok) return found;
  const campaign = found.value;
  if (campaign.requestId === requestId) return success(organiserCampaign(campaign));
  if (campaign.state !== 'draft') return failure('NOT_A_DRAFT');
  if (campaign.revision !== request.revision) return failure('STALE_REVISION');

  await audit(tools, openid, campaign._id, 'change', requestId, campaign.draft, draft);
  const replaced = await replaceDraft(tools.documents, campaign, draft, requestId);
  if (!replaced) return failure('STALE_REVISION');
  return success(
    organiserCampaign({ ...campaign, draft, requestId, revision: campaign.revision + 1 }),
  );
}

/** The first of these that applies: NOT_FOUND, NOT_A_DRAFT, MONEY_PAID_IN, BUSY. */
export async function deleteDraft(
  tools: OrganiserTools,
  openid: string,
  request: { campaignId: string },
): Promise<Result<Record<never, never>>> {
  const found = await ownCampaign(tools, openid, request.campaignId);
  if (!found.ok) return found;
  const campaign = found.value;
  if (campaign.state !== 'draft') return failure('NOT_A_DRAFT');
  const closed = await closeFundingOf(tools, campaign);
  if (!closed.ok) return closed;

  await audit(tools, openid, campaign._id, 'delete', `${campaign.revision}`, campaign.draft, null);
  const removed = await removeDraft(tools.documents, campaign._id);
  return removed ? success({}) : failure('NOT_A_DRAFT');
}

/** Spaces at either end are nobody's intention, and players would see them. */
function tidied(draft: CampaignDraft): CampaignDraft {
  return {
    ...draft,
    title: draft.title.trim(),
    senderName: draft.senderName.trim(),
    greeting: draft.greeting.trim(),
  };
}

function audit(
  tools: OrganiserTools,
  openid: string,
  campaignId: string,
  action: string,
  instance: string,
  before: unknown,
  after: unknown,
): Promise<void> {
  return addAuditEntry(tools.documents, {
    id: `${campaignId}.${action}.${instance}`,
    campaignId,
    atMs: tools.clock(),
    who: tools.names.playerCode(openid),
    action,
    before,
    after,
  });
}

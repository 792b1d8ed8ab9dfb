import type { OrganiserCampaign } from '../../../miniprogram/shared/contract/organiser-campaign';
import { checkDraft } from '../../../miniprogram/shared/draft-check';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { organiserCampaign } from '../../domain/organiser-view';
import { addAuditEntry } from '../stores/audit';
import { campaignById, changeRunning as storeChange } from '../stores/campaigns';
import type { OrganiserTools } from '../tools';
import { ownCampaign } from './own-campaign';

export interface ChangeRunningRequest {
  readonly campaignId: string;
  /** The one that was read: nobody overwrites a change that they have not seen. */
  readonly revision: number;
  readonly greeting: string;
  readonly endAtMs: number;
}

/**
 * Changes what may change while a campaign runs (F-73): the greeting of packets from then on, and
 * the end. The first of these that applies: NOT_FOUND, NOT_PUBLISHED (also past its end),
 * STALE_REVISION, the draft's own problems in the order of `checkDraft`, TEXT_REFUSED,
 * TEXT_CHECK_UNAVAILABLE.
 */
export async function changeRunning(
  tools: OrganiserTools,
  openid: string,
  request: ChangeRunningRequest,
): Promise<Result<OrganiserCampaign>> {
  const { documents, clock, names } = tools;
  const found = await ownCampaign(tools, openid, request.campaignId);
  if (!found.ok) return found;
  const { state, draft, revision, endAtMs, _id: campaignId } = found.value;
  const isRunning = (state === 'published' || state === 'paused') && clock() < endAtMs;
  if (!isRunning) return failure('NOT_PUBLISHED');
  if (revision !== request.revision) return failure('STALE_REVISION');

  const after = { greeting: request.greeting.trim(), endAtMs: request.endAtMs };
  const [problem] = checkDraft({ ...draft, ...after }, clock());
  if (problem) return { ok: false, failure: problem.failure };
  if (after.greeting !== draft.greeting) {
    const verdict = await tools.textCheck(after.greeting, openid);
    if (verdict === 'refused') return failure('TEXT_REFUSED', { field: 'greeting' });
    if (verdict === 'unavailable') return failure('TEXT_CHECK_UNAVAILABLE');
  }

  await addAuditEntry(documents, {
    id: `${campaignId}.change-running.${revision}`,
    campaignId,
    atMs: clock(),
    who: names.playerCode(openid),
    action: 'change-running',
    before: { greeting: draft.greeting, endAtMs: draft.endAtMs },
    after,
  });
  if (!(await storeChange(documents, found.value, after))) return failure('STALE_REVISION');
  const changed = await campaignById(documents, campaignId);
  return changed ? success(organiserCampaign(changed)) : failure('NOT_FOUND');
}

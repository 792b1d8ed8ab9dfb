import type { OrganiserCampaign } from '../../../miniprogram/shared/contract/organiser-campaign';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { organiserCampaign } from '../../domain/organiser-view';
import { addAuditEntry } from '../stores/audit';
import { campaignById, setPaused } from '../stores/campaigns';
import type { OrganiserTools } from '../tools';
import { ownCampaign } from './own-campaign';

/**
 * The switch for emergencies: from within two seconds no round starts. Rounds that are being played
 * may be handed in within their grace, and what was won is paid. Safe to repeat. The first of these
 * that applies: NOT_FOUND, NOT_PUBLISHED.
 */
export function pause(tools: OrganiserTools, openid: string, request: { campaignId: string }) {
  return switchTo(tools, openid, request.campaignId, 'paused');
}

/** Lets a paused campaign go on until its end. The same failures as `pause`. */
export function resume(tools: OrganiserTools, openid: string, request: { campaignId: string }) {
  return switchTo(tools, openid, request.campaignId, 'published');
}

async function switchTo(
  tools: OrganiserTools,
  openid: string,
  campaignId: string,
  state: 'paused' | 'published',
): Promise<Result<OrganiserCampaign>> {
  const { documents, clock, names } = tools;
  const found = await ownCampaign(tools, openid, campaignId);
  if (!found.ok) return found;
  const before = found.value;
  if (before.state === state) return success(organiserCampaign(before));
  if (before.state !== 'published' && before.state !== 'paused') return failure('NOT_PUBLISHED');

  await addAuditEntry(documents, {
    // The revision of what was read: a repeat adds nothing, the next switch has an entry of its own.
    id: `${campaignId}.${state}.${before.rev}`,
    campaignId,
    atMs: clock(),
    who: names.playerCode(openid),
    action: state === 'paused' ? 'pause' : 'resume',
    before: { state: before.state },
    after: { state },
  });
  await setPaused(documents, campaignId, state === 'paused');
  const after = await campaignById(documents, campaignId);
  return after?.state === state ? success(organiserCampaign(after)) : failure('NOT_PUBLISHED');
}

import { MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import { type Result, success } from '../../../miniprogram/shared/result';
import { addAuditEntry } from '../stores/audit';
import { readMerchantState, tryPausedNow } from '../stores/merchant-states';
import { hastenRefused } from '../stores/payout-queue';
import type { OrganiserTools } from '../tools';
import { ownCampaign } from './own-campaign';

/** More than the lanes of several senders that met one refusal together. */
const WAITING_MOST = 200;

/**
 * Says that the reason of a pause is gone. The sender believes nobody: its next run tries one
 * payout, and goes on with all others only when that one was taken. What the self-check found ends
 * by itself when it is repaired, so there this changes nothing. Safe to repeat. NOT_FOUND.
 */
export async function resumePayouts(
  tools: OrganiserTools,
  openid: string,
  request: { campaignId: string },
): Promise<Result<Record<never, never>>> {
  const { documents, clock, names } = tools;
  const found = await ownCampaign(tools, openid, request.campaignId);
  if (!found.ok) return found;
  const { channel } = found.value.draft;
  const merchant = await readMerchantState(documents, channel);
  const { pausedReason, pausedBy, pausedSinceMs, retryAtMs } = merchant;
  if (pausedReason === null || pausedBy !== 'provider') return success({});

  const atMs = clock();
  await addAuditEntry(documents, {
    // Tapping again within a minute is the same wish.
    id: `${request.campaignId}.resume-payouts.${pausedSinceMs}.${Math.floor(atMs / MINUTE_MS)}`,
    campaignId: request.campaignId,
    atMs,
    who: names.playerCode(openid),
    action: 'resume-payouts',
    before: { pausedReason, retryAtMs },
    after: { retryAtMs: atMs },
  });
  await tryPausedNow(documents, merchant, atMs);
  await hastenRefused(documents, channel, pausedReason, atMs, WAITING_MOST);
  return success({});
}

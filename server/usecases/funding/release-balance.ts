import { type BalanceAccount, CHANNEL_RULES } from '../../../miniprogram/shared/channels';
import { giveUp, keepOnly, settle, withoutSettled } from '../../domain/funding/balances';
import type { BalanceRecord, SetAsideRecord } from '../../domain/funding/records';
import { STRANDED_AFTER_MS } from '../../domain/funding/timing';
import type { CampaignRecord } from '../../domain/records';
import { attempt } from '../attempt';
import { balanceOf, saveBalance } from '../stores/balances';
import { campaignById, touchDraft } from '../stores/campaigns';
import { playersShare } from './players-share';
import type { FundingBooksTools } from './tools';

/** Gives back what campaigns set aside of one account and need no more. How many gave something. */
export async function releaseBalance(
  tools: FundingBooksTools,
  account: BalanceAccount,
  inTime: () => boolean,
): Promise<number> {
  const balance = await balanceOf(tools.documents, account);
  let released = 0;
  for (const entry of balance?.setAside ?? []) {
    if (!inTime()) break;
    const work = async () => {
      if (await releaseEntry(tools, account, entry)) released += 1;
    };
    await attempt(tools.log, 'funding.failed', { campaignId: entry.campaignId }, work);
  }
  const now = await balanceOf(tools.documents, account);
  const pruned = now && withoutSettled(now, tools.clock());
  if (now && pruned && pruned !== now) await saveBalance(tools.documents, now, pruned);
  return released;
}

/** The account is read before the campaign and written only if nobody changed it since. */
async function releaseEntry(
  tools: FundingBooksTools,
  account: BalanceAccount,
  { campaignId, settledAtMs }: SetAsideRecord,
): Promise<boolean> {
  if (settledAtMs !== null) return false;
  const before = await balanceOf(tools.documents, account);
  if (!before) return false;
  const campaign = await campaignById(tools.documents, campaignId);
  const after = await released(tools, before, campaignId, campaign);
  if (after === before) return false;
  if (!(await saveBalance(tools.documents, before, after))) return false;
  tools.log.info('funding.released', { campaignId, kind: account });
  return true;
}

async function released(
  tools: FundingBooksTools,
  balance: BalanceRecord,
  campaignId: string,
  campaign: CampaignRecord | null,
): Promise<BalanceRecord> {
  const nowMs = tools.clock();
  if (!campaign) return giveUp(balance, campaignId);
  if (campaign.state === 'draft') {
    const entry = balance.setAside.find((one) => one.campaignId === campaignId);
    const isStranded = entry !== undefined && nowMs - entry.atMs >= STRANDED_AFTER_MS;
    // As in plan-rest.ts: whoever publishes at this moment has to set aside again.
    const mayTake = isStranded && (await touchDraft(tools.documents, campaign));
    return mayTake ? giveUp(balance, campaignId) : balance;
  }
  const { draft } = campaign;
  const isFromHere =
    draft.funding === 'merchant-balance' && CHANNEL_RULES[draft.channel].account === balance._id;
  if (!isFromHere) return giveUp(balance, campaignId);
  const share = await playersShare(tools, campaign);
  if (!share) return balance;
  const kept = keepOnly(balance, campaignId, share.theirsFen);
  return share.outstandingFen === 0 ? settle(kept, campaignId, nowMs) : kept;
}

import { failure, type Result, success } from '../../../miniprogram/shared/result';
import type { CampaignRecord } from '../../domain/records';
import { campaignById } from '../stores/campaigns';
import type { Tools } from '../tools';

/** NOT_FOUND also when it is another organiser's: whether an id exists is nobody else's business. */
export async function ownCampaign(
  tools: Tools,
  openid: string,
  campaignId: string,
): Promise<Result<CampaignRecord>> {
  const campaign = await campaignById(tools.documents, campaignId);
  return campaign?.organiserOpenid === openid ? success(campaign) : failure('NOT_FOUND');
}

import type { FundingView } from '../../../miniprogram/shared/contract/funding';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { orderIn } from '../../domain/funding/changes';
import { wantClosed } from '../../domain/funding/funding';
import type { FundingRecord, OrderRecord } from '../../domain/funding/records';
import type { CampaignRecord } from '../../domain/records';
import { ownCampaign } from '../organiser/own-campaign';
import { changeFunding, fundingOf } from '../stores/fundings';
import type { Tools } from '../tools';
import { askOrder } from './ask-order';
import type { FundingTools } from './tools';
import { fundingView } from './views';

export interface OrderRequest {
  readonly campaignId: string;
  readonly orderNo: string;
}

/**
 * WeChat's page was closed, and what it told the phone proves nothing: the provider is asked. The
 * first of these that applies: NOT_FOUND, PROVIDER_UNAVAILABLE (nothing was changed).
 */
export async function checkOrder(
  tools: Tools & FundingTools,
  openid: string,
  request: OrderRequest,
): Promise<Result<FundingView>> {
  const found = await ownOrder(tools, openid, request);
  if (!found.ok) return found;
  const { campaign, funding, order } = found.value;
  const news = await askOrder(tools, funding, order);
  if (news === 'unclear') return failure('PROVIDER_UNAVAILABLE');
  return success(await fundingView(tools, campaign));
}

/**
 * An order that its organiser will not pay. It is closed at once, or as soon as the provider closes
 * orders of its age; until then it is shown as unpaid. One that was paid meanwhile stays paid. The
 * same failures as `checkOrder`.
 */
export async function closeOrder(
  tools: Tools & FundingTools,
  openid: string,
  request: OrderRequest,
): Promise<Result<FundingView>> {
  const found = await ownOrder(tools, openid, request);
  if (!found.ok) return found;
  const { campaign, order } = found.value;
  const { orderNo } = request;
  if (order.state === 'UNPAID') {
    const wanted = await changeFunding(tools.documents, campaign._id, (funding) =>
      wantClosed(funding, orderNo, tools.clock()),
    );
    const unwanted = wanted && orderIn(wanted, orderNo);
    if (!wanted || !unwanted) return failure('BUSY');
    const news = await askOrder(tools, wanted, unwanted);
    if (news === 'unclear') return failure('PROVIDER_UNAVAILABLE');
  }
  return success(await fundingView(tools, campaign));
}

/** One order of one's own campaign. NOT_FOUND. */
export async function ownOrder(
  tools: Tools,
  openid: string,
  request: OrderRequest,
): Promise<
  Result<{
    readonly campaign: CampaignRecord;
    readonly funding: FundingRecord;
    readonly order: OrderRecord;
  }>
> {
  const found = await ownCampaign(tools, openid, request.campaignId);
  if (!found.ok) return found;
  const paidIn = await fundingOf(tools.documents, request.campaignId);
  const order = paidIn && orderIn(paidIn, request.orderNo);
  return order ? success({ campaign: found.value, funding: paidIn, order }) : failure('NOT_FOUND');
}

import type { CampaignDraft } from '../../../miniprogram/shared/campaign';
import type { FundingView } from '../../../miniprogram/shared/contract/funding';
import type { FundingRecord } from '../../../server/domain/funding/records';
import {
  type CampaignWorld,
  must,
  OWNER,
  rainDraft,
  requestId,
} from '../../support/campaign-world';

/** 10 packets of 100 fen each, paid in by the organiser. */
export const TOTAL_FEN = 1_000;
const SPLIT: CampaignDraft['split'] = {
  kind: 'equal',
  totalFen: TOTAL_FEN,
  packetCount: 10,
  minFen: 100,
  maxFen: 100,
};

export async function paidInDraft(
  world: CampaignWorld,
  changes: Partial<CampaignDraft> = {},
): Promise<{ readonly campaignId: string; readonly revision: number }> {
  const draft = rainDraft({ split: SPLIT, funding: 'paid-in', ...changes });
  return must(await world.asOrganiser(OWNER, 'save-draft', { draft, requestId: requestId() }));
}

/** An order that the organiser pays; our side does not know yet. */
export async function paidOrder(
  world: CampaignWorld,
  campaignId: string,
  amountFen = TOTAL_FEN,
): Promise<string> {
  const request = { campaignId, amountFen, requestId: requestId() };
  const { orderNo } = must(await world.asCashier(OWNER, 'pay-in', request));
  if (!world.orders.pay(orderNo)) throw new Error('the order cannot be paid');
  return orderNo;
}

/** A paid-in campaign that is open, its money set aside. */
export async function openPaidIn(
  world: CampaignWorld,
  changes: Partial<CampaignDraft> = {},
): Promise<string> {
  const { campaignId, revision } = await paidInDraft(world, changes);
  const orderNo = await paidOrder(world, campaignId);
  must(await world.asCashier(OWNER, 'check-order', { campaignId, orderNo }));
  must(await world.asOrganiser(OWNER, 'publish', { campaignId, revision }));
  return campaignId;
}

/** An open campaign with something left over, which WeChat Pay will not give back. */
export async function stuckRest(
  world: CampaignWorld,
): Promise<{ readonly campaignId: string; readonly orderNo: string; readonly refundNo: string }> {
  const campaignId = await openPaidIn(world);
  const orderNo = await paidOrder(world, campaignId, 70);
  must(await world.asCashier(OWNER, 'check-order', { campaignId, orderNo }));
  world.orders.fates.push({ refuse: 'TRADE_OVERDUE' });
  const rest = { campaignId, requestId: requestId() };
  const { orders } = must(await world.asCashier(OWNER, 'refund-rest', rest));
  return { campaignId, orderNo, refundNo: orders[0]!.refunds[0]!.refundNo };
}

export async function fundingIn(world: CampaignWorld, campaignId: string): Promise<FundingView> {
  return must(await world.asCashier(OWNER, 'funding', { campaignId }));
}

export async function storedFunding(
  world: CampaignWorld,
  campaignId: string,
): Promise<FundingRecord> {
  const funding = await world.documents.get<FundingRecord>('fundings', campaignId);
  if (!funding) throw new Error('no funding');
  return funding;
}

/** What must hold at every moment, against what the provider itself knows. */
export function assertNobodyLost(world: CampaignWorld): void {
  const { orders } = world;
  if (orders.givenBackFen() > orders.paidFen()) throw new Error('more went back than was paid in');
  const faults = world.logged.filter((line) => line.startsWith('funding.failed'));
  if (faults.length > 0) throw new Error(faults[0]);
}

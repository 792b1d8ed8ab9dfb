import type { OpenPacket, PayIn } from '../shared/contract/cashier';
import type { ClaimRow } from '../shared/contract/claims';
import type { FundingView } from '../shared/contract/funding';
import type { PacketView } from '../shared/contract/packet';
import type { CallResult } from './call-result';
import { call } from './cloud';
import { entryScene } from './entry-scene';

/** What WeChat's own page needs to hand one packet over. An owed packet is sent at once. */
export function openPacket(claimId: string): Promise<CallResult<OpenPacket>> {
  return call('cashier', 'open-packet', { claimId, entryScene: entryScene() });
}

/** The packet as WeChat Pay sees it now. */
export function checkPacket(claimId: string): Promise<CallResult<PacketView>> {
  return call('cashier', 'check-packet', { claimId });
}

export function loadFunding(campaignId: string): Promise<CallResult<FundingView>> {
  return call('cashier', 'funding', { campaignId });
}

/** An order for a campaign's budget. The same requestId gives the same order again. */
export function createOrder(
  campaignId: string,
  amountFen: number,
  requestId: string,
): Promise<CallResult<PayIn>> {
  return call('cashier', 'pay-in', { campaignId, amountFen, requestId });
}

/** The orders as WeChat Pay sees them now. */
export function checkOrder(campaignId: string, orderNo: string): Promise<CallResult<FundingView>> {
  return call('cashier', 'check-order', { campaignId, orderNo });
}

/** An order that nobody will pay. One that was paid meanwhile stays paid. */
export function closeOrder(campaignId: string, orderNo: string): Promise<CallResult<FundingView>> {
  return call('cashier', 'close-order', { campaignId, orderNo });
}

/** Everything that may go back, on the way it came. The same requestId sends nothing back twice. */
export function refundRest(
  campaignId: string,
  requestId: string,
): Promise<CallResult<FundingView>> {
  return call('cashier', 'refund-rest', { campaignId, requestId });
}

/** A refund that WeChat Pay will not make is given back outside the app. */
export function settleRefund(
  campaignId: string,
  refund: { readonly orderNo: string; readonly refundNo: string },
  note: string,
  requestId: string,
): Promise<CallResult<FundingView>> {
  const { orderNo, refundNo } = refund;
  return call('cashier', 'settle-refund', { campaignId, orderNo, refundNo, note, requestId });
}

/** Takes back a transfer that its player has not confirmed. */
export function withdrawPayout(
  campaignId: string,
  claimId: string,
  reason: string,
): Promise<CallResult<ClaimRow>> {
  return call('cashier', 'withdraw-payout', { campaignId, claimId, reason });
}

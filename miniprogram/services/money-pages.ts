import { checkOrder, checkPacket, createOrder, openPacket } from './cashier';
import { type Opening, type OpeningPhase, openWith } from './packet-opening';
import { type Payment, payWith } from './paying-in';
import { showPacketPage, showPaymentPage } from './wechat-pay';

/** Hands one packet over to this phone's player. */
export function takePacket(
  claimId: string,
  onPhase: (phase: OpeningPhase) => void,
): Promise<Opening> {
  return openWith({ openPacket, showPacketPage, checkPacket }, claimId, onPhase);
}

/** Pays for a campaign from this phone. `onOrder` hears the order's number before the page opens. */
export function payForCampaign(
  campaignId: string,
  order: { readonly amountFen: number; readonly requestId: string },
  onOrder: (orderNo: string) => void,
): Promise<Payment> {
  return payWith({ createOrder, showPaymentPage, checkOrder }, campaignId, order, onOrder);
}

/** The function `cashier`: what needs the payment provider at once. */
import type { ClaimRow } from './claims';
import type { FundingView } from './funding';
import type { PacketView } from './packet';
import type { PaymentCall, PhoneCall } from './phone-calls';

export interface CashierApi {
  /**
   * Player: what the phone needs to open one packet on WeChat's own page. An owed packet is sent at
   * once; a stale page is asked for again under the same bill number.
   */
  'open-packet': { request: { claimId: string; entryScene: number }; value: OpenPacket };
  /** Player: WeChat's page was closed; the provider is asked what came of it. */
  'check-packet': { request: { claimId: string }; value: PacketView };
  /** Organiser: an order for the budget of a campaign that is paid in. Safe to repeat. */
  'pay-in': {
    request: { campaignId: string; amountFen: number; requestId: string };
    value: PayIn;
  };
  /** Organiser: WeChat's payment page was closed; the provider is asked. */
  'check-order': { request: { campaignId: string; orderNo: string }; value: FundingView };
  /** Organiser: an order that nobody will pay. One that was paid meanwhile stays paid. */
  'close-order': { request: { campaignId: string; orderNo: string }; value: FundingView };
  /** Organiser: everything that may go back, on the way it came. Safe to repeat. */
  'refund-rest': { request: { campaignId: string; requestId: string }; value: FundingView };
  /**
   * Organiser: a refund that WeChat Pay will not make is given back outside the app, and the note
   * says how. Nothing of it is asked for any more. Safe to repeat.
   */
  'settle-refund': {
    request: {
      campaignId: string;
      orderNo: string;
      refundNo: string;
      note: string;
      requestId: string;
    };
    value: FundingView;
  };
  /** Organiser: takes back a transfer that its player has not confirmed. */
  'withdraw-payout': {
    request: { campaignId: string; claimId: string; reason: string };
    value: ClaimRow;
  };
  funding: { request: { campaignId: string }; value: FundingView };
}

export interface OpenPacket {
  readonly packet: PacketView;
  /** Null when there is nothing to open; the packet says why. */
  readonly phoneCall: PhoneCall | null;
}

export interface PayIn {
  readonly orderNo: string;
  /** Null when this order is paid or closed by now: the funding says which. */
  readonly payment: PaymentCall | null;
}

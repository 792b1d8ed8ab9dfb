/** One packet as the player who won it sees it, and how far its money is. */
import type { PayoutChannel } from '../channels';
import type { PaymentStep } from '../payment';

export interface PacketView {
  readonly claimId: string;
  readonly campaignId: string;
  readonly campaignTitle: string;
  readonly senderName: string;
  readonly greeting: string;
  readonly amountFen: number;
  readonly claimedAtMs: number;
  readonly channel: PayoutChannel;
  readonly payment: PaymentView;
}

export interface PaymentView {
  readonly step: PaymentStep;
  /** When the next thing happens by itself, where that is known: 8:00 after a night, a retry. */
  readonly nextAtMs: number | null;
  /**
   * Why it waits, where that helps: a daily limit, payouts that are paused, or something the player
   * does: link the official account, enter by scanning.
   */
  readonly waitsFor?: PayoutWait;
  readonly history: readonly { readonly step: PaymentStep; readonly atMs: number }[];
}

export type PayoutWait = 'player-limit' | 'merchant-limit' | 'merchant' | 'link' | 'scan';

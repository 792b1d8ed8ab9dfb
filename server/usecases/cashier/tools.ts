import type { PayoutChannel } from '../../../miniprogram/shared/channels';
import type { PayoutTools } from '../payout/tools';
import type { Tools } from '../tools';

/** What needs the provider while somebody waits for it. */
export interface CashierTools extends Tools {
  readonly payoutOf: (channel: PayoutChannel) => PayoutTools;
}

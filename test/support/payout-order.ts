import type { PayoutChannel } from '../../miniprogram/shared/channels';
import type { PayoutOrder } from '../../server/ports/payout-gateway';

let serial = 0;

/** An order to pay out 1.88 yuan; no two have the same bill number or the same recipient. */
export function newOrder(channel: PayoutChannel, changes: Partial<PayoutOrder> = {}): PayoutOrder {
  serial += 1;
  return {
    channel,
    billNo: `190000010920261121${String(serial).padStart(10, '0')}`,
    recipientId: `oxTWIuGaIt6gTKsQRLau2${String(serial).padStart(7, '0')}`,
    amountFen: 188,
    senderName: '行政部',
    greeting: '新年快乐',
    campaignTitle: '年会红包雨',
    ...changes,
  };
}

import type { PacketView, PaymentView } from '../../../miniprogram/shared/contract/packet';

type Parts = Partial<Omit<PacketView, 'payment'>> & { readonly payment?: Partial<PaymentView> };

/** What the cloud says of a packet that is owed by 商家转账, unless told otherwise. */
export function packetView({ payment, ...parts }: Parts = {}): PacketView {
  return {
    claimId: 'p1',
    campaignId: 'c1',
    campaignTitle: '红包雨',
    senderName: '小满茶铺',
    greeting: '恭喜发财',
    amountFen: 188,
    claimedAtMs: 1,
    channel: 'transfer-bills',
    payment: { step: 'OWED', nextAtMs: null, history: [], ...payment },
    ...parts,
  };
}

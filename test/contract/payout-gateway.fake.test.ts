import { PAYOUT_CHANNELS } from '../../miniprogram/shared/channels';
import {
  type BillStatus,
  type FakeGateway,
  fakeGateway,
  type SendFate,
} from '../support/fake-gateway';
import { payoutGatewayContract } from './payout-gateway';

/** The scripted provider of the use-case tests is held to the same sentences as the real protocols. */
for (const channel of PAYOUT_CHANNELS) {
  payoutGatewayContract(`scripted ${channel}`, {
    channel,
    refusals: [
      ['NOTENOUGH', { kind: 'refused', code: 'NOTENOUGH', refusal: 'merchant' }],
      ['SYSTEMERROR', { kind: 'unknown', code: 'SYSTEMERROR' }],
    ],
    start: async () => {
      let nowMs = 0;
      const gateway = fakeGateway({ clock: () => nowMs, sleep: async () => {} });
      return {
        gateway,
        paidCount: () => gateway.bills.size,
        open: (billNo) => endSent(gateway, billNo, 'RECEIVED'),
        giveBack: (billNo) => endSent(gateway, billNo, 'REFUND'),
        loseNextAnswer: (paid) => meetOnce(gateway, { kind: 'silence', paid }),
        refuseNext: (code) => meetOnce(gateway, { kind: 'refuse', code }),
        failNext: () => meetOnce(gateway, { kind: 'settle', as: 'FAILED', afterMs: 1_000 }),
        letASecondPass: () => {
          nowMs += 1_000;
        },
      };
    },
  });
}

function endSent(gateway: FakeGateway, billNo: string, status: BillStatus): void {
  const bill = gateway.bills.get(billNo);
  if (bill?.status === 'SENT') bill.status = status;
}

function meetOnce(gateway: FakeGateway, fate: SendFate): void {
  gateway.fate = () => {
    gateway.fate = () => ({ kind: 'pay' });
    return fate;
  };
}

import { type FakeGateway, fakeGateway, type SendFate } from '../support/fake-gateway';
import { payoutGatewayContract } from './payout-gateway';

/** The scripted provider of the use-case tests is held to the same sentences as the real protocol. */
payoutGatewayContract('scripted', async () => {
  const gateway = fakeGateway({ clock: () => 0, sleep: async () => {} });
  return {
    gateway,
    paidCount: () => gateway.bills.size,
    open: () => gateway.openAll(),
    giveBack: () => gateway.returnAll(),
    loseNextAnswer: (paid) => meetOnce(gateway, { kind: 'silence', paid }),
    refuseNext: (code) => meetOnce(gateway, { kind: 'refuse', code }),
    letASecondPass: () => {},
  };
});

function meetOnce(gateway: FakeGateway, fate: SendFate): void {
  gateway.fate = () => {
    gateway.fate = () => ({ kind: 'pay' });
    return fate;
  };
}

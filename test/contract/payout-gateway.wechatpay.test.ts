import { type GatewayWorld, startGatewayWorld } from '../support/gateway-world';
import { payoutGatewayContract } from './payout-gateway';

let world: GatewayWorld;
let paidBefore = 0;

beforeAll(async () => {
  world = await startGatewayWorld();
});

afterAll(() => world.close());

payoutGatewayContract('sendredpack to the sandbox', async () => {
  const { sandbox, gateway } = world;
  sandbox.clearPlans();
  paidBefore = sandbox.bills().length;
  return {
    gateway,
    paidCount: () => sandbox.bills().length - paidBefore,
    open: (billNo) => void sandbox.open(billNo),
    giveBack(billNo) {
      sandbox.expire(billNo);
      sandbox.refund(billNo);
    },
    loseNextAnswer: (paid) =>
      sandbox.plan({ kind: 'reset', moment: paid ? 'after-effect' : 'before-effect' }),
    refuseNext: (errCode) => sandbox.plan({ kind: 'refuse', moment: 'before-effect', errCode }),
    letASecondPass: () => world.advance(1_000),
  };
});

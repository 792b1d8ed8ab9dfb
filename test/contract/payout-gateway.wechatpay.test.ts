import { PAYOUT_CHANNELS, type PayoutChannel } from '../../miniprogram/shared/channels';
import type { PayoutGateway, SendAnswer } from '../../server/ports/payout-gateway';
import { type GatewayWorld, startGatewayWorld } from '../support/gateway-world';
import { newOrder } from '../support/payout-order';
import { type OpenGateway, payoutGatewayContract } from './payout-gateway';

let world: GatewayWorld;
/** Opened once: reading a p12 file takes a fifth of a second. */
let gateways: Readonly<Record<PayoutChannel, PayoutGateway>>;

beforeAll(async () => {
  world = await startGatewayWorld();
  gateways = {
    'transfer-bills': world.open('transfer-bills'),
    sendredpack: world.open('sendredpack'),
    sendminiprogramhb: world.open('sendminiprogramhb'),
  };
});

afterAll(() => world.close());

const RED_PACKET_REFUSALS: readonly (readonly [string, SendAnswer])[] = [
  ['NOTENOUGH', { kind: 'refused', code: 'NOTENOUGH', refusal: 'merchant' }],
  ['FREQ_LIMIT', { kind: 'refused', code: 'FREQ_LIMIT', refusal: 'rate' }],
  ['TIME_LIMITED', { kind: 'refused', code: 'TIME_LIMITED', refusal: 'night' }],
  ['NO_AUTH', { kind: 'refused', code: 'NO_AUTH', refusal: 'recipient' }],
  ['SENDNUM_LIMIT', { kind: 'refused', code: 'SENDNUM_LIMIT', refusal: 'player-day' }],
  ['DAY_ OVER_LIMITED', { kind: 'refused', code: 'DAY_ OVER_LIMITED', refusal: 'merchant-day' }],
  ['OPENID_ERROR', { kind: 'refused', code: 'OPENID_ERROR', refusal: 'configuration' }],
  ['FATAL_ERROR', { kind: 'refused', code: 'FATAL_ERROR', refusal: 'bill-differs' }],
  ['SEND_FAILED', { kind: 'refused', code: 'SEND_FAILED', refusal: 'bill-failed' }],
  ['SYSTEMERROR', { kind: 'unknown', code: 'SYSTEMERROR' }],
  ['CODE_OF_TOMORROW', { kind: 'unknown', code: 'CODE_OF_TOMORROW' }],
];

for (const channel of ['sendredpack', 'sendminiprogramhb'] as const) {
  payoutGatewayContract(`${channel} to the sandbox`, {
    channel,
    refusals: RED_PACKET_REFUSALS,
    start: async () => {
      const { sandbox } = world;
      const paidBefore = sandbox.bills().length;
      return {
        ...troubles(),
        gateway: gateways[channel],
        paidCount: () => sandbox.bills().length - paidBefore,
        open: (billNo) => void sandbox.open(billNo),
        giveBack(billNo) {
          sandbox.expire(billNo);
          sandbox.refund(billNo);
        },
      };
    },
  });
}

payoutGatewayContract('transfer-bills to the sandbox', {
  channel: 'transfer-bills',
  refusals: [
    ['NOT_ENOUGH', { kind: 'refused', code: 'NOT_ENOUGH', refusal: 'merchant' }],
    ['NO_AUTH', { kind: 'refused', code: 'NO_AUTH', refusal: 'merchant' }],
    ['SIGN_ERROR', { kind: 'refused', code: 'SIGN_ERROR', refusal: 'merchant' }],
    ['FREQUENCY_LIMITED', { kind: 'refused', code: 'FREQUENCY_LIMITED', refusal: 'rate' }],
    ['RATELIMIT_EXCEEDED', { kind: 'refused', code: 'RATELIMIT_EXCEEDED', refusal: 'rate' }],
    ['PARAM_ERROR', { kind: 'refused', code: 'PARAM_ERROR', refusal: 'bill-differs' }],
    ['INVALID_REQUEST', { kind: 'refused', code: 'INVALID_REQUEST', refusal: 'bill-differs' }],
    ['SYSTEM_ERROR', { kind: 'unknown', code: 'SYSTEM_ERROR' }],
    ['CODE_OF_TOMORROW', { kind: 'unknown', code: 'CODE_OF_TOMORROW' }],
  ],
  start: async () => {
    const { transfers } = world.sandbox;
    const paidBefore = transfers.bills().length;
    return {
      ...troubles(),
      gateway: gateways['transfer-bills'],
      paidCount: () => transfers.bills().length - paidBefore,
      open: (billNo) => void transfers.confirm(billNo),
      giveBack: (billNo) => void transfers.expire(billNo),
    };
  },
});

it.each(PAYOUT_CHANNELS)('%s does not pay the same bill to anybody else', async (channel) => {
  const order = newOrder(channel);
  expect(await gateways[channel].send(order)).toMatchObject({ kind: 'sent' });
  world.advance(1_000);
  const other = { ...order, recipientId: newOrder(channel).recipientId };
  expect(await gateways[channel].send(other)).toMatchObject({ refusal: 'bill-differs' });
  const dearer = { ...order, amountFen: order.amountFen + 1 };
  world.advance(1_000);
  expect(await gateways[channel].send(dearer)).toMatchObject({ refusal: 'bill-differs' });
  expect(await gateways[channel].query(order)).toEqual({ kind: 'sent' });
});

/** What every channel of the sandbox meets in the same way. */
function troubles(): Pick<
  OpenGateway,
  'loseNextAnswer' | 'refuseNext' | 'failNext' | 'letASecondPass'
> {
  const { sandbox } = world;
  sandbox.clearPlans();
  return {
    loseNextAnswer: (paid) =>
      sandbox.plan({ kind: 'reset', moment: paid ? 'after-effect' : 'before-effect' }),
    refuseNext: (errCode) => sandbox.plan({ kind: 'refuse', moment: 'before-effect', errCode }),
    failNext: () =>
      sandbox.plan({ kind: 'settle', as: 'FAILED', afterMs: 1_000, answer: 'PROCESSING' }),
    letASecondPass: () => world.advance(1_000),
  };
}

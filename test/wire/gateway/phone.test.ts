import { type GatewayWorld, startGatewayWorld } from '../../support/gateway-world';
import { newOrder } from '../../support/payout-order';

let world: GatewayWorld;

beforeAll(async () => {
  world = await startGatewayWorld();
});

afterAll(() => world.close());

async function openedOnPhone(channel: 'transfer-bills' | 'sendminiprogramhb') {
  const gateway = world.open(channel);
  const order = newOrder(channel);
  const answer = await gateway.send(order);
  const pass = answer.kind === 'sent' ? answer.pass : null;
  const call = gateway.phoneCall?.(order, pass ?? '');
  return { order, call };
}

describe('the phone of the player', () => {
  it('shows the page of a transfer, to nobody else', async () => {
    const { order, call } = await openedOnPhone('transfer-bills');
    if (call?.kind !== 'merchant-transfer') throw new Error('another call');
    const { phone } = world.sandbox;
    expect(phone.requestMerchantTransfer(call, order.recipientId)).toEqual({
      ok: true,
      no: order.billNo,
    });
    expect(phone.requestMerchantTransfer(call, 'oSomebodyElse000000000000000').ok).toBe(false);
  });

  it('opens a red packet of the mini program after a scan', async () => {
    const { order, call } = await openedOnPhone('sendminiprogramhb');
    if (call?.kind !== 'biz-red-packet') throw new Error('another call');
    const { kind: _, ...params } = call;
    const { phone } = world.sandbox;
    expect(phone.sendBizRedPacket(params, order.recipientId, 1047)).toEqual({
      ok: true,
      no: order.billNo,
    });
    expect(phone.sendBizRedPacket(params, order.recipientId, 1001).ok).toBe(false);
  });
});

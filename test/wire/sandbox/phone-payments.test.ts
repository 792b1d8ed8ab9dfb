import type { PaymentRequest } from '../../../local/simulator';
import { bizRedPacketSignature, paymentSignature } from '../../../local/wechatpay/phone-calls';
import { phonePayments } from '../../../local/world/phone-payments';
import { OPENID } from './client';
import { createOrderClient } from './order-client';
import { createWorlds, type World } from './world';

const worlds = createWorlds();
afterAll(() => worlds.close());

const SCAN_SCENE = 1047;
const CHAT_SCENE = 1008;

/** The phone `li` is the player of every bill here; any other phone is somebody else. */
function phonesOf({ sandbox }: World) {
  return phonePayments({
    sandbox,
    identityOf: (phoneId) => ({ openid: phoneId === 'li' ? OPENID : 'oSomebodyElse' }),
  });
}

async function transferRequest({ v3, sandbox }: World, style: string): Promise<PaymentRequest> {
  const { body } = await v3.create({ user_recv_style: { type: style } });
  const { mchId, miniAppid } = sandbox.merchant;
  const params = { mchId, appId: miniAppid, package: String(body['package_info']) };
  return { call: 'requestMerchantTransfer', params, scene: CHAT_SCENE };
}

async function orderRequest(world: World): Promise<PaymentRequest> {
  const reply = await createOrderClient(world).order();
  const { miniAppid: appId, apiKey } = world.sandbox.merchant;
  const signed = {
    timeStamp: '1763697600',
    nonceStr: 'n0nce',
    package: `prepay_id=${reply.field('prepay_id')}`,
    signType: 'MD5',
  };
  const params = { ...signed, paySign: paymentSignature({ appId, ...signed }, apiKey) };
  return { call: 'requestPayment', params, scene: CHAT_SCENE };
}

async function packetRequest(world: World, scene: number): Promise<PaymentRequest> {
  const reply = await world.client.sendHb();
  const { miniAppid: appId, apiKey } = world.sandbox.merchant;
  const packed = encodeURIComponent((reply.field('package') ?? '').replaceAll('&amp;', '&'));
  const signed = { timeStamp: '1763697600', nonceStr: 'n0nce', package: packed };
  const paySign = bizRedPacketSignature({ appId, ...signed }, apiKey);
  return { call: 'sendBizRedPacket', params: { ...signed, signType: 'MD5', paySign }, scene };
}

describe('the pages of WeChat Pay on a phone', () => {
  it.each([
    ['CONFIRM_PAGE', { kind: 'transfer', payer: '红包派对', remark: '新年红包' }],
    ['RED_PACKET', { kind: 'red-packet', sender: '红包派对', wishing: '新年红包' }],
  ])('a transfer as %s is shown, and paid when the player agrees', async (style, page) => {
    const world = await worlds.start();
    const phones = phonesOf(world);
    const request = await transferRequest(world, style);
    expect(phones.open('li', request)).toEqual({
      ok: true,
      page: { ...page, amountFen: 188, received: false },
    });
    expect(world.sandbox.transfers.bills()[0]?.state).toBe('WAIT_USER_CONFIRM');
    expect(phones.agree('li', request)).toMatchObject({ page: { received: true } });
    expect(world.sandbox.transfers.bills()[0]?.state).toBe('SUCCESS');
    const closed = { ok: false, errMsg: 'requestMerchantTransfer:fail 单据已关闭' };
    expect(phones.agree('li', request)).toEqual(closed);
  });

  it('an order is shown with its goods, and paid when the player agrees', async () => {
    const world = await worlds.start();
    const phones = phonesOf(world);
    const request = await orderRequest(world);
    const page = { kind: 'order', payee: '红包派对', goods: '活动预存', amountFen: 1_000 };
    expect(phones.open('li', request)).toEqual({ ok: true, page });
    expect(world.sandbox.orders.order('P1')?.state).toBe('NOTPAY');
    expect(phones.agree('li', request)).toEqual({ ok: true, page });
    expect(world.sandbox.orders.order('P1')?.state).toBe('SUCCESS');
  });

  it('a red packet opens from a scan, not from a chat', async () => {
    const world = await worlds.start();
    const phones = phonesOf(world);
    const request = await packetRequest(world, SCAN_SCENE);
    expect(phones.agree('li', { ...request, scene: CHAT_SCENE })).toEqual({
      ok: false,
      errMsg: 'sendBizRedPacket:fail scene 1008 not support',
    });
    expect(phones.agree('li', request)).toMatchObject({
      page: { kind: 'red-packet', sender: '天虹百货', amountFen: 100, received: true },
    });
    expect(world.sandbox.bills()[0]?.status).toBe('RECEIVED');
  });

  it('another phone can neither see nor take what is not its own', async () => {
    const world = await worlds.start();
    const phones = phonesOf(world);
    const request = await transferRequest(world, 'CONFIRM_PAGE');
    const refused = { ok: false, errMsg: expect.stringContaining('微信号不一致') };
    expect(phones.open('wang', request)).toEqual(refused);
    expect(phones.agree('wang', request)).toEqual(refused);
    expect(world.sandbox.transfers.bills()[0]?.state).toBe('WAIT_USER_CONFIRM');
  });
});

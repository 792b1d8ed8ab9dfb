import {
  bizRedPacketSignature,
  paymentSignature,
  type SendBizRedPacketParams,
} from '../../../local/wechatpay/phone-calls';
import { KEY, OPENING, OPENING_MD5, PAYMENT, PAYMENT_MD5 } from '../../support/signature-vectors';
import { OPENID, outcomeOf, type Params, sign } from './client';
import { createOrderClient } from './order-client';
import { OUT_BILL_NO } from './v3-client';
import { createWorlds } from './world';

const worlds = createWorlds();
afterAll(() => worlds.close());

const OTHER = 'oSomebodyElse';
const BILL = '1900000109202611210000000001';

describe('sendminiprogramhb', () => {
  it('pays a player of the mini program and gives a package to open it with', async () => {
    const world = await worlds.start({ balanceFen: 1_000 });
    const reply = await world.client.sendHb();
    expect(outcomeOf(reply)).toBe('SUCCESS');
    expect(reply.field('package')).toMatch(/^sendid=[0-9a-f]{64}&ver=8&sign=[0-9a-f]{32}&mchid=/);
    expect(world.sandbox.balance.fen()).toBe(900);
    world.advance(1_000);
    const again = await world.client.sendHb();
    expect(again.field('package')).toBe(reply.field('package'));
    expect(world.sandbox.bills()).toHaveLength(1);
    expect((await world.client.query()).field('status')).toBe('SENT');
  });

  it.each<[string, string, Params]>([
    ['no notify_way', 'PARAM_ERROR', { notify_way: '' }],
    ['another notify_way', 'PARAM_ERROR', { notify_way: 'APP' }],
    ['the appid of the official account', 'ILLEGAL_APPID', { wxappid: 'wx8888888888888888' }],
    ['99 fen', 'MONEY_LIMIT', { total_amount: '99' }],
  ])('with %s is %s', async (_what, code, changes) => {
    expect(outcomeOf(await (await worlds.start()).client.sendHb(changes))).toBe(code);
  });

  it('shares numbers and daily limits with sendredpack', async () => {
    const world = await worlds.start({ limits: { packetsPerPlayerDay: 1 } });
    await world.client.sendHb();
    expect(outcomeOf(await world.client.send({ mch_billno: 'other' }))).toBe('SENDNUM_LIMIT');
    world.advance(1_000);
    expect(outcomeOf(await world.client.send())).toBe('PARAM_ERROR');
  });
});

describe('wx.sendBizRedPacket', () => {
  it('opens for its player after a scan, with the package encoded and signed', async () => {
    const world = await worlds.start();
    const raw = (await world.client.sendHb()).field('package') ?? '';
    const { phone, merchant } = world.sandbox;
    const signed = (text: string): SendBizRedPacketParams => {
      const params = { timeStamp: '1514363815', nonceStr: 'n', package: text };
      const all = { appId: merchant.miniAppid, ...params };
      const paySign = sign(all, merchant.apiKey).toLowerCase();
      return { ...params, signType: 'MD5', paySign };
    };
    const params = signed(encodeURIComponent(raw));
    const call = (changed: object, openid = OPENID, scene = 1047) =>
      phone.sendBizRedPacket({ ...params, ...changed }, openid, scene);
    expect(call({})).toEqual({ ok: true, no: BILL });
    expect(call({}, OPENID, 1001)).toEqual({
      ok: false,
      errMsg: 'sendBizRedPacket:fail scene 1001 not support',
    });
    expect(call({}, OTHER).ok).toBe(false);
    expect(call({ paySign: params.paySign.toUpperCase() }).ok).toBe(false);
    expect(call(signed(raw.replace('ver=8', 'ver=9'))).ok).toBe(false);
    world.sandbox.expire(BILL);
    expect(call({}).ok).toBe(false);
  });
});

describe('wx.requestMerchantTransfer', () => {
  it('opens for its player while the bill waits', async () => {
    const { sandbox, v3, advance } = await worlds.start();
    const created = await v3.create();
    const params = {
      mchId: sandbox.merchant.mchId,
      appId: sandbox.merchant.miniAppid,
      package: String(created.body['package_info']),
    };
    const call = (changed: object = {}, openid = OPENID) =>
      sandbox.phone.requestMerchantTransfer({ ...params, ...changed }, openid);
    expect(call()).toEqual({ ok: true, no: OUT_BILL_NO });
    expect(call({}, OTHER)).toMatchObject({
      errMsg: 'requestMerchantTransfer:fail 你的微信号与商家指定的微信号不一致',
    });
    expect(call({ mchId: '1900000110' }).ok).toBe(false);
    expect(call({ appId: sandbox.merchant.wxappid }).ok).toBe(false);
    expect(call({ package: `${params.package.slice(0, -8)}AAAAAAA=` }).ok).toBe(false);

    sandbox.set({ packageInfoLivesMs: 60_000 });
    advance(60_001);
    expect(call()).toMatchObject({ errMsg: 'requestMerchantTransfer:fail 信息有误' });
    const fresh = String((await v3.create()).body['package_info']);
    expect(call({ package: fresh }).ok).toBe(true);
    sandbox.transfers.confirm(OUT_BILL_NO);
    expect(call({ package: fresh }).ok).toBe(false);
  });
});

describe('wx.requestPayment', () => {
  it('opens for its payer, signed with the sign_type of the order', async () => {
    const world = await worlds.start();
    const { sandbox, advance } = world;
    const prepayId = (await createOrderClient(world).order()).field('prepay_id');
    const unsigned = { timeStamp: '1', nonceStr: 'n', package: `prepay_id=${prepayId}` };
    const { miniAppid: appId, apiKey } = sandbox.merchant;
    const paySign = sign({ appId, ...unsigned, signType: 'MD5' }, apiKey);
    const call = (changed: object = {}, openid = OPENID) =>
      sandbox.phone.requestPayment({ ...unsigned, signType: 'MD5', paySign, ...changed }, openid);
    expect(call()).toEqual({ ok: true, no: 'P1' });
    expect(call({}, OTHER).ok).toBe(false);
    expect(call({ paySign: sign({ appId, ...unsigned }, apiKey) }).ok).toBe(false);
    expect(call({ signType: 'HMAC-SHA256' }).ok).toBe(false);
    expect(call({ package: 'prepay_id=wx0' }).ok).toBe(false);
    advance(7_200_000);
    expect(call().ok).toBe(false);
  });
});

describe('paySign', () => {
  it('of requestPayment signs signType', () => {
    expect(paymentSignature(PAYMENT, KEY)).toBe(PAYMENT_MD5);
    expect(sign(PAYMENT, KEY)).toBe(PAYMENT_MD5);
  });

  it('of sendBizRedPacket signs the encoded package and not signType, in lower case', () => {
    expect(bizRedPacketSignature(OPENING, KEY)).toBe(OPENING_MD5);
  });
});

import { X509Certificate } from 'node:crypto';
import type { BodyFault, Moment, SignatureFault } from '../../../local/wechatpay';
import { OPENID } from './client';
import {
  authorization,
  BILLS,
  codeOf,
  isAuthentic,
  OUT_BILL_NO,
  type Signing,
  transferBody,
  type V3Reply,
} from './v3-client';
import { createWorlds, NOON_MS, type World } from './world';

const worlds = createWorlds();
let world: World;
beforeAll(async () => {
  world = await worlds.start();
});
beforeEach(() => {
  world.setNow(NOON_MS);
  world.sandbox.set({ platformSignature: 'public-key', allowedIps: null });
  world.sandbox.clearPlans();
});
afterAll(() => worlds.close());

const TARGET = `${BILLS}/out-bill-no/unknown`;
const queryWith = (signing: Partial<Signing>) => world.v3.call('GET', TARGET, '', {}, signing);
const seconds = (ms: number) => String(Math.floor(ms / 1_000));
const isTrue = (reply: V3Reply) =>
  isAuthentic(world.sandbox, reply.headers, reply.text, world.nowMs());

describe('a v3 call', () => {
  it.each<[string, () => Partial<Signing>]>([
    ['of another merchant', () => ({ mchid: '1900000110' })],
    ['under an unknown serial number', () => ({ serial_no: '5A00' })],
    ['signed six minutes ago', () => ({ timestamp: seconds(NOON_MS - 360_000) })],
    ['signed six minutes ahead', () => ({ timestamp: seconds(NOON_MS + 360_000) })],
    ['by a key that is not the certificate’s', () => ({ privateKeyPem: foreignKeyPem })],
    ['with a time that is no time', () => ({ timestamp: 'now' })],
  ])('%s is SIGN_ERROR', async (_what, signing) => {
    const reply = await queryWith(signing());
    expect([reply.status, codeOf(reply)]).toEqual([401, 'SIGN_ERROR']);
  });

  let foreignKeyPem: string;
  beforeAll(async () => {
    const issued = await world.sandbox.issueMerchantCertificate({ mchId: '1900000110' });
    foreignKeyPem = issued.privateKeyPem;
  });

  it('may be signed up to five minutes off', async () => {
    for (const offMs of [-300_000, 300_000]) {
      expect(codeOf(await queryWith({ timestamp: seconds(NOON_MS + offMs) }))).toBe('NOT_FOUND');
    }
  });

  it('is not accepted a second time with the same nonce', async () => {
    const signing = { nonce_str: 'only-once' };
    expect(codeOf(await queryWith(signing))).toBe('NOT_FOUND');
    expect(codeOf(await queryWith(signing))).toBe('SIGN_ERROR');
  });

  it.each<[string, (header: string) => string]>([
    ['nothing', () => ''],
    ['another scheme', (header) => header.replace('SHA256-RSA2048', 'SM2-WITH-SM3')],
    ['a parameter missing', (header) => header.replace(/nonce_str="[^"]*",/, '')],
    ['no quotes', (header) => header.replaceAll('"', '')],
  ])('is SIGN_ERROR with %s in Authorization', async (_what, broken) => {
    const { mchId, serialNo } = world.sandbox.merchant;
    const header = `WECHATPAY2-SHA256-RSA2048 mchid="${mchId}",nonce_str="n",timestamp="${seconds(NOON_MS)}",serial_no="${serialNo}",signature="AAAA"`;
    const reply = await world.v3.call('GET', TARGET, '', { Authorization: broken(header) });
    expect(codeOf(reply)).toBe('SIGN_ERROR');
  });

  it('covers the body: other bytes are SIGN_ERROR and spend no plan', async () => {
    const { sandbox, v3 } = world;
    sandbox.plan({ kind: 'refuse', moment: 'before-effect', errCode: 'SYSTEM_ERROR' });
    const body = JSON.stringify(transferBody(sandbox));
    const { mchId: mchid, serialNo: serial_no, privateKeyPem } = sandbox.merchant;
    const signing = {
      mchid,
      serial_no,
      privateKeyPem,
      timestamp: seconds(NOON_MS),
      nonce_str: 'x',
    };
    const Authorization = authorization(signing, 'POST', BILLS, body);
    const reply = await v3.call('POST', BILLS, body.replace('188', '189'), { Authorization });
    expect(codeOf(reply)).toBe('SIGN_ERROR');
    expect(codeOf(await v3.query('unknown'))).toBe('SYSTEM_ERROR');
  });

  it('is PARAM_ERROR without Accept', async () => {
    expect(codeOf(await world.v3.call('GET', TARGET, '', { Accept: '' }))).toBe('PARAM_ERROR');
  });

  it('is refused from an address that is not on the list, once there is one', async () => {
    world.sandbox.set({ allowedIps: ['203.0.113.7'] });
    const reply = await world.v3.query();
    expect([codeOf(reply), reply.body['message']]).toEqual([
      'INVALID_REQUEST',
      '此IP地址不允许调用该接口',
    ]);
    world.sandbox.set({ allowedIps: ['127.0.0.1'] });
    expect(codeOf(await world.v3.query('unknown'))).toBe('NOT_FOUND');
  });

  it('may be signed with a renewed certificate, until that expires', async () => {
    const renewed = await world.sandbox.issueMerchantCertificate({ notAfterMs: NOON_MS + 60_000 });
    const signing = {
      serial_no: new X509Certificate(renewed.certificatePem).serialNumber,
      privateKeyPem: renewed.privateKeyPem,
    };
    expect(codeOf(await queryWith(signing))).toBe('NOT_FOUND');
    world.advance(61_000);
    expect(codeOf(await queryWith(signing))).toBe('SIGN_ERROR');
  });
});

describe('a v3 answer', () => {
  it('is signed by the public key or by the certificate, also a refusal', async () => {
    const { sandbox, v3 } = world;
    const byKey = await v3.query('unknown');
    sandbox.set({ platformSignature: 'certificate' });
    const byCertificate = await v3.query('unknown');
    expect([isTrue(byKey), isTrue(byCertificate)]).toEqual([true, true]);
    expect(byKey.headers['wechatpay-serial']).toBe(sandbox.merchant.platformPublicKeyId);
    expect(sandbox.merchant.platformPublicKeyId).toMatch(/^PUB_KEY_ID_\d+$/);
    expect(byCertificate.headers['wechatpay-serial']).toBe(
      new X509Certificate(sandbox.merchant.platformCertificatePem).serialNumber,
    );
  });

  it.each<SignatureFault>(['unsigned', 'forged', 'old-timestamp', 'unknown-serial', 'probe'])(
    'that is planned %s is right in every other way',
    async (signature) => {
      world.sandbox.plan({ kind: 'signature', moment: 'after-effect', signature });
      const reply = await world.v3.query('unknown');
      expect([isTrue(reply), codeOf(reply)]).toEqual([false, 'NOT_FOUND']);
      if (signature === 'probe') {
        expect(reply.headers['wechatpay-signature']).toMatch(/^WECHATPAY\/SIGNTEST\//);
      }
    },
  );

  it.each<[BodyFault, RegExp | null]>([
    ['truncated', /^\{"mch_id.*[^}]$/],
    ['empty', /^$/],
    ['html-502', /^<html>/],
    ['doctype', /^<!DOCTYPE/],
    ['deep-nesting', /^(\{"a":){5000}/],
    ['wrong-mch-id', /"mch_id":"1900000110"/],
    ['wrong-bill-no', /"out_bill_no":"0{32}"/],
    ['wrong-openid', /"openid":"oSomebodyElse/],
    ['wrong-amount', /"transfer_amount":1,/],
    ['exponent-amount', /"transfer_amount":"1e3"/],
    ['extra-fields', /"future_field"/],
    ['byte-order-mark', /^\uFEFF\{/],
    ['other-order', /^\{"update_time"/],
  ])('with the body %s is signed as it is', async (body, shape) => {
    await world.v3.create();
    world.sandbox.plan({ kind: 'body', moment: 'after-effect', body });
    const reply = await world.v3.query();
    expect(reply.text).toMatch(shape ?? /./);
    expect(isTrue(reply)).toBe(true);
  });
});

describe.each<Moment>(['before-effect', 'after-effect'])('a failure %s of a transfer', (moment) => {
  const paid = moment === 'after-effect' ? 1 : 0;
  const match = { path: BILLS };

  it('refuses with the status of its code, breaks off, or never answers', async () => {
    const { sandbox, v3 } = await worlds.start();
    sandbox.plan({ kind: 'refuse', moment, errCode: 'SYSTEM_ERROR', match });
    const refused = await v3.create();
    expect([refused.status, codeOf(refused)]).toEqual([500, 'SYSTEM_ERROR']);
    expect(sandbox.transfers.bills()).toHaveLength(paid);

    sandbox.plan({ kind: 'reset', moment, match: { openid: OPENID } });
    await expect(v3.create({ out_bill_no: 'B' })).rejects.toThrow();
    sandbox.plan({ kind: 'reset-mid-answer', moment, match: { billNo: 'C' } });
    await expect(v3.create({ out_bill_no: 'C' })).rejects.toThrow();
    expect(sandbox.transfers.bills()).toHaveLength(3 * paid);
    expect(codeOf(await v3.query(OUT_BILL_NO))).toBe(paid ? 'SUCCESS' : 'NOT_FOUND');
  });
});

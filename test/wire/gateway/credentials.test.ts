import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Sandbox, startSandbox } from '../../../local/wechatpay';
import { DAY_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import type { PayoutGateway } from '../../../server/ports/payout-gateway';
import {
  type GatewayWorld,
  NOON_MS,
  P12_FILE_ID,
  startGatewayWorld,
  storePem,
} from '../../support/gateway-world';
import { newOrder } from '../../support/payout-order';

let world: GatewayWorld;
let foreign: Sandbox;

beforeAll(async () => {
  world = await startGatewayWorld();
  foreign = await startSandbox({ dataDir: null, nowMs: () => NOON_MS });
});

afterAll(() => Promise.all([world.close(), foreign.close()]));

afterEach(() => {
  world.stored.set(P12_FILE_ID, new Uint8Array(world.sandbox.merchant.p12));
});

/** A fault is found before anything leaves, and is never a thrown error. */
async function expectFault(gateway: PayoutGateway, fault: string): Promise<void> {
  const callsBefore = world.sandbox.calls().length;
  expect(await gateway.checkCredentials()).toMatchObject({ fault });
  expect(await gateway.send(newOrder('sendredpack'))).toEqual({
    kind: 'refused',
    code: fault,
    refusal: 'merchant',
  });
  expect(await gateway.query(newOrder('sendredpack'))).toEqual({ kind: 'unknown', code: fault });
  expect(world.sandbox.calls()).toHaveLength(callsBefore);
}

describe('the merchant certificate', () => {
  it('is read from a p12 file as merchants download it, with ciphers that Node refuses', async () => {
    world.stored.set(P12_FILE_ID, new Uint8Array(world.sandbox.merchant.legacyP12));
    const gateway = world.open('sendredpack');
    expect(await gateway.send(newOrder('sendredpack'))).toMatchObject({ kind: 'sent' });
  });

  it('is read from a pair of PEM files', async () => {
    const gateway = world.open('sendredpack', { env: storePem(world, world.sandbox.merchant) });
    expect(await gateway.send(newOrder('sendredpack'))).toMatchObject({ kind: 'sent' });
  });

  it('that expired is refused, and its replacement needs no other action (F-23)', async () => {
    const expired = await world.sandbox.issueMerchantCertificate({ notAfterMs: NOON_MS - DAY_MS });
    world.stored.set(P12_FILE_ID, new Uint8Array(expired.p12));
    const gateway = world.open('sendredpack');
    await expectFault(gateway, 'CERTIFICATE_EXPIRED');
    world.stored.set(P12_FILE_ID, new Uint8Array(world.sandbox.merchant.p12));
    expect(await gateway.send(newOrder('sendredpack'))).toMatchObject({ kind: 'sent' });
  });

  it('that expires while it is in use stops the next send', async () => {
    let nowMs = NOON_MS;
    const soon = await world.sandbox.issueMerchantCertificate({ notAfterMs: NOON_MS + DAY_MS });
    world.stored.set(P12_FILE_ID, new Uint8Array(soon.p12));
    const gateway = world.open('sendredpack', { tools: { clock: () => nowMs } });
    expect(await gateway.checkCredentials()).toEqual({
      fault: null,
      certificateExpiresAtMs: NOON_MS + DAY_MS,
    });
    nowMs += DAY_MS;
    await expectFault(gateway, 'CERTIFICATE_EXPIRED');
  });

  it('that is not valid yet is refused', async () => {
    const early = await world.sandbox.issueMerchantCertificate({ notBeforeMs: NOON_MS + DAY_MS });
    world.stored.set(P12_FILE_ID, new Uint8Array(early.p12));
    await expectFault(world.open('sendredpack'), 'CERTIFICATE_NOT_YET_VALID');
  });

  it('of another merchant is refused by name', async () => {
    const other = await world.sandbox.issueMerchantCertificate({ mchId: '1900000110' });
    const gateway = world.open('sendredpack', { env: storePem(world, other) });
    await expectFault(gateway, 'CERTIFICATE_WRONG_MERCHANT');
    expect(await gateway.checkCredentials()).toMatchObject({
      detail: 'the certificate is for 1900000110',
    });
  });

  it('with a foreign key is refused, from either kind of file (F-24)', async () => {
    const mixed = await world.sandbox.issueMerchantCertificate({ mismatchedKey: true });
    world.stored.set(P12_FILE_ID, new Uint8Array(mixed.p12));
    await expectFault(world.open('sendredpack'), 'CERTIFICATE_KEY_MISMATCH');
    const gateway = world.open('sendredpack', { env: storePem(world, mixed) });
    await expectFault(gateway, 'CERTIFICATE_KEY_MISMATCH');
  });

  it('under another passphrase is told from a damaged one (F-24, F-66)', async () => {
    const other = await world.sandbox.issueMerchantCertificate({ mchId: '1900000110' });
    world.stored.set(P12_FILE_ID, new Uint8Array(other.p12));
    await expectFault(world.open('sendredpack'), 'CERTIFICATE_WRONG_PASSPHRASE');
    world.stored.set(P12_FILE_ID, new Uint8Array(world.sandbox.merchant.p12.subarray(0, 900)));
    await expectFault(world.open('sendredpack'), 'CERTIFICATE_UNREADABLE');
    world.stored.set(P12_FILE_ID, new Uint8Array(Buffer.from('not a certificate')));
    await expectFault(world.open('sendredpack'), 'CERTIFICATE_UNREADABLE');
  });

  it('that cannot be downloaded now is tried again next time (F-65)', async () => {
    world.stored.delete(P12_FILE_ID);
    const gateway = world.open('sendredpack');
    await expectFault(gateway, 'CERTIFICATE_NOT_DOWNLOADED');
    world.stored.set(P12_FILE_ID, new Uint8Array(world.sandbox.merchant.p12));
    expect((await gateway.checkCredentials()).fault).toBeNull();
  });

  it('that the provider knows no more is read again, and its replacement needs no other action', async () => {
    let nowMs = NOON_MS;
    world.stored.set(P12_FILE_ID, new Uint8Array(foreign.merchant.p12));
    const gateway = world.open('sendredpack', { tools: { clock: () => nowMs } });
    const refused = { kind: 'refused', code: 'CA_ERROR', refusal: 'merchant' };
    expect(await gateway.send(newOrder('sendredpack'))).toEqual(refused);
    world.stored.set(P12_FILE_ID, new Uint8Array(world.sandbox.merchant.p12));
    nowMs += MINUTE_MS;
    expect(await gateway.send(newOrder('sendredpack'))).toEqual(refused);
    expect(await gateway.send(newOrder('sendredpack'))).toMatchObject({ kind: 'sent' });
  });

  it('that nobody knows is refused by the provider, not by the handshake', async () => {
    const stranger = { ...foreign.merchant };
    world.stored.set(P12_FILE_ID, new Uint8Array(stranger.p12));
    expect(await world.open('sendredpack').send(newOrder('sendredpack'))).toMatchObject({
      code: 'CA_ERROR',
    });
  });
});

describe('the API key', () => {
  it('has a shape, and a wrong one is the provider’s SIGN_ERROR', async () => {
    const gatewayWithKey = (apiKey: string) =>
      world.open('sendredpack', { env: { WECHATPAY_API_KEY: apiKey } });
    await expectFault(gatewayWithKey('too-short'), 'API_KEY_SHAPE');
    expect(await gatewayWithKey('0'.repeat(32)).send(newOrder('sendredpack'))).toMatchObject({
      code: 'SIGN_ERROR',
    });
  });

  it('is in no finding', async () => {
    const secret = 'Zq7'.repeat(12);
    const gateway = world.open('sendredpack', { env: { WECHATPAY_API_KEY: secret } });
    const report = await gateway.checkCredentials();
    expect(report.fault).toBe('API_KEY_SHAPE');
    expect(JSON.stringify(report)).not.toContain('Zq7');
  });
});

describe('the provider’s server certificate', () => {
  it('of an authority nobody trusts stops the request before it leaves (F-26, A-44)', async () => {
    const before = world.sandbox.bills().length;
    for (const gateway of [
      world.open('sendredpack', { tools: { extraAuthorityPem: foreign.caPem } }),
      world.open('sendredpack', { tools: { extraAuthorityPem: '' } }),
    ]) {
      expect(await gateway.send(newOrder('sendredpack'))).toMatchObject({
        kind: 'unknown',
        alert: 'bad-server-certificate',
      });
    }
    expect(world.sandbox.bills()).toHaveLength(before);
  });

  it('for something else than this host stops the request', async () => {
    // Signed by the authority that is trusted, but for a merchant and not for a server.
    const { certificatePem, privateKeyPem } = world.sandbox.merchant;
    let requests = 0;
    const server = createServer({ cert: certificatePem, key: privateKeyPem }, () => {
      requests += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const gateway = world.open('sendredpack', {
      env: { WECHATPAY_BASE_URL: `https://127.0.0.1:${port}` },
    });
    expect(await gateway.send(newOrder('sendredpack'))).toMatchObject({
      kind: 'unknown',
      alert: 'bad-server-certificate',
    });
    expect(requests).toBe(0);
    await new Promise((resolve) => server.close(resolve));
  });

  it('matters only when somebody answers: a refused connection is unknown (F-22)', async () => {
    const gateway = world.open('sendredpack', {
      env: { WECHATPAY_BASE_URL: 'https://127.0.0.1:1' },
    });
    expect(await gateway.send(newOrder('sendredpack'))).toEqual({
      kind: 'unknown',
      code: 'ECONNREFUSED',
    });
  });
});

import { Agent } from 'node:https';
import type { SecureVersion } from 'node:tls';
import { type MerchantCertificate, makeMerchantCertificate } from '../../../local/wechatpay';
import {
  createClient,
  exchange,
  outcomeOf,
  QUERY,
  queryParams,
  type Reply,
  SEND,
  sendParams,
  sign,
  toXml,
} from './client';
import { createWorlds, NOON_MS, type World } from './world';

const worlds = createWorlds();
const DAY_MS = 24 * 3_600_000;

let world: World;
let foreign: MerchantCertificate;
beforeAll(async () => {
  world = await worlds.start({ limits: { packetsPerPlayerDay: 1_000 } });
  foreign = await makeMerchantCertificate();
});
beforeEach(() => world.setNow(NOON_MS));
afterAll(() => worlds.close());

type Pair = Pick<MerchantCertificate, 'certificatePem' | 'privateKeyPem'>;

let serial = 0;
async function sendWith(certificate: Pair | null): Promise<Reply> {
  serial += 1;
  const client = createClient(world.sandbox, certificate);
  const reply = await client.send({ mch_billno: `tls${serial}` });
  client.close();
  return reply;
}

describe('the client certificate', () => {
  it('is asked for inside the call: without one the answer is CA_ERROR with status 200', async () => {
    const reply = await sendWith(null);
    expect([reply.status, outcomeOf(reply)]).toEqual([200, 'CA_ERROR']);
    expect(reply.field('return_code')).toBe('SUCCESS');
  });

  it('must come from the authority of the sandbox', async () => {
    expect(outcomeOf(await sendWith(foreign))).toBe('CA_ERROR');
  });

  it.each([
    ['has expired', { notAfterMs: NOON_MS - 1_000 }],
    ['is not valid yet', { notBeforeMs: NOON_MS + 1_000 }],
    ['names another merchant', { mchId: '1900000110' }],
  ])('is refused when it %s', async (_what, options) => {
    const certificate = await world.sandbox.issueMerchantCertificate(options);
    expect(outcomeOf(await sendWith(certificate))).toBe('CA_ERROR');
    expect(world.sandbox.calls().at(-1)).toMatchObject({ outcome: 'CA_ERROR', billNo: null });
  });

  it('may be replaced by a new one of the same merchant', async () => {
    const renewed = await world.sandbox.issueMerchantCertificate();
    expect(renewed.certificatePem).not.toBe(world.sandbox.merchant.certificatePem);
    expect(outcomeOf(await sendWith(renewed))).toBe('SUCCESS');
  });

  it('is judged on every call: one that expires on an open connection stops working', async () => {
    const short = await world.sandbox.issueMerchantCertificate({ notAfterMs: NOON_MS + DAY_MS });
    const client = createClient(world.sandbox, short);
    const before = await client.send({ mch_billno: 'short1' });
    world.setNow(NOON_MS + DAY_MS + 1_000);
    const after = await client.send({ mch_billno: 'short2' });
    client.close();
    expect([outcomeOf(before), outcomeOf(after)]).toEqual(['SUCCESS', 'CA_ERROR']);
  });

  it('is needed for queries too', async () => {
    const client = createClient(world.sandbox, null);
    const params = queryParams(world.sandbox);
    const body = toXml({ ...params, sign: sign(params, world.sandbox.merchant.apiKey) });
    const reply = await client.post(QUERY, body);
    client.close();
    expect(outcomeOf(reply)).toBe('CA_ERROR');
  });
});

describe.each<SecureVersion>(['TLSv1.3', 'TLSv1.2'])('a resumed %s session', (version) => {
  /** Two calls on two connections; the second takes up the session of the first. */
  async function callTwice(certificate: Pair | null): Promise<[Reply, Reply]> {
    const agent = new Agent({
      ca: world.sandbox.caPem,
      minVersion: version,
      maxVersion: version,
      ...(certificate && { cert: certificate.certificatePem, key: certificate.privateKeyPem }),
    });
    const call = () => {
      serial += 1;
      const params = sendParams(world.sandbox, { mch_billno: `resumed${serial}` });
      const body = toXml({ ...params, sign: sign(params, world.sandbox.merchant.apiKey) });
      return exchange(`${world.sandbox.baseUrl}${SEND}`, { method: 'POST', agent }, body);
    };
    const replies: [Reply, Reply] = [await call(), await call()];
    agent.destroy();
    return replies;
  }

  it('without a certificate stays without one', async () => {
    const [first, second] = await callTwice(null);
    expect([first.resumed, second.resumed]).toEqual([false, true]);
    expect([outcomeOf(first), outcomeOf(second)]).toEqual(['CA_ERROR', 'CA_ERROR']);
  });

  it('with a foreign certificate stays foreign', async () => {
    const [first, second] = await callTwice(foreign);
    expect([first.resumed, second.resumed]).toEqual([false, true]);
    expect([outcomeOf(first), outcomeOf(second)]).toEqual(['CA_ERROR', 'CA_ERROR']);
  });

  it('with the merchant certificate keeps working', async () => {
    const [first, second] = await callTwice(world.sandbox.merchant);
    expect([first.resumed, second.resumed]).toEqual([false, true]);
    expect([outcomeOf(first), outcomeOf(second)]).toEqual(['SUCCESS', 'SUCCESS']);
  });
});

describe('the server certificate', () => {
  const callAt = (host: string, ca: string | undefined) => {
    const url = world.sandbox.baseUrl.replace('127.0.0.1', host);
    const agent = new Agent({ ...(ca !== undefined && { ca }) });
    return exchange(`${url}${SEND}`, { method: 'POST', agent }, '').then(
      () => 'answered',
      (error: NodeJS.ErrnoException) => error.code,
    );
  };

  it('holds for 127.0.0.1 and for localhost', async () => {
    const { caPem } = world.sandbox;
    expect(await callAt('127.0.0.1', caPem)).toBe('answered');
    expect(await callAt('localhost', caPem)).toBe('answered');
  });

  it('is not trusted by a client that does not know the authority', async () => {
    expect(await callAt('127.0.0.1', undefined)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('does not hold for another name', async () => {
    const agent = new Agent({ ca: world.sandbox.caPem, servername: 'api.mch.weixin.qq.com' });
    const call = exchange(`${world.sandbox.baseUrl}${SEND}`, { method: 'POST', agent }, '');
    await expect(call).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });
});

import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  type BodyFault,
  type Failure,
  makeMerchantCertificate,
  type SignatureFault,
} from '../../../local/wechatpay';
import { makeAuthority, makeServerCertificate } from '../../../local/wechatpay/certificates';
import { DAY_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import type { PayoutGateway, PayoutOrder } from '../../../server/ports/payout-gateway';
import {
  bytesOf,
  type GatewayWorld,
  PLATFORM_CERTIFICATE_FILE_ID,
  PUBLIC_KEY_FILE_ID,
  startGatewayWorld,
  storePem,
} from '../../support/gateway-world';
import { newOrder } from '../../support/payout-order';

let world: GatewayWorld;
let gateway: PayoutGateway;

beforeAll(async () => {
  world = await startGatewayWorld();
  gateway = world.open('transfer-bills');
});

afterAll(() => world.close());

beforeEach(() => world.sandbox.clearPlans());

const order = (changes: Partial<PayoutOrder> = {}) => newOrder('transfer-bills', changes);
const body = (fault: BodyFault): Failure => ({
  kind: 'body',
  moment: 'after-effect',
  body: fault,
});
const signature = (fault: SignatureFault): Failure => ({
  kind: 'signature',
  moment: 'after-effect',
  signature: fault,
});
const billsOf = ({ billNo }: PayoutOrder) =>
  world.sandbox.transfers.bills().filter((bill) => bill.outBillNo === billNo);

describe('an answer that proves nothing leaves the transfer unknown', () => {
  const alert = 'bad-signature';

  it.each<[string, Failure, object]>([
    ['no signature', signature('unsigned'), { code: 'SIGNATURE_MISSING', alert }],
    ['a forged signature', signature('forged'), { code: 'BAD_SIGNATURE', alert }],
    [
      'a signature of six minutes ago',
      signature('old-timestamp'),
      { code: 'SIGNATURE_OLD', alert },
    ],
    ['another serial', signature('unknown-serial'), { code: 'SIGNATURE_SERIAL_UNKNOWN', alert }],
    ['a probe of WeChat Pay’s', signature('probe'), { code: 'SIGNATURE_PROBE', alert }],
    ['a signature of something else', body('wrong-signature'), { code: 'BAD_SIGNATURE', alert }],
    ['a cut answer (F-33)', body('truncated'), { code: 'NOT_JSON' }],
    ['a page with 502 (F-32)', body('html-502'), { code: 'HTTP_502' }],
    ['an empty answer (F-32)', body('empty'), { code: 'NOT_JSON' }],
    ['ten megabytes (F-34)', body('huge'), { code: 'TOO_LARGE' }],
    ['bytes that are no text', body('invalid-utf8'), {}],
    ['XML', body('doctype'), { code: 'NOT_JSON' }],
    ['deep nesting (F-37)', body('deep-nesting'), { code: 'STRANGE_ANSWER' }],
    ['another bill (INV-30)', body('wrong-bill-no'), { code: 'MISMATCH', alert: 'mismatch' }],
    ['a reset (F-29)', { kind: 'reset', moment: 'after-effect' }, { code: 'ECONNRESET' }],
    ['a reset in mid answer (F-29)', { kind: 'reset-mid-answer', moment: 'after-effect' }, {}],
  ])('%s', async (_title, failure, expected) => {
    const once = order();
    world.sandbox.plan(failure);
    expect(await gateway.send(once)).toMatchObject({ kind: 'unknown', ...expected });
    // What is true comes out by asking, or by sending the same bill again; it is paid once.
    expect(await gateway.query(once)).toEqual({ kind: 'sent' });
    expect(await gateway.send(once)).toMatchObject({ kind: 'sent' });
    expect(billsOf(once)).toHaveLength(1);
  });

  it.each<[string, Failure, number]>([
    ['silence (F-27)', { kind: 'no-answer', moment: 'before-effect' }, 0],
    ['silence after paying (F-28)', { kind: 'no-answer', moment: 'after-effect' }, 1],
    ['an answer that drips (F-30)', { kind: 'slow-drip', moment: 'after-effect', everyMs: 40 }, 1],
  ])('%s, at the deadline', async (_title, failure, paid) => {
    const hasty = world.open('transfer-bills', { tools: { deadlineMs: 400 } });
    await hasty.query(order()); // the handshake is not what is timed
    world.sandbox.plan(failure);
    const once = order();
    const startedMs = performance.now();
    expect(await hasty.send(once)).toEqual({ kind: 'unknown', code: 'TIMEOUT' });
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    expect(billsOf(once)).toHaveLength(paid);
  });

  it('a refusal that is not signed refuses nothing', async () => {
    const page = JSON.stringify({ code: 'NOT_ENOUGH', message: '资金不足' });
    const authority = await makeAuthority();
    const { certificatePem, privateKeyPem } = await makeServerCertificate(authority);
    const pair = { cert: certificatePem, key: privateKeyPem };
    let asked: IncomingHttpHeaders = {};
    const server = createServer(pair, (request, response) => {
      asked = request.headers;
      response.writeHead(403, { 'content-type': 'application/json' }).end(page);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const misled = world.open('transfer-bills', {
      env: { WECHATPAY_BASE_URL: `https://127.0.0.1:${port}` },
      tools: { extraAuthorityPem: authority.certificatePem },
    });
    expect(await misled.send(order())).toEqual({
      kind: 'unknown',
      code: 'SIGNATURE_MISSING_403',
      alert: 'bad-signature',
    });
    // Without these the real service refuses, or signs with the other of two keys.
    expect(asked).toMatchObject({
      accept: 'application/json',
      'user-agent': expect.stringMatching(/./),
      'wechatpay-serial': world.sandbox.merchant.platformPublicKeyId,
    });
    misled.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('a query is held to the same', async () => {
    const once = order();
    await gateway.send(once);
    world.sandbox.transfers.confirm(once.billNo);
    for (const fault of [
      'wrong-bill-no',
      'wrong-amount',
      'wrong-openid',
      'wrong-mch-id',
    ] as const) {
      world.sandbox.plan(body(fault));
      expect(await gateway.query(once)).toMatchObject({ kind: 'unknown', alert: 'mismatch' });
    }
    for (const failure of [body('truncated'), body('exponent-amount'), signature('forged')]) {
      world.sandbox.plan(failure);
      expect((await gateway.query(once)).kind).toBe('unknown');
    }
    expect((await gateway.query(once)).kind).toBe('received');
  });
});

describe('an unusual answer that is right', () => {
  it.each<BodyFault>(['byte-order-mark', 'white-space', 'extra-fields', 'other-order'])(
    '%s is accepted (F-38)',
    async (fault) => {
      world.sandbox.plan(body(fault));
      expect(await gateway.send(order())).toMatchObject({ kind: 'sent' });
    },
  );
});

describe('a bill that waits for the merchant', () => {
  it('for money is sent again as the same bill, and goes on', async () => {
    const { sandbox } = world;
    const once = order();
    const heldFen = sandbox.balance.fen();
    sandbox.set({ lowBalance: 'PROCESSING' });
    sandbox.balance.add(-heldFen);
    expect(await gateway.send(once)).toEqual({ kind: 'unknown', code: 'LOCKING' });
    expect(await gateway.query(once)).toEqual({ kind: 'sending' });
    world.advance(5 * MINUTE_MS);
    expect(await gateway.query(once)).toEqual({ kind: 'not-found' });
    sandbox.balance.add(heldFen);
    sandbox.set({ lowBalance: 'NOT_ENOUGH' });
    expect(await gateway.send(once)).toMatchObject({ kind: 'sent', pass: expect.any(String) });
    expect(billsOf(once)).toHaveLength(1);
  });

  it('to allow this address is refused by that name', async () => {
    world.sandbox.set({ allowedIps: ['203.0.113.7'] });
    expect(await gateway.send(order())).toEqual({
      kind: 'refused',
      code: 'IP_NOT_ALLOWED',
      refusal: 'merchant',
    });
    world.sandbox.set({ allowedIps: null });
  });
});

describe('a bill that is closed', () => {
  it('by its own age is back with the merchant', async () => {
    const once = order();
    await gateway.send(once);
    world.advance(DAY_MS);
    expect(await gateway.query(once)).toEqual({ kind: 'returned', amountFen: 188 });
  });

  it('because its player cannot be paid blames the player', async () => {
    const once = order();
    await gateway.send(once);
    world.sandbox.transfers.confirm(once.billNo, { as: 'FAIL', failReason: 'ACCOUNT_FROZEN' });
    expect(await gateway.query(once)).toEqual({
      kind: 'failed',
      reason: 'ACCOUNT_FROZEN',
      blames: 'recipient',
    });
  });
});

describe('WeChat Pay’s half of the keys', () => {
  const CERTIFIED = {
    WECHATPAY_PUBLIC_KEY_ID: '',
    WECHATPAY_PUBLIC_KEY_FILE_ID: '',
    WECHATPAY_PLATFORM_CERT_FILE_ID: PLATFORM_CERTIFICATE_FILE_ID,
  };

  afterEach(() => world.sandbox.set({ platformSignature: 'public-key' }));

  it('may be the platform certificate, by its own serial number', async () => {
    const certified = world.open('transfer-bills', { env: CERTIFIED });
    expect(await certified.send(order())).toMatchObject({ code: 'SIGNATURE_SERIAL_UNKNOWN' });
    world.sandbox.set({ platformSignature: 'certificate' });
    expect(await certified.send(order())).toMatchObject({ kind: 'sent' });
  });

  it('may be both while a merchant changes over', async () => {
    const both = world.open('transfer-bills', {
      env: { WECHATPAY_PLATFORM_CERT_FILE_ID: PLATFORM_CERTIFICATE_FILE_ID },
    });
    expect(await both.send(order())).toMatchObject({ kind: 'sent' });
    world.sandbox.set({ platformSignature: 'certificate' });
    expect(await both.send(order())).toMatchObject({ kind: 'sent' });
  });

  it.each([
    ['is not there', null],
    ['is something else', 'not a key'],
  ])('that %s stops everything before it leaves, until it is right', async (_title, text) => {
    const right = world.stored.get(PUBLIC_KEY_FILE_ID)!;
    if (text === null) world.stored.delete(PUBLIC_KEY_FILE_ID);
    else world.stored.set(PUBLIC_KEY_FILE_ID, bytesOf(text));
    const blind = world.open('transfer-bills');
    const callsBefore = world.sandbox.calls().length;
    const fault = 'PLATFORM_KEY_UNREADABLE';
    expect(await blind.checkCredentials()).toMatchObject({ fault });
    expect(await blind.send(order())).toEqual({
      kind: 'refused',
      code: fault,
      refusal: 'merchant',
    });
    expect(await blind.query(order())).toEqual({ kind: 'unknown', code: fault });
    expect(await blind.cancel?.(order())).toEqual({ kind: 'unknown', code: fault });
    expect(world.sandbox.calls()).toHaveLength(callsBefore);
    world.stored.set(PUBLIC_KEY_FILE_ID, right);
    expect((await blind.checkCredentials()).fault).toBeNull();
    expect(await blind.send(order())).toMatchObject({ kind: 'sent' });
  });

  it('that is a certificate counts only between its dates', async () => {
    let nowMs = world.clock();
    const soon = await world.sandbox.issueMerchantCertificate({ notAfterMs: nowMs + DAY_MS });
    world.stored.set('cloud://soon.pem', bytesOf(soon.certificatePem));
    const later = world.open('transfer-bills', {
      env: { ...CERTIFIED, WECHATPAY_PLATFORM_CERT_FILE_ID: 'cloud://soon.pem' },
      tools: { clock: () => nowMs },
    });
    expect((await later.checkCredentials()).fault).toBeNull();
    nowMs += DAY_MS;
    expect((await later.checkCredentials()).fault).toBe('PLATFORM_KEY_UNREADABLE');
  });
});

describe('the merchant’s half of the keys', () => {
  it('is refused by shape, by name, or by the provider', async () => {
    const opened = (env: Record<string, string>) => world.open('transfer-bills', { env });
    expect(await opened({ WECHATPAY_API_V3_KEY: 'short' }).checkCredentials()).toEqual({
      fault: 'API_KEY_SHAPE',
      detail: 'WECHATPAY_API_V3_KEY has 32 letters and digits',
    });
    expect(await opened({ WECHATPAY_MCH_ID: '1900000110' }).checkCredentials()).toMatchObject({
      fault: expect.stringMatching(/^CERTIFICATE_WRONG/),
    });
    // The clock of this machine is wrong: WeChat Pay refuses, and its answer is as far off.
    const late = world.open('transfer-bills', {
      tools: { clock: () => world.clock() + 10 * MINUTE_MS },
    });
    expect(await late.send(order())).toMatchObject({ code: 'SIGNATURE_OLD_401' });
  });

  it('that WeChat Pay does not know is its SIGN_ERROR, which it signs like any answer', async () => {
    const stranger = await makeMerchantCertificate();
    const unknown = world.open('transfer-bills', { env: storePem(world, stranger) });
    expect(await unknown.send(order())).toEqual({
      kind: 'refused',
      code: 'SIGN_ERROR',
      refusal: 'merchant',
    });
  });
});

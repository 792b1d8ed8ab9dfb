import type { Delivery } from '../../../local/wechatpay';
import { transferNoticeOpener } from '../../../server/adapters/wechatpay/v3/notification';
import type { RefusedNotice, TransferNotice } from '../../../server/ports/payment-notices';
import type { PayoutGateway, PayoutOrder } from '../../../server/ports/payout-gateway';
import {
  type GatewayWorld,
  PUBLIC_KEY_FILE_ID,
  startGatewayWorld,
} from '../../support/gateway-world';
import { newOrder } from '../../support/payout-order';

let world: GatewayWorld;
let gateway: PayoutGateway;
/** What the callback function would have answered with, by what it was told. */
let heard: (TransferNotice | RefusedNotice)[] = [];
let deliveries: Delivery[] = [];

beforeAll(async () => {
  world = await startGatewayWorld();
  gateway = world.open('transfer-bills');
  const open = transferNoticeOpener(world.env, world.tools);
  world.sandbox.callbacks.set({
    async deliver(delivery) {
      const notice = await open(delivery);
      deliveries.push(delivery);
      heard.push(notice);
      return { status: notice.kind === 'notice' ? 200 : 500, body: '' };
    },
  });
});

afterAll(() => world.close());

beforeEach(() => {
  heard = [];
  deliveries = [];
});

async function sent(): Promise<PayoutOrder> {
  const order = newOrder('transfer-bills');
  expect(await gateway.send(order)).toMatchObject({ kind: 'sent' });
  return order;
}

async function confirmed(): Promise<PayoutOrder> {
  const order = await sent();
  world.sandbox.transfers.confirm(order.billNo);
  return order;
}

const deliver = () => world.sandbox.callbacks.deliverDue();

const noticeOf = (order: PayoutOrder, answer: object) => ({
  kind: 'notice',
  billNo: order.billNo,
  amountFen: order.amountFen,
  recipientId: order.recipientId,
  answer,
});

describe('a notice about a transfer', () => {
  it('says that it was taken, and when', async () => {
    const order = await confirmed();
    await deliver();
    const received = { kind: 'received', receivedAtMs: world.clock() };
    expect(heard).toEqual([noticeOf(order, received)]);
    expect(await gateway.query(order)).toEqual(received);
  });

  it('says that it was closed or cancelled, and the money is back', async () => {
    const [closed, cancelled] = [await sent(), await sent()];
    world.sandbox.transfers.expire(closed.billNo);
    await gateway.cancel?.(cancelled);
    world.advance(2_000);
    await deliver();
    const returned = { kind: 'returned', amountFen: 188 };
    expect(heard).toEqual([noticeOf(closed, returned), noticeOf(cancelled, returned)]);
  });

  it('says that its player could not be paid', async () => {
    const order = await sent();
    const ending = { as: 'FAIL', failReason: 'REAL_NAME_CHECK_FAIL' } as const;
    world.sandbox.transfers.confirm(order.billNo, ending);
    await deliver();
    const failed = { kind: 'failed', reason: 'REAL_NAME_CHECK_FAIL', blames: 'recipient' };
    expect(heard).toEqual([noticeOf(order, failed)]);
  });

  it('is signed with the platform certificate as well', async () => {
    const certified = transferNoticeOpener(
      { ...world.env, WECHATPAY_PLATFORM_CERT_FILE_ID: 'cloud://env.merchant/platform_cert.pem' },
      world.tools,
    );
    await confirmed();
    world.sandbox.set({ platformSignature: 'certificate' });
    await deliver();
    world.sandbox.set({ platformSignature: 'public-key' });
    expect(heard).toMatchObject([{ code: 'SIGNATURE_SERIAL_UNKNOWN' }]);
    expect(await certified(deliveries[0]!)).toMatchObject({ kind: 'notice' });
    world.advance(15_000);
    await deliver();
  });

  it('carries its headers in any letter case', async () => {
    const open = transferNoticeOpener(world.env, world.tools);
    await confirmed();
    await deliver();
    const { headers, body } = deliveries[0]!;
    const upper = Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]);
    expect(await open({ headers: Object.fromEntries(upper), body })).toMatchObject({
      kind: 'notice',
    });
  });
});

describe('a notice that is not WeChat Pay’s word about this merchant', () => {
  it.each([
    ['forged-signature', { code: 'BAD_SIGNATURE', alert: 'bad-signature' }],
    ['old-timestamp', { code: 'SIGNATURE_OLD', alert: 'bad-signature' }],
    ['tampered-ciphertext', { code: 'UNDECIPHERABLE', alert: 'bad-signature' }],
    ['probe', { code: 'SIGNATURE_PROBE' }],
  ] as const)('is refused (%s), and the real one comes', async (fault, expected) => {
    const order = await confirmed();
    world.sandbox.callbacks.plan({ fault });
    await deliver();
    expect(heard[0]).toEqual({ kind: 'refused', ...expected });
    world.advance(15_000);
    await deliver();
    expect(heard.at(-1)).toMatchObject({ kind: 'notice', billNo: order.billNo });
  });

  it('tells the amount it speaks of, for whoever knows the right one', async () => {
    const order = await confirmed();
    world.sandbox.callbacks.plan({ fault: 'wrong-amount' });
    await deliver();
    expect(heard).toMatchObject([{ kind: 'notice', amountFen: order.amountFen + 1 }]);
  });

  it('is refused while nobody can judge it, or when it is somebody else’s', async () => {
    await confirmed();
    await deliver();
    const delivery = deliveries[0]!;
    const openWith = (env: object) => transferNoticeOpener({ ...world.env, ...env }, world.tools);
    expect(await openWith({ WECHATPAY_MCH_ID: '1900000110' })(delivery)).toEqual({
      kind: 'refused',
      code: 'OTHER_MERCHANT',
      alert: 'mismatch',
    });
    expect(await openWith({ WECHATPAY_API_V3_KEY: '9'.repeat(32) })(delivery)).toMatchObject({
      code: 'UNDECIPHERABLE',
    });
    const missing = { WECHATPAY_PUBLIC_KEY_FILE_ID: `${PUBLIC_KEY_FILE_ID}.old` };
    expect(await openWith(missing)(delivery)).toEqual({
      kind: 'refused',
      code: 'PLATFORM_KEY_UNREADABLE',
    });
    expect(() => openWith({ WECHATPAY_API_V3_KEY: 'short' })).toThrow('WECHATPAY_API_V3_KEY');
  });

  it('is refused when it is too old to be delivered again', async () => {
    await confirmed();
    await deliver();
    const open = transferNoticeOpener(world.env, world.tools);
    expect(await open(deliveries[0]!)).toMatchObject({ kind: 'notice' });
    world.advance(300_001 + 1_000);
    expect(await open(deliveries[0]!)).toMatchObject({ code: 'SIGNATURE_OLD' });
  });
});

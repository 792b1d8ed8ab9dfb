import { createServer } from 'node:http';
import type { CallbackFault, Delivery } from '../../../local/wechatpay';
import { deliverToLoopback } from '../../../local/wechatpay/callbacks/deliver';
import { OPENID, sign } from './client';
import { createOrderClient, decryptReqInfo, fieldsOf, NOTIFY_URL } from './order-client';
import { decryptResource, isAuthentic, OUT_BILL_NO } from './v3-client';
import { createWorlds, type World } from './world';

const worlds = createWorlds();
afterAll(() => worlds.close());

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const ACKNOWLEDGED = { status: 200, body: '' };
const V2_OK =
  '<xml><return_code><![CDATA[SUCCESS]]></return_code><return_msg><![CDATA[OK]]></return_msg></xml>';

interface Heard extends World {
  /** What arrived, in order. */
  readonly heard: Delivery[];
  /** What the merchant's server says from now on; null for no answer. */
  answer(reply: { status: number; body: string } | null): void;
}

async function startHearing(): Promise<Heard> {
  const world = await worlds.start();
  const heard: Delivery[] = [];
  let reply: { status: number; body: string } | null = ACKNOWLEDGED;
  world.sandbox.callbacks.set({
    deliver: async (delivery) => {
      heard.push(delivery);
      if (!reply) throw new Error('nobody is there');
      return reply;
    },
  });
  const answer = (next: typeof reply) => {
    reply = next;
  };
  return { ...world, heard, answer };
}

const TRANSFER = { notify_url: 'http://127.0.0.1:9/transfer' };

async function startPaidTransfer(): Promise<Heard> {
  const world = await startHearing();
  await world.v3.create(TRANSFER);
  world.sandbox.transfers.confirm(OUT_BILL_NO);
  return world;
}

async function startPaidOrder() {
  const world = await startHearing();
  const shop = createOrderClient(world);
  await shop.order();
  world.sandbox.orders.pay('P1');
  return { ...world, shop };
}

const resourceOf = ({ body }: Delivery) => JSON.parse(body.toString()).resource;
const isTrue = ({ sandbox, nowMs }: World, { headers, body }: Delivery) =>
  isAuthentic(sandbox, headers, body.toString(), nowMs());

describe('a finished transfer', () => {
  it.each(['public-key', 'certificate'] as const)('is told signed by %s', async (form) => {
    const world = await startHearing();
    const { sandbox, v3, heard, advance } = world;
    sandbox.set({ platformSignature: form });
    await v3.create(TRANSFER);
    sandbox.transfers.confirm(OUT_BILL_NO);
    advance(SECOND_MS);
    await sandbox.callbacks.deliverDue();

    const [delivery] = heard as [Delivery];
    expect(delivery.url).toBe(TRANSFER.notify_url);
    expect(isTrue(world, delivery)).toBe(true);
    const body = JSON.parse(delivery.body.toString());
    expect(body).toMatchObject({
      event_type: 'MCHTRANSFER.BILL.FINISHED',
      resource_type: 'encrypt-resource',
      create_time: '2026-11-21T12:00:00+08:00',
      resource: { original_type: 'mch_payment', algorithm: 'AEAD_AES_256_GCM' },
    });
    const bill = sandbox.transfers.bill(OUT_BILL_NO);
    expect(JSON.parse(decryptResource(body.resource, sandbox.merchant.apiV3Key))).toEqual({
      out_bill_no: OUT_BILL_NO,
      transfer_bill_no: bill?.transferBillNo,
      state: 'SUCCESS',
      mch_id: sandbox.merchant.mchId,
      transfer_amount: 188,
      openid: bill?.openid,
      create_time: '2026-11-21T12:00:00+08:00',
      update_time: '2026-11-21T12:00:00+08:00',
    });
    expect(sandbox.callbacks.pending()).toEqual([]);
  });

  it('is told once for every end, also for the one after 24 hours', async () => {
    const { sandbox, v3, heard, advance } = await startHearing();
    for (const no of ['A', 'B', 'C', 'D']) await v3.create({ ...TRANSFER, out_bill_no: no });
    sandbox.transfers.decline('B');
    await v3.cancel('C');
    await v3.create({ out_bill_no: 'without-url' });
    advance(DAY_MS);
    sandbox.transfers.confirm('D');
    await sandbox.callbacks.deliverDue();
    const states = heard.map((delivery) => {
      return JSON.parse(decryptResource(resourceOf(delivery), sandbox.merchant.apiV3Key)).state;
    });
    expect(states).toEqual(['FAIL', 'CANCELLED', 'FAIL', 'FAIL']);
  });

  it('is told again on the documented schedule until it is acknowledged', async () => {
    const { sandbox, advance, answer, heard } = await startPaidTransfer();
    answer({ status: 500, body: '{"code":"FAIL"}' });
    const gapsMs: number[] = [];
    for (let sinceMs = 0; sandbox.callbacks.pending().length > 0; ) {
      const before = heard.length;
      await sandbox.callbacks.deliverDue();
      if (heard.length > before) {
        gapsMs.push(sinceMs);
        sinceMs = 0;
      }
      advance(15 * SECOND_MS);
      sinceMs += 15 * SECOND_MS;
    }
    const expected = [...Array(10).fill(15), ...Array(10).fill(300), ...Array(44).fill(1_800)];
    expect(gapsMs.map((ms) => ms / SECOND_MS)).toEqual([0, ...expected]);
    expect(sandbox.callbacks.deliveries()).toHaveLength(65);
  });

  it('is not told again after 200 or 204, and repeats what was due while nobody looked', async () => {
    const { sandbox, advance, answer, heard } = await startPaidTransfer();
    answer(null);
    await sandbox.callbacks.deliverDue();
    advance(40 * SECOND_MS);
    answer({ status: 204, body: '' });
    await Promise.all([sandbox.callbacks.deliverDue(), sandbox.callbacks.deliverDue()]);
    advance(DAY_MS);
    await sandbox.callbacks.deliverDue();
    expect(heard).toHaveLength(2);
  });

  it('is told by a sandbox that starts after a kill, and not again once acknowledged', async () => {
    const killed = await startPaidTransfer();
    const heard: Delivery[] = [];
    const hear = async (delivery: Delivery) => {
      heard.push(delivery);
      return ACKNOWLEDGED;
    };
    const second = await worlds.startAfterKill(killed);
    expect(second.sandbox.transfers.bills()).toEqual(killed.sandbox.transfers.bills());
    expect(second.sandbox.callbacks.pending()).toEqual(killed.sandbox.callbacks.pending());
    second.sandbox.callbacks.set({ deliver: hear });
    await second.sandbox.callbacks.deliverDue();
    const third = await worlds.startAfterKill(second);
    third.sandbox.callbacks.set({ deliver: hear });
    await third.sandbox.callbacks.deliverDue();
    expect(heard).toHaveLength(1);
  });
});

describe('a faulty callback of a transfer', () => {
  async function strike(fault: CallbackFault) {
    const world = await startPaidTransfer();
    world.sandbox.callbacks.plan(fault);
    await world.sandbox.callbacks.deliverDue();
    return world;
  }
  const amountIn = (world: Heard, delivery: Delivery) =>
    JSON.parse(decryptResource(resourceOf(delivery), world.sandbox.merchant.apiV3Key))
      .transfer_amount;

  it('comes twice', async () => {
    const { heard } = await strike({ fault: 'twice' });
    expect(heard).toHaveLength(2);
    expect(JSON.parse(heard[0]!.body.toString()).id).toBe(JSON.parse(heard[1]!.body.toString()).id);
  });

  it('is forged, or old', async () => {
    for (const fault of ['forged-signature', 'old-timestamp'] as const) {
      const world = await strike({ fault });
      expect([fault, isTrue(world, world.heard[0]!)]).toEqual([fault, false]);
    }
  });

  it('is true outside, with another amount or a broken ciphertext inside', async () => {
    const other = await strike({ fault: 'wrong-amount' });
    expect(isTrue(other, other.heard[0]!)).toBe(true);
    expect(amountIn(other, other.heard[0]!)).toBe(189);
    const broken = await strike({ fault: 'tampered-ciphertext' });
    expect(isTrue(broken, broken.heard[0]!)).toBe(true);
    expect(() => amountIn(broken, broken.heard[0]!)).toThrow();
  });

  it('is preceded by a probe that must not be believed', async () => {
    const world = await strike({ fault: 'probe' });
    const signatures = world.heard.map(({ headers }) => headers['Wechatpay-Signature'] ?? '');
    expect(signatures.map((text) => text.startsWith('WECHATPAY/SIGNTEST/'))).toEqual([true, false]);
    expect(world.heard.map((delivery) => isTrue(world, delivery))).toEqual([false, true]);
  });

  it('never comes, or comes behind another', async () => {
    const { sandbox, heard } = await strike({ fault: 'never' });
    expect([heard.length, sandbox.callbacks.pending().length]).toEqual([0, 0]);

    const world = await startHearing();
    for (const no of ['A', 'B']) {
      await world.v3.create({ ...TRANSFER, out_bill_no: no });
      world.sandbox.transfers.confirm(no);
      world.advance(SECOND_MS);
    }
    world.sandbox.callbacks.plan({ fault: 'late', byMs: 10_000, match: { no: 'A' } });
    await world.sandbox.callbacks.deliverDue();
    world.advance(10_000);
    await world.sandbox.callbacks.deliverDue();
    expect(world.sandbox.callbacks.deliveries().map(({ no }) => no)).toEqual(['B', 'A']);
  });

  it('arrives before the answer to the call that ended the bill', async () => {
    const { sandbox, v3 } = await worlds.start();
    const order: string[] = [];
    sandbox.callbacks.set({
      deliver: async () => {
        order.push('callback');
        return ACKNOWLEDGED;
      },
    });
    sandbox.set({ noAuthOpenids: [OPENID] });
    sandbox.plan({ kind: 'callback-first' });
    const created = await v3.create(TRANSFER);
    order.push(`answer ${created.body['state']}`);
    expect(order).toEqual(['callback', 'answer FAIL']);
  });
});

describe('a paid order', () => {
  it('is told signed, until the answer says SUCCESS', async () => {
    const { sandbox, heard, answer, advance } = await startPaidOrder();
    answer({ status: 200, body: V2_OK.replace('SUCCESS', 'FAIL') });
    await sandbox.callbacks.deliverDue();
    answer({ status: 200, body: V2_OK });
    advance(15 * SECOND_MS);
    await sandbox.callbacks.deliverDue();
    advance(DAY_MS);
    await sandbox.callbacks.deliverDue();
    expect(heard.map(({ url }) => url)).toEqual([NOTIFY_URL, NOTIFY_URL]);

    const fields = fieldsOf(heard[0]!.body.toString());
    expect(fields).toMatchObject({
      return_code: 'SUCCESS',
      result_code: 'SUCCESS',
      out_trade_no: 'P1',
      total_fee: '1000',
      transaction_id: sandbox.orders.order('P1')?.transactionId,
    });
    expect(fields['sign']).toBe(sign(fields, sandbox.merchant.apiKey));
  });

  it('is told 16 times over 24 hours and 4 minutes when nobody is there', async () => {
    const { sandbox, answer, advance } = await startPaidOrder();
    answer(null);
    for (let n = 0; n < 1_600; n++) {
      await sandbox.callbacks.deliverDue();
      advance(MINUTE_MS);
    }
    const deliveries = sandbox.callbacks.deliveries();
    expect(deliveries).toHaveLength(16);
    const lastedMs = (deliveries.at(-1)?.atMs ?? 0) - (deliveries[0]?.atMs ?? 0);
    expect(Math.floor(lastedMs / MINUTE_MS)).toBe(24 * 60 + 4);
  });

  it('may be told with a forged signature or a wrong amount', async () => {
    const { sandbox, heard, answer, advance } = await startPaidOrder();
    answer(null);
    sandbox.callbacks.plan({ fault: 'forged-signature' });
    sandbox.callbacks.plan({ fault: 'wrong-amount' });
    await sandbox.callbacks.deliverDue();
    advance(15 * SECOND_MS);
    await sandbox.callbacks.deliverDue();
    const { apiKey } = sandbox.merchant;
    const told = heard.map(({ body }) => fieldsOf(body.toString()));
    expect(told.map((fields) => fields['sign'] === sign(fields, apiKey))).toEqual([false, true]);
    expect(told.map((fields) => fields['total_fee'])).toEqual(['1000', '1001']);
  });
});

describe('an ended refund', () => {
  it('is told encrypted and without a signature, before the answer when planned so', async () => {
    const { sandbox, heard, shop, advance } = await startPaidOrder();
    await sandbox.callbacks.deliverDue();
    heard.length = 0;
    await shop.refund({ notify_url: 'http://127.0.0.1:9/refund' });
    advance(3_000);
    sandbox.plan({ kind: 'callback-first' });
    await shop.queryRefund();

    const refund = heard.find(({ url }) => url.endsWith('/refund'));
    const fields = fieldsOf(refund!.body.toString());
    expect(fields['sign']).toBeUndefined();
    const info = decryptReqInfo(fields['req_info'] ?? '', sandbox.merchant.apiKey);
    expect(info).toMatch(/^<root>.*<\/root>$/s);
    expect(fieldsOf(info.replace(/<\/?root>/g, ''))).toMatchObject({
      out_refund_no: 'R1',
      refund_fee: '400',
      total_fee: '1000',
      refund_status: 'SUCCESS',
      success_time: '2026-11-21 12:00:03',
      refund_recv_accout: '支付用户零钱',
    });
  });
});

it('may be closed while a callback is under way', async () => {
  const { sandbox } = await startPaidTransfer();
  let answer: (reply: typeof ACKNOWLEDGED) => void = () => {};
  sandbox.callbacks.set({
    deliver: () => new Promise((resolve) => (answer = resolve)),
  });
  const delivering = sandbox.callbacks.deliverDue();
  await Promise.resolve();
  await sandbox.close();
  answer(ACKNOWLEDGED);
  await expect(delivering).resolves.toBeUndefined();
});

it('POSTs to a server of this machine and to no other', async () => {
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(`${request.method} ${request.url} ${request.headers['content-type']}`);
    response.end(V2_OK);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const world = await worlds.start();
  const shop = createOrderClient(world);
  for (const host of [`http://127.0.0.1:${port}`, 'https://example.com']) {
    await shop.order({ out_trade_no: `P${host.length}`, notify_url: `${host}/pay` });
    world.sandbox.orders.pay(`P${host.length}`);
  }
  await world.sandbox.callbacks.deliverDue();
  await new Promise((resolve) => server.close(resolve));
  expect(received).toEqual(['POST /pay text/xml; charset=utf-8']);
  expect(world.sandbox.callbacks.deliveries().map(({ status }) => status)).toEqual([200, null]);
  const elsewhere = { url: 'https://example.com/pay', headers: {}, body: Buffer.alloc(0) };
  await expect(deliverToLoopback(elsewhere)).rejects.toThrow('example.com is not this machine');
});

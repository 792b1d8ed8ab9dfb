import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Sandbox, startSandbox } from '../../../local/wechatpay';
import { createClient, OPENID, outcomeOf } from './client';
import { createOrderClient, NOTIFY_URL } from './order-client';
import { createWorlds, NOON_MS } from './world';

const worlds = createWorlds();
const sandboxes: Sandbox[] = [];
const children: ChildProcess[] = [];
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const sandbox of sandboxes) await sandbox.close();
  await worlds.close();
});

async function start(dataDir: string, nowMs = NOON_MS): Promise<Sandbox> {
  const sandbox = await startSandbox({ dataDir, nowMs: () => nowMs, balanceFen: 100_000 });
  sandboxes.push(sandbox);
  return sandbox;
}

async function startInChild(dataDir: string): Promise<{ child: ChildProcess; baseUrl: string }> {
  const script = join(__dirname, 'restart-child.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout! })) {
    return { child, baseUrl: line };
  }
  throw new Error('the child ended before its sandbox started');
}

function killed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

it('remembers every acknowledged bill after SIGKILL in the middle of a burst', async () => {
  const dataDir = await worlds.newDataDir();
  const { child, baseUrl } = await startInChild(dataDir);
  const before = await start(await worlds.newDataDir());
  // The folder is a copy: the child's merchant has the same credentials.
  const client = createClient({ ...before, baseUrl });

  const acknowledged: string[] = [];
  const sends = Array.from({ length: 24 }, async (_, n) => {
    const billNo = `kill${n}`;
    const reply = await client.send({ mch_billno: billNo, re_openid: `oPlayer${n}` });
    if (outcomeOf(reply) !== 'SUCCESS') throw new Error(reply.text);
    acknowledged.push(billNo);
    if (acknowledged.length === 12) await killed(child);
  });
  await Promise.allSettled(sends);
  client.close();
  expect(acknowledged.length).toBeGreaterThanOrEqual(12);
  expect(acknowledged.length).toBeLessThan(24);

  const after = await start(dataDir);
  const remembered = after.bills();
  expect(remembered.map((bill) => bill.billNo)).toEqual(expect.arrayContaining(acknowledged));
  expect(after.balance.fen()).toBe(100_000 - 100 * remembered.length);
});

it('gives the first answer again for a bill whose answer the kill swallowed', async () => {
  const dataDir = await worlds.newDataDir();
  const { child, baseUrl } = await startInChild(dataDir);
  const other = await start(await worlds.newDataDir());
  const lost = createClient({ ...other, baseUrl });
  const unheard = lost.send({ mch_billno: 'unheard' }).catch(() => 'lost');
  await journalHolds(dataDir, 'unheard');
  await killed(child);
  expect(await unheard).toBe('lost');
  lost.close();

  const after = await start(dataDir);
  const client = createClient(after);
  const reply = await client.send({ mch_billno: 'unheard' });
  client.close();
  expect(outcomeOf(reply)).toBe('SUCCESS');
  expect(after.bills()).toHaveLength(1);
  expect(after.balance.fen()).toBe(99_900);
});

it('keeps what happened to bills, the balance and the day counts', async () => {
  const dataDir = await worlds.newDataDir();
  const first = await start(dataDir);
  const client = createClient(first);
  for (let n = 0; n < 10; n++) await client.send({ mch_billno: `b${n}` });
  first.open('b0');
  first.expire('b1');
  first.refund('b1');
  first.balance.add(500);
  client.close();
  await first.close();

  const second = await start(dataDir);
  expect(second.bills()).toEqual(first.bills());
  expect(second.bill('b0')).toMatchObject({ status: 'RECEIVED', openid: OPENID });
  expect(second.balance.fen()).toBe(first.balance.fen());
  const again = createClient(second);
  expect(outcomeOf(await again.send({ mch_billno: 'b10' }))).toBe('SENDNUM_LIMIT');
  again.close();
});

it('lets time do, at the right instants, what was due while nothing ran', async () => {
  const dataDir = await worlds.newDataDir();
  const first = await start(dataDir);
  const client = createClient(first);
  await client.send({ mch_billno: 'b0' });
  client.close();
  await first.close();

  const twoDaysMs = 48 * 3_600_000;
  const second = await start(dataDir, NOON_MS + twoDaysMs);
  expect(second.bill('b0')).toMatchObject({
    status: 'REFUND',
    reachedAtMs: { RFUND_ING: NOON_MS + twoDaysMs / 2 },
  });
  expect(second.balance.fen()).toBe(100_000);
});

it('keeps transfers, orders, refunds and what is still to be told, and the money of all', async () => {
  const before = await worlds.start({ balanceFen: 10_000 });
  const shop = createOrderClient(before);
  await before.v3.create({ out_bill_no: 'A', notify_url: NOTIFY_URL });
  await before.v3.create({ out_bill_no: 'B' });
  before.sandbox.transfers.confirm('A');
  await shop.order();
  before.sandbox.orders.pay('P1');
  await shop.refund({ notify_url: NOTIFY_URL });
  await shop.order({ out_trade_no: 'P2' });

  const { sandbox, advance } = await worlds.startAfterKill(before);
  const killed = before.sandbox;
  expect(sandbox.transfers.bills()).toEqual(killed.transfers.bills());
  expect(sandbox.orders.orders()).toEqual(killed.orders.orders());
  expect(sandbox.orders.refunds()).toEqual(killed.orders.refunds());
  expect(sandbox.callbacks.pending()).toEqual(killed.callbacks.pending());
  expect(sandbox.balance.fen()).toBe(10_000 - 2 * 188 + 1_000 - 400);

  // Time goes on where it was: the refund arrives and is told, the unconfirmed transfer closes.
  advance(24 * 3_600_000);
  expect(sandbox.callbacks.pending().map(({ event }) => event)).toContain('refund-ended');
  expect(sandbox.transfers.bill('B')?.state).toBe('FAIL');
  expect(sandbox.balance.fen()).toBe(10_000 - 188 + 1_000 - 400);
});

describe('the journal', () => {
  it('drops a last line that a kill cut short', async () => {
    const dataDir = await worlds.newDataDir();
    const path = join(dataDir, 'journal.jsonl');
    const first = await start(dataDir);
    first.balance.add(1);
    await first.close();
    const whole = readFileSync(path, 'utf8');
    appendFileSync(path, '{"kind":"funded","amountF');

    const second = await start(dataDir);
    expect(second.balance.fen()).toBe(100_001);
    expect(readFileSync(path, 'utf8')).toBe(whole);
  });

  it('refuses to start on damage anywhere else, naming the line', async () => {
    const dataDir = await worlds.newDataDir();
    const path = join(dataDir, 'journal.jsonl');
    await (await start(dataDir)).close();
    writeFileSync(path, `${readFileSync(path, 'utf8')}garbage\n`);
    await expect(start(dataDir)).rejects.toThrow(/journal\.jsonl:2/);
  });
});

/** Waits for a fact on disk, not for a while: turns of the event loop until the bill is there. */
async function journalHolds(dataDir: string, billNo: string): Promise<void> {
  const path = join(dataDir, 'journal.jsonl');
  while (!readFileSync(path, 'utf8').includes(`"${billNo}"`)) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

import { fromBeijing, HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import { accountOf } from '../../../server/domain/claim-steps';
import type { BillRecord } from '../../../server/domain/records';
import { sendOwed } from '../../../server/usecases/payout/send-owed';
import { readMerchantState } from '../../../server/usecases/stores/merchant-states';
import {
  assertPayouts,
  NOON_MS,
  owedClaim,
  type PayoutWorld,
  payoutWorld,
} from '../../support/payout-world';

let world: PayoutWorld;

beforeEach(() => {
  world = payoutWorld();
});

afterEach(() => assertPayouts(world));

const refuse = (code: string) => () => ({ kind: 'refuse', code }) as const;

describe('the sender', () => {
  it('pays what is owed, exactly, under a bill stored before it was used', async () => {
    await world.owe(3, { amountFen: 288 });
    expect(await world.send()).toMatchObject({ sentCount: 3, stopped: null });
    expect(await world.steps()).toEqual({ SENT: 3 });
    for (const { order } of world.gateway.sends) {
      const bill = await world.documents.get<BillRecord>('bills', order.billNo);
      expect(bill).toMatchObject({ amountFen: 288, recipientId: order.recipientId, attemptNo: 1 });
      expect(order.billNo).toMatch(/^190000010920261121\d{10}$/);
    }
  });

  it('ends quietly when nothing is due', async () => {
    expect(await world.send()).toEqual({
      sentCount: 0,
      unknownCount: 0,
      refusedCount: 0,
      stopped: null,
    });
    expect(world.logged).toEqual([]);
  });

  it('leaves a claim alone that is due later or held by a living worker', async () => {
    await world.owe(1);
    await world.documents.update('claims', 'claim-1', {}, { set: { dueAtMs: NOON_MS + 1 } });
    await world.send();
    expect(world.gateway.sends).toHaveLength(0);
  });

  it('lets two workers share the queue without paying anybody twice', async () => {
    await world.owe(40);
    await world.time.run(Promise.all([sendOwed(world.tools), sendOwed(world.tools)]));
    expect(await world.steps()).toEqual({ SENT: 40 });
    expect(world.gateway.sends).toHaveLength(40);
  });

  it('stops starting work when its time is up, and leaves the rest owed', async () => {
    await world.owe(100);
    await world.send({ runMs: 1_000 });
    const { SENT = 0, OWED = 0 } = await world.steps();
    expect(SENT).toBeGreaterThan(0);
    expect(SENT + OWED).toBe(100);
  });

  it('refuses to pay a claim whose amount is not the one of its bill', async () => {
    await world.owe(1);
    world.gateway.fate = refuse('FREQ_LIMIT');
    await world.send();
    const { billNo } = await world.claim();
    await world.documents.update('bills', billNo!, {}, { set: { amountFen: 99_999 } });
    world.time.advance(MINUTE_MS);
    await world.send();
    expect(world.gateway.sends).toHaveLength(1);
    expect(await world.claim()).toMatchObject({ step: 'HELD', heldReason: 'BILL_MISMATCH' });
  });

  it('lets a claim with broken books stand aside and pays the others', async () => {
    await world.owe(3);
    await world.documents.update('claims', 'claim-2', {}, { set: { amountFen: 1 } });
    await world.send();
    expect(world.gateway.sends.map((send) => send.order.recipientId).sort()).toEqual([
      'official-o-claim-1',
      'official-o-claim-3',
    ]);
    expect(world.logged).toContain('alert payout.fault');
    expect((await world.claim('claim-2')).dueAtMs).toBeGreaterThan(world.time.clock());
    await world.documents.update('claims', 'claim-2', {}, { set: { amountFen: 188 } });
  });
});

describe('a refusal', () => {
  it.each(['FREQ_LIMIT', 'SECOND_OVER_LIMITED'])(
    '%s makes everybody wait and sends the same bill again',
    async (code) => {
      await world.owe(2);
      world.gateway.fate = (_order, before) => (before === 0 ? refuse(code)() : { kind: 'pay' });
      expect((await world.send()).stopped).toBe(code);
      const afterRefusal = await world.claim('claim-1');
      expect(afterRefusal.step).toBe('OWED');
      expect(accountOf(afterRefusal)).toBe('owed');
      const untilMs = world.time.clock() + 2_000;
      await world.send();
      expect(world.gateway.sends.filter((send) => send.atMs > untilMs)).toEqual([]);
      await world.letItRun(MINUTE_MS);
      expect(await world.steps()).toEqual({ SENT: 2 });
      expect(new Set(world.gateway.sends.map((send) => send.order.billNo)).size).toBe(2);
    },
  );

  it('TIME_LIMITED waits for 8:00 with the same bill', async () => {
    await world.owe(1);
    world.gateway.fate = refuse('TIME_LIMITED');
    await world.send();
    const claim = await world.claim();
    expect(claim).toMatchObject({ step: 'OWED', dueAtMs: fromBeijing(2026, 11, 22, 8) });
    expect(claim.billNo).toBe(world.gateway.sends[0]!.order.billNo);
  });

  it.each(['SENDNUM_LIMIT', 'RCVDAMOUNT_LIMIT'])(
    '%s defers this player to the next morning and nobody else',
    async (code) => {
      await world.owe(2);
      world.gateway.fate = (order) =>
        order.recipientId === 'official-o-claim-1' ? refuse(code)() : { kind: 'pay' };
      await world.send();
      expect(await world.claim('claim-1')).toMatchObject({
        step: 'OWED',
        dueAtMs: fromBeijing(2026, 11, 22, 8),
      });
      expect((await world.claim('claim-2')).step).toBe('SENT');
      expect((await readMerchantState(world.documents, 'sendredpack')).pausedReason).toBeNull();
    },
  );

  it.each(['SENDAMOUNT_LIMIT', 'DAY_OVER_LIMITED', 'DAY_ OVER_LIMITED'])(
    '%s pauses everything until the next morning',
    async (code) => {
      await world.owe(1);
      world.gateway.fate = refuse(code);
      await world.send();
      expect(await readMerchantState(world.documents, 'sendredpack')).toMatchObject({
        pausedReason: code,
        retryAtMs: fromBeijing(2026, 11, 22, 8),
      });
      expect(world.logged).toContain(`alert payout.paused ${code}`);
    },
  );

  it.each(['NOTENOUGH', 'CA_ERROR', 'SIGN_ERROR', 'API_METHOD_CLOSED', 'PAYER_ACCOUNT_ABNORMAL'])(
    '%s pauses payouts, fails no claim, and the same bills go on by themselves afterwards',
    async (code) => {
      await world.owe(60);
      world.gateway.fate = refuse(code);
      await world.send();
      expect(world.gateway.sends.length).toBeLessThan(60);
      expect(await world.steps()).toEqual({ OWED: 60 });
      const refusedBills = world.gateway.sends.map((send) => send.order.billNo);

      await world.send();
      expect(world.gateway.sends).toHaveLength(refusedBills.length);

      world.gateway.fate = () => ({ kind: 'pay' });
      await world.letItRun(10 * MINUTE_MS);
      expect(await world.steps()).toEqual({ SENT: 60 });
      const paid = new Set([...world.gateway.bills.keys()]);
      expect(refusedBills.every((billNo) => paid.has(billNo))).toBe(true);
      expect((await readMerchantState(world.documents, 'sendredpack')).pausedReason).toBeNull();
    },
  );

  it('tries with one payout whether a pause is over', async () => {
    await world.owe(60);
    world.gateway.fate = refuse('NOTENOUGH');
    await world.send();
    const before = world.gateway.sends.length;
    world.time.advance(6 * MINUTE_MS);
    await world.send();
    expect(world.gateway.sends).toHaveLength(before + 1);
    expect((await readMerchantState(world.documents, 'sendredpack')).pausedSinceMs).toBeLessThan(
      world.time.clock() - 5 * MINUTE_MS,
    );
  });

  it.each(['NO_AUTH', 'OPENID_ERROR', 'MONEY_LIMIT', 'PARAM_ERROR', 'XML_ERROR', 'FATAL_ERROR'])(
    '%s holds the claim with its reason and never loops',
    async (code) => {
      await world.owe(1);
      world.gateway.fate = refuse(code);
      await world.letItRun(3 * HOUR_MS);
      expect(await world.claim()).toMatchObject({ step: 'HELD', heldReason: code });
      expect(world.gateway.sends).toHaveLength(1);
    },
  );

  it('is not kept up by packets that wait for their players: they are no try', async () => {
    for (const id of ['u1', 'u2', 'u3'])
      await world.documents.insert('claims', owedClaim(id, NOON_MS));
    world.time.advance(1);
    await world.owe(2);
    world.gateway.fate = refuse('NOTENOUGH');
    await world.send();
    const unlinked = await world.claim('u1');
    world.time.advance(unlinked.dueAtMs - world.time.clock());
    world.gateway.fate = () => ({ kind: 'pay' });
    expect(await world.send()).toMatchObject({ sentCount: 2, stopped: null });
    expect((await readMerchantState(world.documents, 'sendredpack')).pausedReason).toBeNull();
  });

  it('is over with the first payout that is taken, also when the certificate was noted anew', async () => {
    await world.owe(1);
    world.gateway.fate = refuse('NOTENOUGH');
    await world.send();
    world.time.advance(24 * HOUR_MS);
    world.gateway.fate = () => ({ kind: 'pay' });
    await world.send();
    expect((await readMerchantState(world.documents, 'sendredpack')).pausedReason).toBeNull();
  });

  it('that holds everybody for the same configuration pauses the merchant', async () => {
    await world.owe(100);
    world.gateway.fate = refuse('ILLEGAL_APPID');
    await world.send();
    const { HELD = 0 } = await world.steps();
    expect(HELD).toBeLessThan(40);
    expect((await readMerchantState(world.documents, 'sendredpack')).pausedReason).toBe(
      'ILLEGAL_APPID',
    );
  });

  it('that blames recipients holds them all and pays the rest', async () => {
    await world.owe(30);
    world.gateway.fate = (order) =>
      Number(order.recipientId.slice('official-o-claim-'.length)) <= 20
        ? refuse('NO_AUTH')()
        : { kind: 'pay' };
    await world.send();
    expect(await world.steps()).toEqual({ HELD: 20, SENT: 10 });
  });

  it('of a repeat proves nothing about the first request', async () => {
    await world.owe(1);
    world.gateway.fate = (_order, before) =>
      before === 0 ? { kind: 'lands-late', afterMs: 10 * MINUTE_MS } : refuse('FREQ_LIMIT')();
    await world.letItRun(4 * MINUTE_MS);
    expect(world.gateway.sends.length).toBeGreaterThan(1);
    expect((await world.claim()).step).toBe('UNKNOWN');
    await world.letItRun(30 * MINUTE_MS);
    expect((await world.claim()).step).toBe('SENT');
  });
});

describe('the night', () => {
  it('stops sends at midnight, per send, and goes on at 8:00', async () => {
    world = payoutWorld({ startMs: fromBeijing(2026, 11, 21, 23, 59, 30) });
    await world.owe(900);
    await world.send();
    const beforeMidnight = world.gateway.sends.length;
    expect(beforeMidnight).toBeGreaterThan(700);
    for (const [hour, minute, second] of [
      [0, 0, 0],
      [3, 0, 0],
      [7, 59, 59],
    ] as const) {
      world.time.advance(fromBeijing(2026, 11, 22, hour, minute, second) - world.time.clock());
      await world.send();
      expect(world.gateway.sends).toHaveLength(beforeMidnight);
    }
    world.time.advance(5_000);
    await world.send();
    expect(await world.steps()).toEqual({ SENT: 900 });
    const inTheNight = world.gateway.sends.filter(
      ({ atMs }) => atMs >= fromBeijing(2026, 11, 22) && atMs < fromBeijing(2026, 11, 22, 8),
    );
    expect(inTheNight).toEqual([]);
  });

  it('gives a claim back to the owed ones when nothing has left', async () => {
    world = payoutWorld({ startMs: fromBeijing(2026, 11, 21, 23, 59, 57) });
    await world.owe(1);
    await world.send();
    expect(world.gateway.sends).toHaveLength(0);
    const claim = await world.claim();
    expect(claim.step).toBe('OWED');
    expect(claim.dueAtMs).toBeGreaterThanOrEqual(fromBeijing(2026, 11, 22, 8));
  });

  it('is no obstacle when the merchant may send at any hour', async () => {
    world = payoutWorld({ startMs: fromBeijing(2026, 11, 21, 3) });
    await world.owe(1);
    await world.send({ quietHours: null });
    expect(await world.steps()).toEqual({ SENT: 1 });
  });
});

describe('the limits of a day', () => {
  it('pay a player ten packets today and the others tomorrow after 8:00', async () => {
    await world.owe(25, { openid: 'o-lucky' });
    await world.letItRun(2 * HOUR_MS);
    expect(world.gateway.sends).toHaveLength(10);
    await world.letItRun(24 * HOUR_MS);
    expect(world.gateway.sends).toHaveLength(20);
    const tomorrow = world.gateway.sends.slice(10).map((send) => send.atMs);
    expect(Math.min(...tomorrow)).toBeGreaterThanOrEqual(fromBeijing(2026, 11, 22, 8));
  });

  it('keep a player below the amount of a day, however many workers there are', async () => {
    await world.owe(9, { openid: 'o-lucky', amountFen: 20_000 });
    await world.time.run(Promise.all([sendOwed(world.tools), sendOwed(world.tools)]));
    expect(world.gateway.sends).toHaveLength(5);
  });

  it('stop the merchant below its amount of a day and say so', async () => {
    const dailyLimits = { ...world.tools.dailyLimits, amountFenPerMerchant: 1_000 };
    await world.owe(10, { amountFen: 300 });
    await world.send({ dailyLimits });
    expect(world.gateway.sends).toHaveLength(3);
    expect(await world.steps()).toEqual({ SENT: 3, OWED: 7 });
    expect((await readMerchantState(world.documents, 'sendredpack')).pausedReason).toBe(
      'SENDAMOUNT_LIMIT',
    );
  });

  it('count a bill once, however often it is sent', async () => {
    await world.owe(10, { openid: 'o-lucky' });
    world.gateway.fate = (_order, before) =>
      before === 0 ? { kind: 'silence', paid: false } : { kind: 'pay' };
    await world.letItRun(HOUR_MS);
    expect(await world.steps()).toEqual({ SENT: 10 });
  });
});

describe('the merchant’s own faults', () => {
  it('pause payouts with the finding, touch no claim, and end without other action', async () => {
    await world.owe(1);
    const owed = await world.claim();
    world.gateway.credentials = { fault: 'CERTIFICATE_EXPIRED', detail: '2026-11-20' };
    expect((await world.send()).stopped).toBe('CERTIFICATE_EXPIRED');
    expect(await readMerchantState(world.documents, 'sendredpack')).toMatchObject({
      pausedReason: 'CERTIFICATE_EXPIRED',
      pausedDetail: '2026-11-20',
      pausedSinceMs: NOON_MS,
    });
    expect(await world.claim()).toEqual(owed);
    await world.send();
    expect(world.logged.filter((line) => line.startsWith('alert'))).toHaveLength(1);

    world.gateway.credentials = { fault: null, certificateExpiresAtMs: NOON_MS * 2 };
    await world.send();
    expect((await world.claim()).step).toBe('SENT');
    expect((await readMerchantState(world.documents, 'sendredpack')).pausedReason).toBeNull();
  });

  it('warn once a day when the certificate ends within 30 days, and pay on', async () => {
    await world.owe(1);
    const certificateExpiresAtMs = NOON_MS + 29 * 24 * HOUR_MS;
    world.gateway.credentials = { fault: null, certificateExpiresAtMs };
    await world.send();
    await world.send();
    expect(world.logged.filter((line) => line === 'warn payout.certificate-expires')).toHaveLength(
      1,
    );
    expect((await readMerchantState(world.documents, 'sendredpack')).certificateExpiresAtMs).toBe(
      certificateExpiresAtMs,
    );
    expect(await world.steps()).toEqual({ SENT: 1 });
  });

  it('end a run when nobody answers any more', async () => {
    await world.owe(200);
    world.gateway.fate = () => ({ kind: 'silence', paid: false });
    expect((await world.send()).stopped).toBe('no-answers');
    expect(world.gateway.sends.length).toBeLessThan(50);
  });
});

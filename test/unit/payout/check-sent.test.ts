import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import { endingOf } from '../../../server/adapters/wechatpay/channels/transfer-bills/endings';
import { accountOf } from '../../../server/domain/claim-steps';
import { NEVER_MS } from '../../../server/domain/records';
import type { QueryAnswer } from '../../../server/ports/payout-gateway';
import { checkSent } from '../../../server/usecases/payout/check-sent';
import type { SendFate } from '../../support/fake-gateway';
import { assertPayouts, type PayoutWorld, payoutWorld } from '../../support/payout-world';

let world: PayoutWorld;

beforeEach(async () => {
  world = payoutWorld();
  await world.owe(1);
});

afterEach(() => assertPayouts(world));

/** The first send of a bill meets this; every later one is paid. */
function firstSend(fate: SendFate): void {
  world.gateway.fate = (_order, before) => (before === 0 ? fate : { kind: 'pay' });
}

const billNosUsed = () => new Set(world.gateway.sends.map((send) => send.order.billNo));

describe('a sent packet', () => {
  beforeEach(() => world.send());

  it('becomes received when the player opened it, and is never asked about again', async () => {
    world.gateway.openAll();
    await world.letItRun(5 * MINUTE_MS);
    expect(await world.claim()).toMatchObject({ step: 'RECEIVED', dueAtMs: NEVER_MS });
    const asked = world.gateway.queries.length;
    await world.letItRun(2 * DAY_MS);
    expect(world.gateway.queries).toHaveLength(asked);
  });

  it('is returned once when nobody opened it, and its money is credited once', async () => {
    await world.letItRun(3 * HOUR_MS);
    expect((await world.claim()).step).toBe('SENT');
    world.gateway.returnAll();
    await world.letItRun(3 * HOUR_MS);
    const claim = await world.claim();
    expect(claim.step).toBe('RETURNED');
    expect(claim.postings.filter((posting) => posting.to === 'returned')).toHaveLength(1);
  });

  it('is asked about less and less often', async () => {
    await world.letItRun(20 * HOUR_MS);
    expect(world.gateway.queries.length).toBeLessThan(30);
    expect((await world.claim()).step).toBe('SENT');
  });

  it('stays sent and is listed for a person when the provider can no longer be asked', async () => {
    world.gateway.answersQueries = false;
    await world.letItRun(30 * DAY_MS + HOUR_MS);
    expect(await world.claim()).toMatchObject({
      step: 'SENT',
      dueAtMs: NEVER_MS,
      lastCode: 'BILL_TOO_OLD',
    });
    expect(world.logged).toContain('alert payout.too-old');
  });

  it('counts as returned when two checkers ask at once, and only once', async () => {
    world.gateway.returnAll();
    world.time.advance(5 * MINUTE_MS);
    await world.time.run(Promise.all([checkSent(world.tools), checkSent(world.tools)]));
    const claim = await world.claim();
    expect(claim.postings.filter((posting) => posting.to === 'returned')).toHaveLength(1);
  });
});

describe('a send without an answer', () => {
  it('that was paid becomes sent, without a second request', async () => {
    firstSend({ kind: 'silence', paid: true });
    await world.send();
    expect(await world.claim()).toMatchObject({ step: 'UNKNOWN', lastCode: 'TIMEOUT' });
    expect(accountOf(await world.claim())).toBe('in-flight');
    await world.letItRun(MINUTE_MS);
    expect((await world.claim()).step).toBe('SENT');
    expect(world.gateway.sends).toHaveLength(1);
  });

  it('that never landed is sent again with the same bill, but not before it had time to land', async () => {
    firstSend({ kind: 'silence', paid: false });
    await world.letItRun(2 * MINUTE_MS);
    expect(world.gateway.sends).toHaveLength(1);
    await world.letItRun(5 * MINUTE_MS);
    expect((await world.claim()).step).toBe('SENT');
    expect(billNosUsed().size).toBe(1);
  });

  it('that lands after it was sent again is paid once', async () => {
    firstSend({ kind: 'lands-late', afterMs: 4 * MINUTE_MS });
    await world.letItRun(HOUR_MS);
    expect((await world.claim()).step).toBe('SENT');
    expect(world.gateway.bills.size).toBe(1);
  });

  it('stays unknown while queries get no answer either', async () => {
    firstSend({ kind: 'silence', paid: true });
    world.gateway.answersQueries = false;
    await world.letItRun(3 * HOUR_MS);
    expect((await world.claim()).step).toBe('UNKNOWN');
    expect(world.gateway.sends).toHaveLength(1);
    world.gateway.answersQueries = true;
    await world.letItRun(2 * HOUR_MS);
    expect((await world.claim()).step).toBe('SENT');
  });

  it('whose answer was about something else is unknown, and a security alert', async () => {
    firstSend({ kind: 'lie' });
    await world.send();
    expect((await world.claim()).step).toBe('UNKNOWN');
    expect(world.logged).toContain('alert payout.security mismatch');
  });

  it('goes to a person after 30 days without an answer', async () => {
    firstSend({ kind: 'silence', paid: true });
    world.gateway.answersQueries = false;
    await world.letItRun(30 * DAY_MS + HOUR_MS);
    expect(await world.claim()).toMatchObject({ step: 'HELD', heldReason: 'BILL_TOO_OLD' });
  });

  it('is not sent again once nobody can be asked any more whether it landed', async () => {
    firstSend({ kind: 'silence', paid: false });
    await world.send();
    while ((await world.claim()).lastCode !== 'NOT_FOUND') {
      world.time.advance(MINUTE_MS);
      await world.check();
    }
    world.time.advance(30 * DAY_MS);
    await world.send();
    expect(await world.claim()).toMatchObject({ step: 'HELD', heldReason: 'BILL_TOO_OLD' });
    expect(accountOf(await world.claim())).toBe('in-flight');
    expect(world.gateway.sends).toHaveLength(1);
  });

  it('is first asked about after 20 minutes when the provider says PROCESSING', async () => {
    firstSend({ kind: 'settle', as: 'SENT', afterMs: 5 * MINUTE_MS });
    await world.letItRun(19 * MINUTE_MS);
    expect(world.gateway.queries).toHaveLength(0);
    await world.letItRun(5 * MINUTE_MS);
    expect((await world.claim()).step).toBe('SENT');
  });

  it('that the provider keeps sending stays in flight and is reported once', async () => {
    firstSend({ kind: 'settle', as: 'SENT', afterMs: 30 * HOUR_MS });
    await world.letItRun(10 * HOUR_MS);
    expect((await world.claim()).step).toBe('UNKNOWN');
    expect(world.logged.filter((line) => line === 'alert payout.sending-long')).toHaveLength(1);
    await world.letItRun(DAY_MS);
    expect((await world.claim()).step).toBe('SENT');
  });
});

describe('a bill that failed', () => {
  it('is followed by a new one only after the query proved it', async () => {
    world.gateway.fate = () =>
      world.gateway.bills.size === 0
        ? { kind: 'settle', as: 'FAILED', afterMs: 30 * MINUTE_MS }
        : { kind: 'pay' };
    await world.letItRun(25 * MINUTE_MS);
    expect(billNosUsed().size).toBe(1);
    await world.letItRun(2 * HOUR_MS);
    const claim = await world.claim();
    expect(claim.step).toBe('SENT');
    expect(claim.endedBillNos).toHaveLength(1);
    expect([...billNosUsed()]).toEqual([claim.endedBillNos[0], claim.billNo]);
  });

  it('is not replaced on the word SEND_FAILED alone', async () => {
    world.gateway.fate = () => ({ kind: 'refuse', code: 'SEND_FAILED' });
    await world.letItRun(20 * MINUTE_MS);
    expect(world.gateway.sends.length).toBeGreaterThan(1);
    expect(billNosUsed().size).toBe(1);
    expect((await world.claim()).step).toBe('UNKNOWN');
  });

  it('is replaced twice and then waits for a person, with its money owed', async () => {
    world.gateway.fate = () => ({ kind: 'settle', as: 'FAILED', afterMs: MINUTE_MS });
    await world.letItRun(DAY_MS);
    const claim = await world.claim();
    expect(claim).toMatchObject({ step: 'HELD', heldReason: 'SEND_FAILED', billNo: null });
    expect(claim.endedBillNos).toHaveLength(3);
    expect(accountOf(claim)).toBe('owed');
  });

  it('after it had been accepted comes back to the campaign, with an alert for its player', async () => {
    world.gateway.fate = () => ({ kind: 'pay-then-fail' });
    await world.letItRun(10 * MINUTE_MS);
    expect((await world.claim()).step).toBe('RETURNED');
    expect(world.gateway.sends).toHaveLength(1);
    expect(world.logged).toContain('alert payout.failed-after-sent');
  });
});

describe('a transfer that ends in FAIL after it had been sent', () => {
  const failsFor = async (answer: QueryAnswer) => {
    world = payoutWorld({ channel: 'transfer-bills' });
    await world.owe(1);
    await world.send();
    world.time.advance(5 * MINUTE_MS);
    world.gateway.query = async () => answer;
    await world.check();
    expect(await world.claim()).toMatchObject({ step: 'RETURNED' });
  };

  it.each([
    'OTHER_FAIL_REASON_TYPE',
    'OVERDUE_CLOSE',
    'DAY_RECEIVED_QUOTA_EXCEED',
    'ACCOUNT_FROZEN',
  ])('for what is its player’s (%s) comes back without an alarm', async (reason) => {
    await failsFor(endingOf(reason, 188));
    expect(world.logged.filter((line) => line.startsWith('alert'))).toEqual([]);
  });

  it.each(['PAYER_ACCOUNT_ABNORMAL', 'TRANSFER_SCENE_UNAVAILABLE', 'SOMETHING_NEW'])(
    'for what is the merchant’s, or unheard of (%s), alarms an operator',
    async (reason) => {
      await failsFor(endingOf(reason, 188));
      expect(world.logged).toContain(`alert payout.failed-after-sent ${reason}`);
    },
  );
});

describe('a transfer that was closed after a day', () => {
  it('is followed by a new one when its player never had what opens it', async () => {
    world = payoutWorld({ channel: 'transfer-bills' });
    await world.owe(1);
    firstSend({ kind: 'silence', paid: true });
    world.gateway.answersQueries = false;
    await world.send();
    world.gateway.returnAll();
    world.gateway.answersQueries = true;
    world.time.advance(MINUTE_MS);
    await world.check();
    expect(await world.claim()).toMatchObject({ step: 'OWED', billNo: null });
    await world.letItRun(5 * MINUTE_MS);
    expect(await world.claim()).toMatchObject({ step: 'SENT' });
    expect(billNosUsed().size).toBe(2);
  });

  it('is returned when its player could have taken it', async () => {
    world = payoutWorld({ channel: 'transfer-bills' });
    await world.owe(1);
    await world.send();
    world.gateway.returnAll();
    await world.letItRun(DAY_MS);
    expect(await world.claim()).toMatchObject({ step: 'RETURNED' });
    expect(billNosUsed().size).toBe(1);
  });
});

describe('a held payout', () => {
  it('is settled by late evidence', async () => {
    world.gateway.fate = (_order, before) =>
      before === 0
        ? { kind: 'lands-late', afterMs: 10 * MINUTE_MS }
        : { kind: 'refuse', code: 'PARAM_ERROR' };
    await world.letItRun(5 * MINUTE_MS);
    expect((await world.claim()).step).toBe('HELD');
    await world.letItRun(3 * HOUR_MS);
    expect((await world.claim()).step).toBe('SENT');
  });

  it('whose bill failed is owed again, and still waits for a person', async () => {
    world.gateway.fate = (_order, before) =>
      before === 0
        ? { kind: 'lands-late', afterMs: 10 * MINUTE_MS }
        : { kind: 'refuse', code: 'PARAM_ERROR' };
    await world.letItRun(5 * MINUTE_MS);
    expect(accountOf(await world.claim())).toBe('in-flight');
    world.time.advance(10 * MINUTE_MS);
    world.gateway.openAll();
    for (const bill of world.gateway.bills.values()) bill.status = 'FAILED';
    await world.letItRun(HOUR_MS);
    const claim = await world.claim();
    expect(claim).toMatchObject({ step: 'HELD', heldReason: 'PARAM_ERROR', billNo: null });
    expect(accountOf(claim)).toBe('owed');
  });
});

describe('the checker', () => {
  it('asks at night as well', async () => {
    await world.send();
    world.gateway.openAll();
    world.time.advance(14 * HOUR_MS);
    await world.check();
    expect((await world.claim()).step).toBe('RECEIVED');
  });

  it('asks while payouts are paused by the provider, but not without credentials', async () => {
    await world.send();
    await world.owe(1);
    world.gateway.fate = () => ({ kind: 'refuse', code: 'NOTENOUGH' });
    await world.send();
    world.gateway.openAll();
    world.time.advance(2 * MINUTE_MS);
    world.gateway.credentials = { fault: 'SECRET_MISSING', detail: 'WECHATPAY_API_KEY' };
    expect((await world.check()).stopped).toBe('SECRET_MISSING');
    world.gateway.credentials = { fault: null, certificateExpiresAtMs: null };
    await world.check();
    expect((await world.claim()).step).toBe('RECEIVED');
  });
});

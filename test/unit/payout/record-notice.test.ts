import type { ClaimRecord } from '../../../server/domain/records';
import type { TransferNotice } from '../../../server/ports/payment-notices';
import { recordTransferNotice } from '../../../server/usecases/payout/record-notice';
import { assertPayouts, type PayoutWorld, payoutWorld } from '../../support/payout-world';
import { countingDocuments, pausedDocuments } from '../../support/watched-documents';

/** One transfer that waits for its player; the provider says that the player took it. */
async function sentTransfer() {
  const world = payoutWorld({ channel: 'transfer-bills' });
  await world.owe(1, { openid: 'o-player' });
  await world.send();
  const { billNo, amountFen } = await world.claim();
  const notice: TransferNotice = {
    kind: 'notice',
    billNo: billNo!,
    amountFen,
    recipientId: 'o-player',
    answer: { kind: 'received', receivedAtMs: null },
  };
  return { world, notice };
}

const step = async (world: PayoutWorld) => (await world.claim()).step;

describe('a notice about a transfer', () => {
  it('ends its claim at once, and told again changes nothing', async () => {
    const { world, notice } = await sentTransfer();
    world.gateway.openAll();
    expect(await recordTransferNotice(world.tools, notice)).toBe('handled');
    const received = await world.claim();
    expect(received.step).toBe('RECEIVED');
    expect(await recordTransferNotice(world.tools, notice)).toBe('handled');
    expect(await world.claim()).toEqual(received);
    await assertPayouts(world);
  });

  it('that it came back credits it once, and a later word that it was taken is for a person', async () => {
    const { world, notice } = await sentTransfer();
    const returned = { kind: 'returned', amountFen: notice.amountFen } as const;
    await recordTransferNotice(world.tools, { ...notice, answer: returned });
    expect(await step(world)).toBe('RETURNED');
    expect(await recordTransferNotice(world.tools, notice)).toBe('handled');
    expect(await step(world)).toBe('RETURNED');
    expect(world.logged.join()).toContain('payout.paid-after-end');
  });

  it.each([
    ['one fen more', { amountFen: 189 }, 'payout.notice-differs'],
    ['another player', { recipientId: 'o-other' }, 'payout.notice-differs'],
    ['a bill that nobody knows', { billNo: 'unknown' }, 'payout.unknown-bill'],
  ])('about %s is not booked and shall come again', async (_what, changes, event) => {
    const { world, notice } = await sentTransfer();
    expect(await recordTransferNotice(world.tools, { ...notice, ...changes })).toBe('again');
    expect(await step(world)).toBe('SENT');
    expect(world.logged.join()).toContain(event);
  });

  it('about a bill that another one followed moves nothing, and is for a person when it paid', async () => {
    const { world, notice } = await sentTransfer();
    const { billNo } = notice;
    await world.documents.update('claims', 'claim-1', {}, { set: { billNo: 'next' } });
    expect(await recordTransferNotice(world.tools, notice)).toBe('handled');
    expect((await world.claim()).billNo).toBe('next');
    expect(world.logged.join()).toContain('payout.paid-after-end');
    expect(billNo).not.toBe('next');
  });

  it('shall come again when somebody else moved the claim at this moment', async () => {
    const { world, notice } = await sentTransfer();
    const paused = pausedDocuments(world.tools.documents, 3);
    const told = recordTransferNotice({ ...world.tools, documents: paused.documents }, notice);
    await paused.reached(told);
    await world.documents.update('claims', 'claim-1', {}, { set: { lastCode: 'X' } });
    paused.resume();
    expect(await told).toBe('again');
    expect(await recordTransferNotice(world.tools, notice)).toBe('handled');
    expect(await step(world)).toBe('RECEIVED');
  });

  it('that overtakes the answer to its own send wins over it', async () => {
    const world = payoutWorld({ channel: 'transfer-bills' });
    await world.owe(1, { openid: 'o-player' });
    world.gateway.fate = () => ({ kind: 'silence', paid: true });
    await world.send();
    const { billNo, amountFen } = await world.claim();
    const answer = { kind: 'received', receivedAtMs: null } as const;
    const notice = {
      kind: 'notice',
      billNo: billNo!,
      amountFen,
      recipientId: null,
      answer,
    } as const;
    expect(await step(world)).toBe('UNKNOWN');
    expect(await recordTransferNotice(world.tools, notice)).toBe('handled');
    const claim: ClaimRecord = await world.claim();
    expect(claim.postings.map(({ to }) => to)).toEqual(['owed', 'in-flight', 'sent', 'received']);
  });

  it('takes at most three requests to the database', async () => {
    const { world, notice } = await sentTransfer();
    const counted = countingDocuments(world.tools.documents);
    await recordTransferNotice({ ...world.tools, documents: counted.documents }, notice);
    expect(counted.requests.length).toBeLessThanOrEqual(3);
  });
});

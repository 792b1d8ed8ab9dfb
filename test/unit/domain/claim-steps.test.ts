import fc from 'fast-check';
import { PAYMENT_STEPS } from '../../../miniprogram/shared/payment';
import { accountOf, canMove, type Move, moveClaim } from '../../../server/domain/claim-steps';
import { type ClaimRecord, NEVER_MS } from '../../../server/domain/records';
import { takingClaim } from '../../support/taking-claim';

const NOW_MS = Date.UTC(2026, 10, 21, 4);

const taking = () => takingClaim('c1.p1.1', { rev: 1, recipientId: 'official-1' });

function move(fields: Partial<Move> = {}): Move {
  return { atMs: NOW_MS, cause: 'test', dueAtMs: NOW_MS, ...fields };
}

const PLACE = { shardNo: 2, placeNo: 7, amountFen: 188 };
const SEND = { billNo: 'B1', sending: true, lease: { owner: 'w1', untilMs: NOW_MS + 60_000 } };

function owed(): ClaimRecord {
  return moveClaim(taking(), 'OWED', move({ place: PLACE })).after;
}
function sending(): ClaimRecord {
  return moveClaim(owed(), 'SENDING', move(SEND)).after;
}
function unknown(): ClaimRecord {
  return moveClaim(sending(), 'UNKNOWN', move()).after;
}
function sent(): ClaimRecord {
  return moveClaim(sending(), 'SENT', move({ evidence: 'send-answer' })).after;
}

function route(claim: ClaimRecord): string[] {
  return claim.postings.map((posting) => `${posting.from}→${posting.to}`);
}

describe('moveClaim', () => {
  it('completes a claim with its place, its amount and its first posting', () => {
    const claim = owed();
    expect(claim).toMatchObject({ step: 'OWED', ...PLACE, claimedAtMs: NOW_MS });
    expect(route(claim)).toEqual(['unallocated→owed']);
    expect(claim.history).toEqual([{ step: 'OWED', atMs: NOW_MS }]);
  });

  it('guards every update by the revision and the step that were read', () => {
    const { guard } = moveClaim(owed(), 'SENDING', move(SEND));
    expect(guard).toEqual({ step: 'OWED', rev: 2 });
  });

  it('puts the money in flight with a lease and the first bill number', () => {
    const claim = sending();
    expect(claim).toMatchObject({ billNo: 'B1', leaseOwner: 'w1', sendCount: 1 });
    expect(accountOf(claim)).toBe('in-flight');
  });

  it('keeps money in flight and bill number when another worker takes over', () => {
    const lease = { owner: 'w2', untilMs: NOW_MS + 90_000 };
    for (const before of [sending(), unknown()]) {
      const { after } = moveClaim(before, 'SENDING', move({ lease }));
      expect(after).toMatchObject({ billNo: 'B1', leaseOwner: 'w2' });
      expect(after.postings).toEqual(before.postings);
    }
  });

  it('posts both movements when evidence skips ahead', () => {
    const { after } = moveClaim(sending(), 'RECEIVED', move({ evidence: 'query-answer' }));
    expect(route(after).slice(2)).toEqual(['in-flight→sent', 'sent→received']);
  });

  it('brings returned money back exactly once', () => {
    const returned = moveClaim(sent(), 'RETURNED', move({ evidence: 'query-answer' })).after;
    expect(accountOf(returned)).toBe('returned');
    expect(() => moveClaim(returned, 'RETURNED', move({ evidence: 'query-answer' }))).toThrow(
      'INV-24',
    );
  });

  it('refuses SENT, RECEIVED and RETURNED without the right evidence', () => {
    expect(() => moveClaim(sending(), 'SENT', move())).toThrow('INV-21');
    expect(() => moveClaim(sent(), 'RECEIVED', move({ evidence: 'send-answer' }))).toThrow(
      'INV-21',
    );
  });

  it('never takes unknown for failed', () => {
    expect(() => moveClaim(unknown(), 'OWED', move())).toThrow('INV-20');
    expect(() => moveClaim(unknown(), 'OWED', move({ evidence: 'nothing-left' }))).toThrow(
      'INV-20',
    );
  });

  it('gives a new bill number only after a query ended the last one', () => {
    expect(() => moveClaim(sending(), 'SENDING', move({ billNo: 'B2' }))).toThrow('INV-17');
    expect(() =>
      moveClaim(sending(), 'OWED', move({ endBill: true, evidence: 'send-answer' })),
    ).toThrow('INV-19');
    const ended = moveClaim(
      unknown(),
      'OWED',
      move({ endBill: true, evidence: 'query-answer' }),
    ).after;
    expect(ended).toMatchObject({ billNo: null, endedBillNos: ['B1'], sendCount: 0 });
    expect(accountOf(ended)).toBe('owed');
    expect(() => moveClaim(ended, 'SENDING', move(SEND))).toThrow('INV-17');
    const again = moveClaim(ended, 'SENDING', move({ ...SEND, billNo: 'B2' })).after;
    expect(again.billNo).toBe('B2');
  });

  it('holds a claim in the account it is in, with a reason', () => {
    const heldOwed = moveClaim(owed(), 'HELD', move({ heldReason: 'A' })).after;
    const heldFlying = moveClaim(unknown(), 'HELD', move({ heldReason: 'B' })).after;
    expect([accountOf(heldOwed), accountOf(heldFlying)]).toEqual(['owed', 'in-flight']);
    expect(() => moveClaim(owed(), 'HELD', move())).toThrow('says why');
    expect(() => moveClaim(heldOwed, 'UNKNOWN', move())).toThrow('INV-15');
  });

  it('refuses a claim whose journal was tampered with', () => {
    const raised = { ...owed(), amountFen: 18_800 };
    expect(() => moveClaim(raised, 'SENDING', move(SEND))).toThrow('INV-11');
    const forged = { ...owed(), step: 'SENT' as const };
    expect(() => moveClaim(forged, 'RECEIVED', move({ evidence: 'query-answer' }))).toThrow(
      'INV-15',
    );
  });

  it('a person returns the money to the campaign only when none of it can be out', () => {
    const heldOwed = moveClaim(owed(), 'HELD', move({ heldReason: 'A' })).after;
    const heldFlying = moveClaim(unknown(), 'HELD', move({ heldReason: 'B' })).after;
    const cancelled = moveClaim(heldOwed, 'CANCELLED', move()).after;
    expect(accountOf(cancelled)).toBe('unallocated');
    expect(cancelled.postings.at(-1)).toMatchObject({ from: 'owed', to: 'unallocated' });
    expect(() => moveClaim(heldFlying, 'CANCELLED', move())).toThrow('INV-20');
    expect(() => moveClaim(cancelled, 'OWED', move())).toThrow('INV-24');
  });

  it('what was paid in another way leaves for good, from wherever it was held', () => {
    const heldFlying = moveClaim(unknown(), 'HELD', move({ heldReason: 'B' })).after;
    const settled = moveClaim(heldFlying, 'SETTLED', move()).after;
    expect(accountOf(settled)).toBe('settled-outside');
    expect(() => moveClaim(settled, 'SENT', move({ evidence: 'query-answer' }))).toThrow('INV-24');
  });

  it('keeps every fen in exactly one account, whatever legal walk is taken', () => {
    const walk = fc.array(
      fc.record({ to: fc.constantFrom(...PAYMENT_STEPS), endBill: fc.boolean() }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(walk, (moves) => {
        let claim = owed();
        let bills = 0;
        for (const { to, endBill } of moves) {
          if (!canMove(claim.step, to)) continue;
          const ends = endBill && claim.billNo !== null && (to === 'OWED' || to === 'HELD');
          const paid = to === 'SENT' || to === 'RECEIVED' || to === 'RETURNED';
          if (paid && claim.billNo === null) continue;
          const isOwed = accountOf(claim) === 'owed';
          if (to === 'CANCELLED' && !isOwed) continue;
          if (to === 'UNKNOWN' && isOwed) continue;
          if (to === 'SENDING' && claim.billNo === null) bills++;
          claim = moveClaim(claim, to, {
            atMs: NOW_MS,
            cause: 'walk',
            dueAtMs: NEVER_MS,
            evidence: 'query-answer',
            ...(ends && { endBill: true }),
            ...(to === 'SENDING' && { billNo: claim.billNo ?? `B${bills}` }),
            ...(to === 'HELD' && { heldReason: 'X' }),
          }).after;
        }
        const net = new Map<string, number>();
        for (const { from, to, amountFen } of claim.postings) {
          net.set(from, (net.get(from) ?? 0) - amountFen);
          net.set(to, (net.get(to) ?? 0) + amountFen);
        }
        const nonZero = [...net].filter(([, fen]) => fen !== 0);
        const isBack = accountOf(claim) === 'unallocated';
        const expected = [
          ['unallocated', -188],
          [accountOf(claim), 188],
        ];
        expect(nonZero.sort()).toEqual(isBack ? [] : expected.sort());
      }),
      { seed: 20261121, numRuns: 300 },
    );
  });
});

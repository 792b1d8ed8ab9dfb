import fc from 'fast-check';
import { emptyAccounts, providerDifference, withPostings } from '../../../server/domain/audit';
import { canMove, moveClaim } from '../../../server/domain/claim-steps';
import { conservationOf, type StepFlow } from '../../../server/domain/conservation';
import { type ClaimRecord, type ClaimStep, NEVER_MS } from '../../../server/domain/records';
import { NOON_MS, owedClaim } from '../../support/payout-world';

const WALK: readonly ClaimStep[] = [
  'SENDING',
  'UNKNOWN',
  'OWED',
  'HELD',
  'SENT',
  'RECEIVED',
  'RETURNED',
  'CANCELLED',
  'SETTLED',
];

/** A claim after a legal walk; illegal steps of the list are passed over. */
function walked(no: number, amountFen: number, steps: readonly ClaimStep[]): ClaimRecord {
  let claim = owedClaim(`claim-${no}`, NOON_MS, { amountFen });
  for (const to of steps) {
    if (!canMove(claim.step, to)) continue;
    try {
      claim = moveClaim(claim, to, {
        atMs: NOON_MS,
        cause: 'walk',
        dueAtMs: NEVER_MS,
        evidence: 'query-answer',
        ...(to === 'SENDING' && { billNo: claim.billNo ?? `B${no}` }),
        ...(to === 'HELD' && { heldReason: 'X' }),
      }).after;
    } catch {
      // Not from here: the next step of the list.
    }
  }
  return claim;
}

describe('withPostings', () => {
  it('rebuilds the whole conservation line of any campaign from its postings alone', () => {
    const claims = fc.array(
      fc.tuple(fc.integer({ min: 100, max: 20_000 }), fc.array(fc.constantFrom(...WALK))),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(claims, (drawn) => {
        const all = drawn.map(([amountFen, steps], no) => walked(no, amountFen, steps));
        const claimedFen = all.reduce((sum, claim) => sum + claim.amountFen, 0);
        const fundedFen = claimedFen + 12_345;
        const accounts = withPostings(
          { ...emptyAccounts(), unallocated: fundedFen },
          all.flatMap((claim) => claim.postings),
        );
        const flows: StepFlow[] = all.flatMap(({ step, postings }) =>
          postings.map(({ from, to, amountFen }) => ({ step, from, to, amountFen, count: 1 })),
        );
        const line = conservationOf(fundedFen, flows, {
          takenBeforeFen: claimedFen,
          takingFen: 0,
          takenAfterFen: claimedFen,
        });
        expect(accounts).toEqual({
          unallocated: line.unallocatedFen,
          owed: line.owedFen,
          'in-flight': line.inFlightFen,
          sent: line.sentFen,
          received: line.receivedFen,
          returned: line.returnedFen,
          'settled-outside': line.settledFen,
        });
        expect(Object.values(accounts).reduce((sum, fen) => sum + fen, 0)).toBe(fundedFen);
      }),
      { seed: 20261121, numRuns: 200 },
    );
  });
});

describe('providerDifference', () => {
  const sent = walked(1, 188, ['SENDING', 'SENT']);

  it('finds money that is out although the claim says that it is not', () => {
    const owed = { ...owedClaim('claim-2', NOON_MS), billNo: 'B2' };
    expect(providerDifference(owed, 'B2', { kind: 'sent' })).toMatchObject({ amountFen: 188 });
    expect(providerDifference(owed, 'B2', { kind: 'not-found' })).toBeNull();
    const cancelled = walked(3, 200, ['SENDING', 'OWED', 'HELD', 'CANCELLED']);
    expect(cancelled.step).toBe('CANCELLED');
    expect(
      providerDifference(cancelled, 'B3', { kind: 'received', receivedAtMs: null }),
    ).toMatchObject({ kind: 'provider', amountFen: 200 });
  });

  it('finds a bill that ended unpaid and was paid after all', () => {
    const again = { ...sent, endedBillNos: ['B0'] };
    expect(providerDifference(again, 'B0', { kind: 'sent' })).not.toBeNull();
    expect(
      providerDifference(again, 'B0', { kind: 'failed', reason: '', blames: 'circumstances' }),
    ).toBeNull();
  });

  it('takes a transfer that was closed before its player could have it for one that ended unpaid', () => {
    const closed = { kind: 'returned', amountFen: 188 } as const;
    const again = { ...sent, endedBillNos: ['B0'], channel: 'transfer-bills' } as const;
    expect(providerDifference(again, 'B0', closed)).toBeNull();
    expect(providerDifference(again, 'B0', { ...closed, amountFen: 100 })).not.toBeNull();
    expect(providerDifference({ ...again, channel: 'sendredpack' }, 'B0', closed)).not.toBeNull();
  });

  it('finds that less came back than was sent', () => {
    const returned = walked(4, 188, ['SENDING', 'SENT', 'RETURNED']);
    expect(providerDifference(returned, 'B4', { kind: 'returned', amountFen: 180 })).toMatchObject({
      amountFen: 8,
    });
  });

  it('concludes nothing from silence, and nothing while money is in flight', () => {
    expect(providerDifference(sent, 'B1', { kind: 'unknown', code: 'TIMEOUT' })).toBeNull();
    const flying = walked(5, 188, ['SENDING', 'UNKNOWN']);
    expect(providerDifference(flying, 'B5', { kind: 'received', receivedAtMs: null })).toBeNull();
  });
});

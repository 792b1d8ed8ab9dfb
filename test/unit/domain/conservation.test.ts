import { conservationOf, misplacedFen, type StepFlow } from '../../../server/domain/conservation';

const flow = (step: StepFlow['step'], from: StepFlow['from'], to: StepFlow['to'], fen: number) => ({
  step,
  from,
  to,
  count: 1,
  amountFen: fen,
});

const FLOWS: StepFlow[] = [
  flow('OWED', 'unallocated', 'owed', 100),
  flow('SENT', 'unallocated', 'owed', 200),
  flow('SENT', 'owed', 'in-flight', 200),
  flow('SENT', 'in-flight', 'sent', 200),
  flow('RETURNED', 'unallocated', 'owed', 300),
  flow('RETURNED', 'owed', 'in-flight', 300),
  flow('RETURNED', 'in-flight', 'sent', 300),
  flow('RETURNED', 'sent', 'returned', 300),
];

const pool = (before: number, taking: number, after: number) => ({
  takenBeforeFen: before,
  takingFen: taking,
  takenAfterFen: after,
});

describe('conservationOf', () => {
  it('has every fen in exactly one account', () => {
    expect(conservationOf(1_000, FLOWS, pool(600, 0, 600))).toEqual({
      fundedFen: 1_000,
      unallocatedFen: 400,
      owedFen: 100,
      inFlightFen: 0,
      sentFen: 200,
      receivedFen: 0,
      returnedFen: 300,
      settledFen: 0,
      differenceFen: 0,
    });
  });

  it('gives back what a person returned, and keeps apart what was paid in another way', () => {
    const decided = [
      ...FLOWS,
      flow('CANCELLED', 'unallocated', 'owed', 70),
      flow('CANCELLED', 'owed', 'unallocated', 70),
      flow('SETTLED', 'unallocated', 'owed', 30),
      flow('SETTLED', 'owed', 'settled-outside', 30),
    ];
    expect(conservationOf(1_000, decided, pool(700, 0, 700))).toMatchObject({
      unallocatedFen: 370,
      owedFen: 100,
      settledFen: 30,
      differenceFen: 0,
    });
  });

  it('finds nothing wrong with places that are taken while it reads', () => {
    expect(conservationOf(1_000, FLOWS, pool(500, 0, 900)).differenceFen).toBe(0);
    expect(conservationOf(1_000, FLOWS, pool(750, 150, 750)).differenceFen).toBe(0);
  });

  it('finds a place that no claim knows, and a posting that no place stands behind', () => {
    expect(conservationOf(1_000, FLOWS, pool(750, 0, 750)).differenceFen).toBe(150);
    expect(conservationOf(1_000, FLOWS, pool(550, 0, 550)).differenceFen).toBe(-50);
  });
});

describe('misplacedFen', () => {
  it('is nothing while every claim has its money where its step says', () => {
    expect(misplacedFen(FLOWS)).toBe(0);
    const held = [
      flow('HELD', 'unallocated', 'owed', 100),
      flow('HELD', 'unallocated', 'owed', 50),
      flow('HELD', 'owed', 'in-flight', 50),
    ];
    expect(misplacedFen(held)).toBe(0);
  });

  it('counts money that lies where its step does not allow it', () => {
    expect(misplacedFen([flow('OWED', 'unallocated', 'sent', 70)])).toBe(70);
  });
});

import type { Conservation } from '../../miniprogram/shared/contract/live';
import { PAYMENT_STEPS, type PaymentStep } from '../../miniprogram/shared/payment';
import { ACCOUNTS_AT } from './claim-steps';
import type { Account, ClaimStep } from './records';

/** All postings of one campaign's claims that are at `step`, from one account to another. */
export interface StepFlow {
  /** `newer`: written by newer code, whose steps are not known here. */
  readonly step: ClaimStep | 'newer';
  readonly from: Account;
  readonly to: Account;
  readonly count: number;
  readonly amountFen: number;
}

export interface StepTotal {
  readonly step: PaymentStep;
  readonly count: number;
  readonly amountFen: number;
}

/** What the pool says, read before and after the postings were summed; see `conservationOf`. */
export interface PoolWitness {
  /** Packets of places taken before. */
  readonly takenBeforeFen: number;
  /** Packets of places whose claim was not completed yet, read between the two. */
  readonly takingFen: number;
  /** Packets of places taken after. */
  readonly takenAfterFen: number;
}

/**
 * Balances of a campaign: sums over its postings, nothing else (INV-15).
 *
 * `differenceFen` is what the pool, an independent record, says against them. Places are taken while
 * this is read, so two bounds are checked that hold at every moment and are equalities when nothing
 * moves: what was taken before is posted or on its way, and what is posted was taken.
 */
export function conservationOf(
  fundedFen: number,
  flows: readonly StepFlow[],
  pool: PoolWitness,
): Conservation {
  const newer = flows.filter((flow) => flow.step === 'newer');
  const balance = balancesOf(flows.filter((flow) => flow.step !== 'newer'));
  const newerFen = 0 - (balancesOf(newer).get('unallocated') ?? 0);
  // What a person returned to the campaign was taken all the same: its place stays taken.
  const postedFen = sumWhere(flows, (flow) => flow.from === 'unallocated');
  const backFen = sumWhere(flows, (flow) => flow.to === 'unallocated');
  const unposted = Math.max(pool.takenBeforeFen - pool.takingFen - postedFen, 0);
  const untaken = Math.max(postedFen - pool.takenAfterFen, 0);
  const differenceFen = unposted > 0 ? unposted : 0 - untaken;
  return {
    fundedFen,
    unallocatedFen: fundedFen - postedFen + backFen - differenceFen,
    owedFen: balance.get('owed') ?? 0,
    inFlightFen: balance.get('in-flight') ?? 0,
    sentFen: balance.get('sent') ?? 0,
    receivedFen: balance.get('received') ?? 0,
    returnedFen: balance.get('returned') ?? 0,
    settledFen: balance.get('settled-outside') ?? 0,
    ...(newerFen !== 0 && { newerFen }),
    differenceFen,
  };
}

/** Every claim has exactly one posting out of `unallocated`: counting those counts claims. */
export function totalsByStep(flows: readonly StepFlow[]): StepTotal[] {
  return PAYMENT_STEPS.map((step) => {
    const first = flows.filter((flow) => flow.step === step && flow.from === 'unallocated');
    return {
      step,
      count: first.reduce((sum, flow) => sum + flow.count, 0),
      amountFen: first.reduce((sum, flow) => sum + flow.amountFen, 0),
    };
  });
}

/** Fen that lie in an account where no claim of that step may have them; anything but 0 is a fault. */
export function misplacedFen(flows: readonly StepFlow[]): number {
  const steps = new Set(flows.map((flow) => flow.step));
  let misplaced = 0;
  for (const step of steps) {
    if (step === 'newer') continue;
    const balances = balancesOf(flows.filter((flow) => flow.step === step));
    for (const [account, fen] of balances) {
      const allowed = account === 'unallocated' || ACCOUNTS_AT[step].includes(account);
      if (!allowed) misplaced += Math.abs(fen);
    }
  }
  return misplaced;
}

function sumWhere(flows: readonly StepFlow[], isMeant: (flow: StepFlow) => boolean): number {
  return flows.reduce((sum, flow) => (isMeant(flow) ? sum + flow.amountFen : sum), 0);
}

function balancesOf(flows: readonly StepFlow[]): Map<Account, number> {
  const balances = new Map<Account, number>();
  for (const { from, to, amountFen } of flows) {
    balances.set(from, (balances.get(from) ?? 0) - amountFen);
    balances.set(to, (balances.get(to) ?? 0) + amountFen);
  }
  return balances;
}

/* E: faults are over and nothing is due any more. INV-10, 15, 16, 22, 23, 25, 32. */

import type { LiveView } from '../../../miniprogram/shared/contract/live';
import type { FundingRecord } from '../../../server/domain/funding/records';
import { type ClaimRecord, NEVER_MS } from '../../../server/domain/records';
import { HOLDING_FAULTS } from '../faults';
import type { Mirror } from '../mirror';
import type { Shown } from '../people/player';
import type { World } from '../world';
import { balanceOf, playersFen } from './funding';

const FINAL: ReadonlySet<string> = new Set([
  'NONE_LEFT',
  'RECEIVED',
  'RETURNED',
  'HELD',
  'CANCELLED',
  'SETTLED',
]);
/** A person has decided; the provider's side says nothing about it. */
const DECIDED: ReadonlySet<string> = new Set(['HELD', 'SETTLED']);

/** Everything has come to an end that can without a person. */
export function isSettled({ mirror }: World): boolean {
  for (const { step } of mirror.claims.values()) if (!FINAL.has(step)) return false;
  for (const { state, shardsClosed } of mirror.campaigns.values()) {
    if (state !== 'draft' && !shardsClosed) return false;
  }
  for (const funding of mirror.fundings.values()) {
    if (fundingLeft(mirror, funding) !== null) return false;
  }
  return true;
}

/** What of a funding has not come to its end; null when all of it has. */
function fundingLeft(mirror: Mirror, funding: FundingRecord): string | null {
  const open = funding.orders.find(({ state }) => state === 'UNPAID');
  if (open) return `order ${open.orderNo} is open`;
  const [availableFen, refundingFen, asideFen] = ['available', 'refunding', 'set-aside'].map(
    (account) => balanceOf(funding, account),
  );
  const theirsFen = playersFen(mirror, funding._id);
  const isOver = availableFen === 0 && refundingFen === 0 && asideFen === theirsFen;
  return isOver
    ? null
    : `${funding._id}: ${availableFen} free, ${refundingFen} on its way back, ${asideFen} of ${theirsFen}`;
}

export function unsettled({ mirror }: World): string {
  const open = [...mirror.claims.values()].filter(({ step }) => !FINAL.has(step));
  const running = [...mirror.campaigns.values()].filter(
    ({ state, shardsClosed }) => state !== 'draft' && !shardsClosed,
  );
  const claims = open.map(({ _id, step, lastCode }) => `${_id} ${step} ${lastCode}`);
  const campaigns = running.map(({ _id, state }) => `${_id} ${state}`);
  const fundings = [...mirror.fundings.values()].flatMap((one) => fundingLeft(mirror, one) ?? []);
  return [...claims, ...campaigns, ...fundings].slice(0, 5).join('; ');
}

export function checkTheEnd(world: World, people: readonly Shown[]): void {
  const { judge, mirror, plan } = world;
  const { must } = judge;
  must(isSettled(world), 'INV-23', () => `without end: ${unsettled(world)}`);
  for (const { packets } of people) {
    for (const [claimId, amountFen] of packets) {
      const kept = mirror.claims.get(claimId)?.amountFen === amountFen;
      must(kept, 'INV-10', () => `${claimId} was shown and is lost`);
    }
  }
  for (const shard of mirror.shards.values()) {
    shard.takers.forEach((claimId, placeNo) => {
      const claim = mirror.claims.get(claimId);
      const holds = claim?.placeNo === placeNo && claim.shardNo === shard.shardNo;
      must(holds && claim.postings.length > 0, 'INV-10', () => `${claimId} never got its packet`);
    });
  }
  for (const participation of mirror.participations.values()) {
    for (let ordinal = 1; ordinal <= participation.packetsGranted; ordinal += 1) {
      const id = `${participation._id}.${ordinal}`;
      must(mirror.claims.has(id), 'INV-10', () => `${id} was granted and never written`);
    }
  }
  const mayHold = [...plan.faults.keys()].some((kind) => HOLDING_FAULTS.has(kind));
  for (const claim of mirror.claims.values()) {
    if (claim.step === 'HELD') {
      must(mayHold, 'INV-23', () => `${claim._id} is held for ${claim.heldReason}`);
    }
    agreesWithProvider(world, claim);
  }
  for (const funding of mirror.fundings.values()) everyFenIsFound(world, funding);
}

/** What was paid in is with the players, was settled, went back, or waits for a person; to the fen. */
function everyFenIsFound({ judge, mirror, orders }: World, funding: FundingRecord): void {
  const orderNos = new Set(funding.orderNos);
  const paidFen = sumOf(
    [...orders.orders.values()].filter((one) => orderNos.has(one.orderNo) && one.state === 'paid'),
  );
  const backFen = sumOf(
    [...orders.refunds.values()].filter(
      (one) => orderNos.has(one.orderNo) && one.status === 'refunded',
    ),
  );
  const theirsFen = playersFen(mirror, funding._id);
  const settledFen = balanceOf(funding, 'settled-outside');
  const isFound = paidFen === theirsFen + backFen + settledFen;
  judge.must(
    isFound,
    'INV-41',
    () =>
      `${funding._id}: ${paidFen} paid in, ${theirsFen} the players', ${backFen} back, ${settledFen} by hand`,
  );
}

function sumOf(rows: readonly { readonly amountFen: number }[]): number {
  return rows.reduce((sum, { amountFen }) => sum + amountFen, 0);
}

/** Received is received and returned is returned, on both sides, for the very same fen. */
function agreesWithProvider({ judge, mirror, provider }: World, claim: ClaimRecord): void {
  const bills = [...mirror.bills.values()].filter(({ claimId }) => claimId === claim._id);
  const known = bills.flatMap(({ _id }) => provider.bills.get(_id) ?? []);
  const received = known.filter(({ status }) => status === 'RECEIVED');
  const out = known.filter(({ billNo }) => provider.isOut(billNo));
  judge.must(out.length <= 1, 'INV-16', () => `${claim._id} is paid ${out.length} times`);
  const isReceived = claim.step === 'RECEIVED';
  const agrees = DECIDED.has(claim.step) || isReceived === (received.length === 1);
  judge.must(agrees, 'INV-16', () => `${claim._id}: ${claim.step}, ${received.length} received`);
  const isBack = claim.step === 'RETURNED';
  judge.must(!isBack || out.length === 0, 'INV-22', () => `${claim._id} is back and is still out`);
  const credits = claim.postings.filter(({ to }) => to === 'returned').length;
  judge.must(credits === (isBack ? 1 : 0), 'INV-22', () => `${claim._id}: ${credits} credits`);
  const isAsleep = claim.step !== 'HELD' && claim.dueAtMs !== NEVER_MS;
  judge.must(!isAsleep, 'INV-23', () => `${claim._id} has ended and is still due`);
}

/** INV-32: what the live page says is what the raw postings add up to, fen by fen. */
export function checkLive(world: World, campaignId: string, view: LiveView): void {
  const { judge, mirror } = world;
  const fenAt = new Map<string, number>();
  for (const claim of mirror.claims.values()) {
    const account = claim.postings.at(-1)?.to;
    if (claim.campaignId !== campaignId || account === undefined) continue;
    fenAt.set(account, (fenAt.get(account) ?? 0) + claim.amountFen);
  }
  const { conservation: said } = view;
  const truth = {
    owedFen: fenAt.get('owed') ?? 0,
    inFlightFen: fenAt.get('in-flight') ?? 0,
    sentFen: fenAt.get('sent') ?? 0,
    receivedFen: fenAt.get('received') ?? 0,
    returnedFen: fenAt.get('returned') ?? 0,
    settledFen: fenAt.get('settled-outside') ?? 0,
  };
  for (const [account, fen] of Object.entries(truth)) {
    const saidFen = said[account as keyof typeof truth];
    judge.must(saidFen === fen, 'INV-32', () => `${account}: ${saidFen} said, ${fen} stored`);
  }
  const total = Object.values(truth).reduce((sum, fen) => sum + fen, said.unallocatedFen);
  judge.must(total === said.fundedFen, 'INV-15', () => `${total} of ${said.fundedFen} fen`);
  judge.must(said.differenceFen === 0, 'INV-15', () => `a difference of ${said.differenceFen}`);
}

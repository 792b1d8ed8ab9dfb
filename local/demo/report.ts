import { organise } from '../players/calls';
import { packetsOf } from '../players/packets';
import { officialOpenidOf, openidOf } from '../players/phones';
import { SANDBOX_BALANCE_FEN, type World } from '../world/world';
import { inParallel } from './in-parallel';
import { paidInFen } from './pay-in';
import type { Game } from './play';
import { type Fate, type ProviderPayment, providerPayments, sumOf } from './provider-record';

export interface DemoReport {
  readonly campaignId: string;
  readonly title: string;
  readonly channel: string;
  readonly players: number;
  readonly packets: number;
  readonly claims: number;
  readonly winners: number;
  readonly mostPacketsOfOnePlayer: number;
  readonly packetsPerPlayer: number;
  /** The campaign's payments in the provider's own record. */
  readonly bills: number;
  readonly billsFen: number;
  readonly provider: { readonly receivedFen: number; readonly returnedFen: number };
  readonly conservation: Readonly<Record<string, number>>;
  /** What does not add up, in words; empty when everything does. */
  readonly faults: readonly string[];
}

interface Live {
  readonly campaign: {
    readonly draft: {
      readonly title: string;
      readonly channel: string;
      readonly packetsPerPlayer: number;
      readonly split: { readonly packetCount: number };
    };
  };
  readonly conservation: Readonly<Record<string, number>>;
}

interface Claim {
  readonly claimId: string;
  readonly playerCode: string;
  readonly amountFen: number;
  readonly billNo: string | null;
  readonly payment: { readonly step: string };
}

/**
 * Compares what the organiser's page says with every claim, with what every player sees, and with
 * the provider's own record of payments and its balance.
 */
export async function collectReport(world: World, game: Game): Promise<DemoReport> {
  const { campaignId, people } = game;
  const live = (await ask(world, 'live', { campaignId })) as Live;
  const claims = await allClaims(world, campaignId);
  const winners = await winnersOf(world, game);
  const payments = providerPayments(world.sandbox);
  const paymentByNo = new Map(payments.map((payment) => [payment.no, payment]));
  const own = claims.flatMap((claim) => paymentByNo.get(claim.billNo ?? '') ?? []);

  const { channel, packetsPerPlayer, split, title } = live.campaign.draft;
  const most = mostPer(claims.map(({ playerCode }) => playerCode));
  const faults: string[] = [];
  if (most > packetsPerPlayer) faults.push(`a player holds ${most} packets`);
  if (claims.length > split.packetCount)
    faults.push(`${claims.length} claims of ${split.packetCount}`);
  if (winners.size !== claims.length)
    faults.push(`players see ${winners.size} packets, the organiser ${claims.length}`);
  for (const claim of claims) {
    const winner = winners.get(claim.claimId);
    const recipient = winner && recipientOf(channel, winner);
    const fault = claimFault(claim, paymentByNo.get(claim.billNo ?? ''), recipient);
    if (fault) faults.push(`claim ${claim.claimId} ${fault}`);
  }
  faults.push(...strayPayments(payments, own));
  faults.push(...sumFaults(live.conservation, own));
  const movedFen = SANDBOX_BALANCE_FEN + paidInFen(world.sandbox) - world.sandbox.balance.fen();
  const outFen = sumOf(payments, 'received') + sumOf(payments, 'waiting');
  if (movedFen !== outFen)
    faults.push(`the merchant's balance fell by ${movedFen} fen, ${outFen} fen are out`);

  return {
    campaignId,
    title,
    channel,
    players: people.length,
    packets: split.packetCount,
    claims: claims.length,
    winners: new Set(claims.map(({ playerCode }) => playerCode)).size,
    mostPacketsOfOnePlayer: most,
    packetsPerPlayer,
    bills: own.length,
    billsFen: own.reduce((sum, { amountFen }) => sum + amountFen, 0),
    provider: { receivedFen: sumOf(own, 'received'), returnedFen: sumOf(own, 'returned') },
    conservation: live.conservation,
    faults,
  };
}

/** Who won each claim, as the players themselves see it. */
async function winnersOf(
  world: World,
  { campaignId, people }: Game,
): Promise<ReadonlyMap<string, string>> {
  const winners = new Map<string, string>();
  await inParallel(people, async ({ phoneId }) => {
    for (const { claimId } of await packetsOf(world, phoneId, campaignId))
      winners.set(claimId, phoneId);
  });
  return winners;
}

/** Only the red packets of the official account are paid to its openids. */
function recipientOf(channel: string, phoneId: string): string {
  return channel === 'sendredpack' ? officialOpenidOf(phoneId) : openidOf(phoneId);
}

const ENDINGS: Readonly<Record<string, Fate>> = { RECEIVED: 'received', RETURNED: 'returned' };

function claimFault(
  { amountFen, payment: { step } }: Claim,
  paid: ProviderPayment | undefined,
  recipient: string | undefined,
): string | null {
  if (!paid) return `is ${step} and the provider has no payment for it`;
  if (paid.amountFen !== amountFen) return 'was paid another amount';
  if (paid.openid !== recipient) return 'was paid to somebody else';
  if (ENDINGS[step] !== paid.fate) return `is ${step}, at the provider ${paid.fate}`;
  return null;
}

/** A payment without a claim is one too many, unless its money is back. */
function strayPayments(
  payments: readonly ProviderPayment[],
  own: readonly ProviderPayment[],
): string[] {
  const claimed = new Set(own.map(({ no }) => no));
  return payments
    .filter(({ no, fate }) => fate !== 'returned' && !claimed.has(no))
    .map(({ no }) => `payment ${no} belongs to no claim`);
}

function sumFaults(
  conservation: Readonly<Record<string, number>>,
  own: readonly ProviderPayment[],
): string[] {
  const faults: string[] = [];
  const difference = conservation['differenceFen'] ?? Number.NaN;
  if (difference !== 0) faults.push(`the conservation line is off by ${difference} fen`);
  const sums = [
    ['receivedFen', sumOf(own, 'received')],
    ['returnedFen', sumOf(own, 'returned')],
    ['sentFen', sumOf(own, 'waiting')],
  ] as const;
  for (const [account, providerFen] of sums) {
    const bookedFen = conservation[account];
    if (bookedFen !== providerFen)
      faults.push(`${account} is ${bookedFen}, by the provider's record ${providerFen}`);
  }
  return faults;
}

function mostPer(names: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

async function allClaims(world: World, campaignId: string): Promise<Claim[]> {
  const claims: Claim[] = [];
  let cursor: string | null = null;
  do {
    const page = (await ask(world, 'claims', cursor ? { campaignId, cursor } : { campaignId })) as {
      rows: readonly Claim[];
      nextCursor: string | null;
    };
    claims.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return claims;
}

async function ask(
  world: World,
  action: string,
  fields: Record<string, unknown>,
): Promise<unknown> {
  const answer = await organise(world, action, fields);
  if (!answer.ok) throw new Error(`organiser refused ${action}: ${answer.failure.code}`);
  return answer.value;
}

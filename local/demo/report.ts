import { organise } from '../players/calls';
import type { World } from '../world/world';

export interface DemoReport {
  readonly campaignId: string;
  readonly title: string;
  readonly players: number;
  readonly packets: number;
  readonly claims: number;
  readonly winners: number;
  readonly mostPacketsOfOnePlayer: number;
  readonly packetsPerPlayer: number;
  readonly bills: number;
  readonly billsFen: number;
  readonly conservation: Readonly<Record<string, number>>;
  /** What does not add up, in words; empty when everything does. */
  readonly faults: readonly string[];
}

interface Live {
  readonly campaign: {
    readonly draft: {
      readonly title: string;
      readonly packetsPerPlayer: number;
      readonly split: { readonly packetCount: number };
    };
  };
  readonly claimedCount: number;
  readonly conservation: Readonly<Record<string, number>>;
}

interface Claim {
  readonly claimId: string;
  readonly playerCode: string;
  readonly amountFen: number;
  readonly billNo: string | null;
}

/** Compares what the organiser's page says with every claim and with the provider's own bills. */
export async function collectReport(
  world: World,
  campaignId: string,
  players: number,
): Promise<DemoReport> {
  const live = (await ask(world, 'live', { campaignId })) as Live;
  const claims = await allClaims(world, campaignId);
  const bills = world.sandbox.bills().filter((bill) => bill.status !== 'FAILED');
  const perPlayer = new Map<string, number>();
  for (const { playerCode } of claims)
    perPlayer.set(playerCode, (perPlayer.get(playerCode) ?? 0) + 1);

  const { packetsPerPlayer, split, title } = live.campaign.draft;
  const most = Math.max(0, ...perPlayer.values());
  const faults: string[] = [];
  const difference = live.conservation['differenceFen'] ?? Number.NaN;
  if (difference !== 0) faults.push(`the conservation line is off by ${difference} fen`);
  if (most > packetsPerPlayer) faults.push(`a player holds ${most} packets`);
  if (claims.length > split.packetCount)
    faults.push(`${claims.length} claims of ${split.packetCount}`);

  const billByNo = new Map(bills.map((bill) => [bill.billNo, bill]));
  for (const claim of claims) {
    const bill = claim.billNo === null ? undefined : billByNo.get(claim.billNo);
    if (!bill) faults.push(`claim ${claim.claimId} has no bill at the provider`);
    else if (bill.amountFen !== claim.amountFen)
      faults.push(`bill ${bill.billNo} differs in amount`);
  }
  const perRecipient = new Map<string, number>();
  for (const { openid } of bills) perRecipient.set(openid, (perRecipient.get(openid) ?? 0) + 1);
  const mostPaid = Math.max(0, ...perRecipient.values());
  if (mostPaid > packetsPerPlayer) faults.push(`the provider paid a player ${mostPaid} times`);
  const claimed = new Set(claims.map((claim) => claim.billNo));
  for (const bill of bills) {
    if (!claimed.has(bill.billNo)) faults.push(`bill ${bill.billNo} belongs to no claim`);
  }

  return {
    campaignId,
    title,
    players,
    packets: split.packetCount,
    claims: claims.length,
    winners: perPlayer.size,
    mostPacketsOfOnePlayer: most,
    packetsPerPlayer,
    bills: bills.length,
    billsFen: bills.reduce((sum, bill) => sum + bill.amountFen, 0),
    conservation: live.conservation,
    faults,
  };
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

const ROWS: readonly (readonly [label: string, key: string])[] = [
  ['funded', 'fundedFen'],
  ['unallocated', 'unallocatedFen'],
  ['owed', 'owedFen'],
  ['in flight', 'inFlightFen'],
  ['sent', 'sentFen'],
  ['received', 'receivedFen'],
  ['returned', 'returnedFen'],
  ['settled', 'settledFen'],
];

/** The table a person reads, ending with the conservation line. */
export function printableReport(report: DemoReport): string {
  const fen = (key: string) => report.conservation[key] ?? Number.NaN;
  const rows = ROWS.map(([label, key]) => `  ${label.padEnd(14)}${yuan(fen(key)).padStart(14)}`);
  const parts = ROWS.slice(1).map(([, key]) => yuan(fen(key)));
  return [
    `${report.title} (${report.campaignId})`,
    `  ${report.players} players, ${report.packets} packets, ${report.claims} claims by ${report.winners} winners`,
    `  most packets of one player: ${report.mostPacketsOfOnePlayer} (limit ${report.packetsPerPlayer})`,
    `  bills at the provider: ${report.bills}, together ${yuan(report.billsFen)}`,
    '',
    '  account              yuan',
    ...rows,
    '',
    `  ${yuan(fen('fundedFen'))} = ${parts.join(' + ')}   difference ${yuan(fen('differenceFen'))}`,
    ...report.faults.map((fault) => `  FAULT: ${fault}`),
  ].join('\n');
}

/** The local world shares no code with the product, so it formats its own yuan. */
function yuan(amountFen: number): string {
  return (amountFen / 100).toFixed(2);
}

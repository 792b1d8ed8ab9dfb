/* Claims: one packet of one player each, with its journal. Every change of step goes through moveClaim. */
import { type ClaimUpdate, type Move, moveClaim } from '../../domain/claim-steps';
import type { StepFlow } from '../../domain/conservation';
import { isKnown, RECORD_VERSIONS } from '../../domain/record-versions';
import type { ClaimRecord, ClaimStep } from '../../domain/records';
import type { Documents, Guard } from '../../ports/documents';
import { ANY_SCHEMA } from './known-records';
import { type NewestFirst, newestFirst } from './newest-first';

/** The steps that somebody may see; the others hold no packet. */
const SHOWN = { claimedAtMs: { gt: 0 } } as const;

const FIND_LIMIT_MOST = 1000;

export function claimById(documents: Documents, id: string): Promise<ClaimRecord | null> {
  return documents.get('claims', id);
}

/** False when the claim exists: this is a repeat, or somebody else resumes it. */
export function insertClaim(documents: Documents, claim: ClaimRecord): Promise<boolean> {
  return documents.insert('claims', claim);
}

export function claimsByIds(documents: Documents, ids: readonly string[]): Promise<ClaimRecord[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return documents.find('claims', { _id: { in: ids } }, { limit: FIND_LIMIT_MOST });
}

/** Those of these ids that are stored at all, also by newer code. */
export async function storedIds(
  documents: Documents,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const where = { _id: { in: ids }, schema: ANY_SCHEMA };
  const found = await documents.find('claims', where, { limit: FIND_LIMIT_MOST, only: ['_id'] });
  return new Set(found.map((claim) => claim._id));
}

/** The claim as it stands after the move, or null when somebody else touched it first. */
export async function applyMove(
  documents: Documents,
  claim: ClaimRecord,
  to: ClaimStep,
  move: Move,
): Promise<ClaimRecord | null> {
  const { guard, change, after }: ClaimUpdate = moveClaim(claim, to, move);
  return (await documents.update('claims', claim._id, guard, change)) ? after : null;
}

/** Points a claim that has no place yet at another shard; null when somebody else did first. */
export function pointAtShard(
  documents: Documents,
  claim: ClaimRecord,
  shardNo: number,
): Promise<ClaimRecord | null> {
  return changeAt(documents, claim, 'TAKING', { shardNo });
}

/** The player came in anew, in a way that fits the channel: the claim is due. Null as above. */
export function enteredAgain(
  documents: Documents,
  claim: ClaimRecord,
  entryScene: number,
  nowMs: number,
): Promise<ClaimRecord | null> {
  return changeAt(documents, claim, 'OWED', { entryScene, waitsFor: null, dueAtMs: nowMs });
}

/** What may change without a move: no step, and no money. */
type Aside = Partial<Pick<ClaimRecord, 'shardNo' | 'entryScene' | 'waitsFor' | 'dueAtMs'>>;

/** Null when the claim stands at another step, or somebody else touched it first. */
async function changeAt(
  documents: Documents,
  claim: ClaimRecord,
  step: ClaimStep,
  set: Aside,
): Promise<ClaimRecord | null> {
  const guard = { step, rev: claim.rev };
  const changed = await documents.update('claims', claim._id, guard, { set });
  return changed ? { ...claim, ...set, rev: claim.rev + 1 } : null;
}

export function takingOf(documents: Documents, openid: string): Promise<ClaimRecord[]> {
  return documents.find('claims', { openid, claimedAtMs: 0, step: 'TAKING' }, { limit: 100 });
}

/** Claims that are being completed right now by code of any version, with their shards. */
export function takingIn(
  documents: Documents,
  campaignId: string,
  limit: number,
): Promise<Pick<ClaimRecord, '_id' | 'rev' | 'shardNo'>[]> {
  const where = { campaignId, claimedAtMs: 0, step: 'TAKING', schema: ANY_SCHEMA };
  return documents.find('claims', where, { limit, only: ['shardNo'] });
}

export function overdueTaking(
  documents: Documents,
  nowMs: number,
  limit: number,
): Promise<ClaimRecord[]> {
  return documents.find(
    'claims',
    { step: 'TAKING', dueAtMs: { lte: nowMs } },
    { orderBy: [['dueAtMs', 'asc']], limit },
  );
}

/** Lets the sweep pass a claim that cannot be resumed; null when somebody else touched it first. */
export function postponeTaking(
  documents: Documents,
  claim: ClaimRecord,
  dueAtMs: number,
): Promise<ClaimRecord | null> {
  return changeAt(documents, claim, 'TAKING', { dueAtMs });
}

export function claimsOfPlayer(documents: Documents, openid: string, page: NewestFirst) {
  return shownClaims(documents, { openid }, page);
}

export function claimsOfCampaign(documents: Documents, campaignId: string, page: NewestFirst) {
  return shownClaims(documents, { campaignId }, page);
}

export function heldOfCampaign(documents: Documents, campaignId: string, page: NewestFirst) {
  return shownClaims(documents, { campaignId, step: 'HELD' }, page);
}

function shownClaims(documents: Documents, where: Guard, page: NewestFirst) {
  return newestFirst<ClaimRecord, 'claimedAtMs'>(
    documents,
    'claims',
    { ...where, ...SHOWN },
    'claimedAtMs',
    page,
  );
}

/** Count and sum of what had been claimed by `asOfMs`, of which `newer` by code newer than this. */
export async function claimedTotals(
  documents: Documents,
  campaignId: string,
  asOfMs: number,
): Promise<{ readonly count: number; readonly amountFen: number; readonly newer: number }> {
  const rows = await documents.sum(
    'claims',
    { campaignId, claimedAtMs: { between: [1, asOfMs + 1] }, schema: ANY_SCHEMA },
    { by: ['step', 'schema'], sum: ['amountFen'] },
  );
  const totals = { count: 0, amountFen: 0, newer: 0 };
  for (const { key, count, sums } of rows) {
    totals.count += count;
    totals.amountFen += sums[0] ?? 0;
    if (!isKnown(RECORD_VERSIONS.claims, key[1] ?? null, key[0] ?? null)) totals.newer += count;
  }
  return totals;
}

/** Beijing months of everything a player ever won, newest first. */
export async function monthsOf(documents: Documents, openid: string) {
  const rows = await documents.sum(
    'claims',
    { openid, ...SHOWN },
    { by: ['claimedMonth'], sum: ['amountFen'] },
  );
  return rows
    .map(({ key, count, sums }) => ({ month: String(key[0]), amountFen: sums[0] ?? 0, count }))
    .sort((a, b) => (a.month < b.month ? 1 : -1));
}

/**
 * Every posting of a campaign, summed by the present step of its claim and by what it moved: one
 * aggregation, so that everything computed from it belongs to one instant. Claims of newer code are
 * told apart, whatever their step is called.
 */
export async function flowsOf(documents: Documents, campaignId: string): Promise<StepFlow[]> {
  const rows = await documents.sum(
    'claims',
    { campaignId, schema: ANY_SCHEMA },
    {
      unwind: 'postings',
      by: ['step', 'postings.from', 'postings.to', 'schema'],
      sum: ['postings.amountFen'],
    },
  );
  return rows.map(({ key, count, sums }) => ({
    step: isKnown(RECORD_VERSIONS.claims, key[3] ?? null, key[0] ?? null)
      ? (key[0] as ClaimStep)
      : 'newer',
    from: key[1] as StepFlow['from'],
    to: key[2] as StepFlow['to'],
    count,
    amountFen: sums[0] ?? 0,
  }));
}

export interface CampaignTotals {
  readonly claimedCount: number;
  readonly claimedFen: number;
  readonly paidFen: number;
}

/** What was claimed and what left for good, by campaign. */
export async function totalsOf(
  documents: Documents,
  campaignIds: readonly string[],
): Promise<ReadonlyMap<string, CampaignTotals>> {
  if (campaignIds.length === 0) return new Map();
  const rows = await documents.sum(
    'claims',
    { campaignId: { in: campaignIds }, ...SHOWN },
    { by: ['campaignId', 'step'], sum: ['amountFen'] },
  );
  const totals = new Map<string, CampaignTotals>();
  for (const { key, count, sums } of rows) {
    const campaignId = String(key[0]);
    const amountFen = sums[0] ?? 0;
    const before = totals.get(campaignId) ?? { claimedCount: 0, claimedFen: 0, paidFen: 0 };
    totals.set(campaignId, {
      claimedCount: before.claimedCount + count,
      claimedFen: before.claimedFen + amountFen,
      paidFen: before.paidFen + (key[1] === 'RECEIVED' ? amountFen : 0),
    });
  }
  return totals;
}

/** Claims per minute since the epoch, from `fromMinute` on. */
export async function claimsPerMinute(
  documents: Documents,
  campaignId: string,
  fromMinute: number,
): Promise<ReadonlyMap<number, number>> {
  const rows = await documents.sum(
    'claims',
    { campaignId, claimedMinute: { gte: fromMinute }, ...SHOWN },
    { by: ['claimedMinute'], sum: [] },
  );
  return new Map(rows.map(({ key, count }) => [Number(key[0]), count]));
}

/** How many completed claims name each shard: a claim that no place stands behind is counted here. */
export async function completedByShard(
  documents: Documents,
  campaignId: string,
): Promise<ReadonlyMap<number, number>> {
  const rows = await documents.sum(
    'claims',
    { campaignId, ...SHOWN },
    { by: ['shardNo'], sum: [] },
  );
  return new Map(rows.map(({ key, count }) => [Number(key[0]), count]));
}

/** Completed claims that name a shard; `limit` at most. */
export function completedIn(
  documents: Documents,
  campaignId: string,
  shardNo: number,
  limit: number,
): Promise<ClaimRecord[]> {
  return documents.find('claims', { campaignId, shardNo, ...SHOWN }, { limit });
}

/** Claims whose bill was sent before `beforeMs` and has no result yet. */
export function countLongInFlight(
  documents: Documents,
  campaignId: string,
  beforeMs: number,
): Promise<number> {
  return documents.count('claims', {
    campaignId,
    step: { in: ['SENDING', 'UNKNOWN'] },
    lastSentAtMs: { between: [1, beforeMs] },
  });
}

/** Claims whose money should have moved before `beforeMs` and that nobody has looked at since. */
export function countOverduePayouts(
  documents: Documents,
  campaignId: string,
  beforeMs: number,
): Promise<number> {
  return documents.count('claims', {
    campaignId,
    step: { in: ['OWED', 'SENDING', 'UNKNOWN'] },
    dueAtMs: { lt: beforeMs },
  });
}

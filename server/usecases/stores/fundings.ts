/* What was paid in for campaigns. Every write is checked against the books and what was before. */
import { assertFollows, assertFunding } from '../../domain/funding/books';
import type { FundingRecord } from '../../domain/funding/records';
import type { Documents } from '../../ports/documents';

/** More others are never in front of one who has only its turn to take. */
const TRIES_MOST = 10;

export function fundingOf(documents: Documents, campaignId: string): Promise<FundingRecord | null> {
  return documents.get('fundings', campaignId);
}

/** The funding whose order has this number; an index leads to it. */
export async function fundingByOrderNo(
  documents: Documents,
  orderNo: string,
): Promise<FundingRecord | null> {
  const [found] = await documents.find<FundingRecord>(
    'fundings',
    { orderNos: orderNo },
    { limit: 1 },
  );
  return found ?? null;
}

/** False when it exists. */
export function insertFunding(documents: Documents, funding: FundingRecord): Promise<boolean> {
  assertFunding(funding);
  return documents.insert('fundings', funding);
}

/** The funding as it is stored now, or null when somebody else changed it since `before` was read. */
export async function saveFunding(
  documents: Documents,
  before: FundingRecord,
  after: FundingRecord,
): Promise<FundingRecord | null> {
  assertFunding(after);
  assertFollows(before, after);
  const { _id, rev: _rev, ...set } = after;
  const saved = await documents.update('fundings', _id, { rev: before.rev }, { set });
  return saved ? { ...after, rev: before.rev + 1 } : null;
}

/**
 * Changes the funding that is stored, whatever happened to it meanwhile: `change` sees the newest
 * one each time. What it leaves as it is needs no write. Null: there is none, or too many others.
 */
export async function changeFunding(
  documents: Documents,
  campaignId: string,
  change: (funding: FundingRecord) => FundingRecord,
): Promise<FundingRecord | null> {
  for (let tries = 0; tries < TRIES_MOST; tries += 1) {
    const before = await fundingOf(documents, campaignId);
    if (!before) return null;
    const after = change(before);
    if (after === before) return before;
    const saved = await saveFunding(documents, before, after);
    if (saved) return saved;
  }
  return null;
}

/** Fundings in which something waits, the longest waiting first. */
export function dueFundings(
  documents: Documents,
  nowMs: number,
  limit: number,
): Promise<FundingRecord[]> {
  return documents.find(
    'fundings',
    { dueAtMs: { lte: nowMs } },
    { orderBy: [['dueAtMs', 'asc']], limit },
  );
}

/* Bill numbers, each stored before its first use and never removed. */
import type { BillRecord } from '../../domain/records';
import type { Documents } from '../../ports/documents';

/** False when the number is taken: draw another. */
export function insertBill(documents: Documents, bill: BillRecord): Promise<boolean> {
  return documents.insert('bills', bill);
}

export function billByNo(documents: Documents, billNo: string): Promise<BillRecord | null> {
  return documents.get('bills', billNo);
}

const FIND_LIMIT_MOST = 1000;

/** Every bill of these claims. A page that may have been cut is asked for again in halves (F-63). */
export async function billsOfClaims(
  documents: Documents,
  claimIds: readonly string[],
): Promise<BillRecord[]> {
  if (claimIds.length === 0) return [];
  const where = { claimId: { in: claimIds } };
  const bills = await documents.find<BillRecord>('bills', where, { limit: FIND_LIMIT_MOST });
  if (bills.length < FIND_LIMIT_MOST || claimIds.length === 1) return bills;
  const half = claimIds.length >> 1;
  return [
    ...(await billsOfClaims(documents, claimIds.slice(0, half))),
    ...(await billsOfClaims(documents, claimIds.slice(half))),
  ];
}

/** A number that was stored for this attempt by a worker that died before it could name it. */
export async function billOfAttempt(
  documents: Documents,
  claimId: string,
  attemptNo: number,
): Promise<BillRecord | null> {
  const [bill] = await documents.find<BillRecord>(
    'bills',
    { claimId, attemptNo },
    { orderBy: [['createdAtMs', 'asc']], limit: 1 },
  );
  return bill ?? null;
}

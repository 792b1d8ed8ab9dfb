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

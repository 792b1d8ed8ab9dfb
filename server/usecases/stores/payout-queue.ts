/* The claims as the payout workers see them: a queue by step and due time. */
import type { ClaimRecord, ClaimStep } from '../../domain/records';
import type { Documents, Guard } from '../../ports/documents';

/**
 * On an unknown claim this code means: the provider has no record of the bill and had time to make
 * one. The checker hands the claim to the sender with it, which sends the same bill again.
 */
export const NOT_FOUND = 'NOT_FOUND';

/** Claims to be sent now; those whose bill is to be sent again come first. */
export async function dueToSend(
  documents: Documents,
  nowMs: number,
  limit: number,
): Promise<ClaimRecord[]> {
  const resends = await due(documents, { step: 'UNKNOWN', lastCode: NOT_FOUND }, nowMs, limit);
  if (resends.length >= limit) return resends;
  const owed = await due(documents, { step: 'OWED' }, nowMs, limit - resends.length);
  return [...resends, ...owed];
}

/** Claims to be asked about now: first those whose money may be anywhere, then those just waiting. */
export async function dueToCheck(
  documents: Documents,
  nowMs: number,
  limit: number,
): Promise<ClaimRecord[]> {
  const found: ClaimRecord[] = [];
  const queues: readonly Guard[] = [
    { step: 'UNKNOWN', lastCode: { not: NOT_FOUND } },
    { step: 'SENDING' },
    { step: 'SENT' },
    { step: 'HELD', billNo: { not: null } },
  ];
  for (const queue of queues) {
    if (found.length >= limit) break;
    found.push(...(await due(documents, queue, nowMs, limit - found.length)));
  }
  return found;
}

/** A claim that no move may touch, because its books are broken, must not stand before all others. */
export async function postpone(
  documents: Documents,
  claim: ClaimRecord,
  dueAtMs: number,
): Promise<void> {
  await documents.update('claims', claim._id, { step: claim.step }, { set: { dueAtMs } });
}

/** How many claims were held for this reason since then, over all campaigns. */
export function countHeldFor(
  documents: Documents,
  heldReason: string,
  sinceMs: number,
): Promise<number> {
  const step: ClaimStep = 'HELD';
  return documents.count('claims', { step, heldReason, lastSentAtMs: { gte: sinceMs } });
}

function due(
  documents: Documents,
  where: Guard,
  nowMs: number,
  limit: number,
): Promise<ClaimRecord[]> {
  return documents.find<ClaimRecord>(
    'claims',
    { ...where, dueAtMs: { lte: nowMs } },
    { orderBy: [['dueAtMs', 'asc']], limit },
  );
}

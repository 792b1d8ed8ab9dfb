/* The claims as the payout workers see them: for each channel, a queue by step and due time. */
import type { PayoutChannel } from '../../../miniprogram/shared/channels';
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
  channel: PayoutChannel,
  nowMs: number,
  limit: number,
): Promise<ClaimRecord[]> {
  const resends = await due(
    documents,
    { channel, step: 'UNKNOWN', lastCode: NOT_FOUND },
    nowMs,
    limit,
  );
  if (resends.length >= limit) return resends;
  const owed = await due(documents, { channel, step: 'OWED' }, nowMs, limit - resends.length);
  return [...resends, ...owed];
}

/** Claims to be asked about now: first those whose money may be anywhere, then those just waiting. */
export async function dueToCheck(
  documents: Documents,
  channel: PayoutChannel,
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
    found.push(...(await due(documents, { channel, ...queue }, nowMs, limit - found.length)));
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

/** Lets claims that wait because of this refusal be taken now. How many were found, `limit` at most. */
export async function hastenRefused(
  documents: Documents,
  channel: PayoutChannel,
  code: string,
  nowMs: number,
  limit: number,
): Promise<number> {
  const where = { channel, step: 'OWED', lastCode: code, dueAtMs: { gt: nowMs } };
  const waiting = await documents.find<ClaimRecord>('claims', where, { limit });
  for (const { _id, rev } of waiting) {
    await documents.update('claims', _id, { step: 'OWED', rev }, { set: { dueAtMs: nowMs } });
  }
  return waiting.length;
}

/** Fen of every claim that still has to be sent through this channel. */
export async function owedFen(documents: Documents, channel: PayoutChannel): Promise<number> {
  const rows = await documents.sum(
    'claims',
    { channel, step: 'OWED' },
    { by: [], sum: ['amountFen'] },
  );
  return rows[0]?.sums[0] ?? 0;
}

/** Whether any claim of this channel is not settled. */
export async function owesAnything(documents: Documents, channel: PayoutChannel): Promise<boolean> {
  const step = { in: ['OWED', 'SENDING', 'UNKNOWN', 'SENT'] };
  return (await documents.find('claims', { channel, step }, { limit: 1 })).length > 0;
}

/** How many claims of a channel were held for this reason since then, over all campaigns. */
export function countHeldFor(
  documents: Documents,
  channel: PayoutChannel,
  heldReason: string,
  sinceMs: number,
): Promise<number> {
  const step: ClaimStep = 'HELD';
  return documents.count('claims', { channel, step, heldReason, lastSentAtMs: { gte: sinceMs } });
}

/** Lets what waits for its player be taken now: the link was made. `limit` at most. */
export async function hastenLinked(
  documents: Documents,
  openid: string,
  nowMs: number,
  limit: number,
): Promise<number> {
  const where = { openid, step: 'OWED', waitsFor: 'link', dueAtMs: { gt: nowMs } };
  const waiting = await documents.find<ClaimRecord>('claims', where, { limit });
  for (const { _id, rev } of waiting) {
    await documents.update('claims', _id, { step: 'OWED', rev }, { set: { dueAtMs: nowMs } });
  }
  return waiting.length;
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

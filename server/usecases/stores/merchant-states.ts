/* Whether a channel's payouts run, why not, and what the self-check last found. */
import type { PayoutChannel } from '../../../miniprogram/shared/channels';
import type { MerchantStateRecord } from '../../domain/records';
import type { Documents } from '../../ports/documents';

const UNTROUBLED: Omit<MerchantStateRecord, '_id'> = {
  rev: 0,
  pausedReason: null,
  pausedDetail: null,
  pausedBy: null,
  pausedSinceMs: 0,
  retryAtMs: 0,
  certificateExpiresAtMs: null,
  checkedAtMs: 0,
};

/** For the organiser's page as well: a deployment that never paid anything is untroubled. */
export async function readMerchantState(
  documents: Documents,
  channel: PayoutChannel,
): Promise<MerchantStateRecord> {
  const kept = await documents.get<MerchantStateRecord>('merchant_states', channel);
  return kept ?? { _id: channel, ...UNTROUBLED };
}

export interface Pause {
  readonly reason: string;
  readonly detail: string | null;
  readonly by: 'self-check' | 'provider';
  readonly retryAtMs: number;
}

/** True when payouts were running, or paused for another reason: somebody has to be told. */
export async function pauseMerchant(
  documents: Documents,
  channel: PayoutChannel,
  pause: Pause,
  atMs: number,
): Promise<boolean> {
  await documents.insert('merchant_states', { _id: channel, ...UNTROUBLED });
  const set = {
    pausedReason: pause.reason,
    pausedDetail: pause.detail,
    pausedBy: pause.by,
    retryAtMs: pause.retryAtMs,
  };
  const same = { pausedReason: pause.reason };
  if (await documents.update('merchant_states', channel, same, { set })) return false;
  return documents.update(
    'merchant_states',
    channel,
    { pausedReason: { not: pause.reason } },
    { set: { ...set, pausedSinceMs: atMs } },
  );
}

/** Ends the pause that was read, not one that began since. True: this call ended it. */
export function resumeMerchant(documents: Documents, seen: MerchantStateRecord): Promise<boolean> {
  return documents.update(
    'merchant_states',
    seen._id,
    { rev: seen.rev, pausedReason: { not: null } },
    { set: { pausedReason: null, pausedDetail: null, pausedBy: null, retryAtMs: 0 } },
  );
}

/** An organiser's word: the next payout may try at once. False when payouts are not paused. */
export function tryPausedNow(
  documents: Documents,
  seen: MerchantStateRecord,
  atMs: number,
): Promise<boolean> {
  return documents.update(
    'merchant_states',
    seen._id,
    { rev: seen.rev, pausedReason: { not: null } },
    { set: { retryAtMs: atMs } },
  );
}

export async function noteGoodCertificate(
  documents: Documents,
  channel: PayoutChannel,
  certificateExpiresAtMs: number | null,
  atMs: number,
): Promise<void> {
  await documents.insert('merchant_states', { _id: channel, ...UNTROUBLED });
  await documents.update(
    'merchant_states',
    channel,
    {},
    { set: { certificateExpiresAtMs, checkedAtMs: atMs } },
  );
}

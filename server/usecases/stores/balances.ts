/* What finance declared of the merchant's accounts, and what campaigns set aside of it. */
import type { BalanceAccount } from '../../../miniprogram/shared/channels';
import { undeclared } from '../../domain/funding/balances';
import type { BalanceRecord } from '../../domain/funding/records';
import type { Documents } from '../../ports/documents';

export function balanceOf(
  documents: Documents,
  account: BalanceAccount,
): Promise<BalanceRecord | null> {
  return documents.get('balances', account);
}

/** An account that nobody declared yet gets a document of its own. */
export async function openedBalance(
  documents: Documents,
  account: BalanceAccount,
): Promise<BalanceRecord> {
  const kept = await balanceOf(documents, account);
  if (kept) return kept;
  await documents.insert('balances', undeclared(account));
  return (await balanceOf(documents, account)) ?? undeclared(account);
}

/** False when somebody else changed it since `before` was read. */
export function saveBalance(
  documents: Documents,
  before: BalanceRecord,
  after: BalanceRecord,
): Promise<boolean> {
  const { _id, rev: _rev, ...set } = after;
  return documents.update('balances', _id, { rev: before.rev }, { set });
}

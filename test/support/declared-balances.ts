import { BALANCE_ACCOUNTS } from '../../miniprogram/shared/channels';
import { undeclared } from '../../server/domain/funding/balances';
import type { Documents } from '../../server/ports/documents';

/** Finance has declared a million yuan of each account: most tests are about something else. */
export async function declareBalances(documents: Documents): Promise<void> {
  for (const account of BALANCE_ACCOUNTS) {
    const declared = { ...undeclared(account), freeFen: 100_000_000, declaredAtMs: 0 };
    await documents.insert('balances', declared);
  }
}

import type { BalanceAccount } from '../../../miniprogram/shared/channels';
import { noteShort } from '../../domain/funding/balances';
import { balanceOf, saveBalance } from '../stores/balances';
import type { FundingBooksTools } from './tools';

const TRIES_MOST = 10;

/**
 * The provider refused a payout for want of money: whatever was declared is not there, and nothing
 * is free until finance declares anew. What is set aside stays promised to its campaigns.
 */
export async function noteShortBalance(
  { documents, clock, log }: Pick<FundingBooksTools, 'documents' | 'clock' | 'log'>,
  account: BalanceAccount,
): Promise<void> {
  for (let tries = 0; tries < TRIES_MOST; tries += 1) {
    const before = await balanceOf(documents, account);
    if (!before) return;
    const after = noteShort(before, clock());
    if (after === before) return;
    if (await saveBalance(documents, before, after)) {
      return log.alert('funding.balance-short', { kind: account, amountFen: before.freeFen });
    }
  }
}

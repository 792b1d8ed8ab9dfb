import type { BalanceAccount } from '../../../miniprogram/shared/channels';
import type { BalanceView } from '../../../miniprogram/shared/contract/balance';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { declare } from '../../domain/funding/balances';
import { addAuditEntry } from '../stores/audit';
import { openedBalance, saveBalance } from '../stores/balances';
import type { OrganiserTools } from '../tools';
import { balanceView } from './views';

const TRIES_MOST = 10;

export interface DeclareBalanceRequest {
  readonly account: BalanceAccount;
  readonly freeFen: number;
  readonly requestId: string;
}

/**
 * Says what may be set aside from one of the merchant's accounts from now on, whatever was before;
 * what is set aside already stays so. Safe to repeat with the same requestId. The first of these
 * that applies: FORBIDDEN (finance alone), BUSY.
 */
export async function declareBalance(
  tools: OrganiserTools,
  openid: string,
  { account, freeFen, requestId }: DeclareBalanceRequest,
): Promise<Result<BalanceView>> {
  const { documents, clock, names } = tools;
  if (!tools.isFinance(openid)) return failure('FORBIDDEN');
  for (let tries = 0; tries < TRIES_MOST; tries += 1) {
    const before = await openedBalance(documents, account);
    const after = declare(before, freeFen, requestId, clock());
    if (after === before) return success(await balanceView(tools, true));
    await addAuditEntry(documents, {
      id: `balance.${account}.${requestId}`,
      campaignId: '',
      atMs: clock(),
      who: names.playerCode(openid),
      action: 'declare-balance',
      before: { account, freeFen: before.freeFen },
      after: { account, freeFen },
    });
    if (await saveBalance(documents, before, after)) {
      return success(await balanceView(tools, true));
    }
  }
  return failure('BUSY');
}

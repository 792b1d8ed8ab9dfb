import { formatWhen } from '../../../services/when';
import type { BalanceAccount } from '../../../shared/channels';
import type { BalanceView } from '../../../shared/contract/balance';
import { formatYuan, readableYuan } from '../../../shared/fen';
import { ACCOUNT_NAMES } from '../../channel-words';

export interface BalanceLines {
  readonly name: string;
  /** Empty while nobody has declared a balance. */
  readonly freeYuan: string;
  /** The same as a field takes it. */
  readonly fieldYuan: string;
  readonly detail: string;
  readonly mayDeclare: boolean;
}

export function balanceLines(
  { mayDeclare, accounts }: BalanceView,
  account: BalanceAccount,
  nowMs: number,
): BalanceLines {
  const known = accounts.find((one) => one.account === account);
  const name = `商户${ACCOUNT_NAMES[account]}`;
  if (!known || known.freeFen === null) {
    const detail = mayDeclare ? '还没有登记可以预留的余额' : '还没有登记可以预留的余额，请财务登记';
    return { name, freeYuan: '', fieldYuan: '', detail, mayDeclare };
  }
  if (known.shortSinceMs !== null) {
    const since = formatWhen(known.shortSinceMs, nowMs);
    return {
      name,
      freeYuan: '',
      fieldYuan: '',
      detail: `${since} 发现余额比登记的少，充值后请重新登记`,
      mayDeclare,
    };
  }
  const when = known.declaredAtMs === null ? '' : `，${formatWhen(known.declaredAtMs, nowMs)} 登记`;
  return {
    name,
    freeYuan: readableYuan(known.freeFen),
    fieldYuan: formatYuan(known.freeFen),
    detail: `各活动已预留 ¥${readableYuan(known.setAsideFen)}${when}`,
    mayDeclare,
  };
}

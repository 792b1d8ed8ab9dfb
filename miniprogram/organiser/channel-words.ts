import type { FundingKind } from '../shared/campaign';
import type { BalanceAccount, PayoutChannel } from '../shared/channels';

export const CHANNEL_NAMES: Readonly<Record<PayoutChannel, string>> = {
  'transfer-bills': '商家转账',
  sendredpack: '公众号红包',
  sendminiprogramhb: '扫码红包',
};

export const FUNDING_NAMES: Readonly<Record<FundingKind, string>> = {
  'merchant-balance': '商户余额',
  'paid-in': '活动预付',
};

export const ACCOUNT_NAMES: Readonly<Record<BalanceAccount, string>> = {
  'red-packet': '基本账户',
  transfer: '运营账户',
};

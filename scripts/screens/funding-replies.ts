/* What the cloud answers about channels, balances and budgets. */
import { PAYOUT_CHANNELS } from '../../miniprogram/shared/channels';
import type { BalanceView } from '../../miniprogram/shared/contract/balance';
import type { FundingView, OrderRow } from '../../miniprogram/shared/contract/funding';
import type { OrganiserCampaign } from '../../miniprogram/shared/contract/organiser-campaign';
import { HOUR_MS, organiserCampaign } from './replies';

export function funding(part: Partial<FundingView> = {}): FundingView {
  return {
    kind: 'merchant-balance',
    neededFen: 200_000,
    isSetAside: true,
    paidInFen: 0,
    playersFen: 0,
    refundingFen: 0,
    refundedFen: 0,
    refundableFen: 0,
    differenceFen: 0,
    orders: [],
    ...part,
  };
}

export const PAID_IN: Partial<FundingView> = { kind: 'paid-in', isSetAside: false };

export function order(no: number, part: Partial<OrderRow> = {}): OrderRow {
  return {
    orderNo: `20261121190000010948271663${no}`,
    amountFen: 200_000,
    state: 'UNPAID',
    createdAtMs: Date.now() - no * HOUR_MS,
    paidAtMs: null,
    refunds: [],
    ...part,
  };
}

export function paid(no: number, part: Partial<OrderRow> = {}): OrderRow {
  return order(no, { state: 'PAID', paidAtMs: Date.now() - no * HOUR_MS, ...part });
}

/** The answers of the page about the budget. */
export function fundingAnswers(
  part: Partial<FundingView>,
  state: OrganiserCampaign['state'] = 'draft',
) {
  const view = () => funding({ ...PAID_IN, ...part });
  return { get: () => organiserCampaign({ state }), funding: view, 'check-order': view, balance };
}

export const PAYMENT_CALL = {
  timeStamp: '1',
  nonceStr: 'n',
  package: 'prepay_id=1',
  signType: 'MD5',
  paySign: 's',
} as const;

export const channels = () => ({
  channels: PAYOUT_CHANNELS.map((channel) => ({ channel, missing: [] })),
});

export const fewChannels = () => ({
  channels: [
    {
      channel: 'transfer-bills' as const,
      missing: ['WECHATPAY_API_V3_KEY', 'WECHATPAY_PUBLIC_KEY_ID', 'WECHATPAY_PUBLIC_KEY_FILE_ID'],
    },
    { channel: 'sendredpack' as const, missing: [] },
    { channel: 'sendminiprogramhb' as const, missing: ['WECHATPAY_MINI_APPID'] },
  ],
});

export const balance = (): BalanceView => ({
  mayDeclare: true,
  accounts: [
    {
      account: 'transfer',
      freeFen: 8_765_432_10,
      setAsideFen: 1_234_567_89,
      declaredAtMs: Date.now() - 30 * HOUR_MS,
      shortSinceMs: null,
    },
    {
      account: 'red-packet',
      freeFen: 0,
      setAsideFen: 0,
      declaredAtMs: Date.now(),
      shortSinceMs: null,
    },
  ],
});

export const noBalance: BalanceView = {
  mayDeclare: false,
  accounts: [
    { account: 'transfer', freeFen: null, setAsideFen: 0, declaredAtMs: null, shortSinceMs: null },
  ],
};

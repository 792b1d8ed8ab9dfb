/* What the cloud answers about channels, balances and budgets. */
import { PAYOUT_CHANNELS } from '../../miniprogram/shared/channels';
import type { BalanceView } from '../../miniprogram/shared/contract/balance';
import type { FundingView, OrderRow, RefundRow } from '../../miniprogram/shared/contract/funding';
import type { OrganiserCampaign } from '../../miniprogram/shared/contract/organiser-campaign';
import { fundingView, orderRow, refundRow } from '../../test/support/views/funding';
import { HOUR_MS, organiserCampaign } from './replies';

export function order(no: number, parts: Partial<OrderRow> = {}): OrderRow {
  return orderRow({
    orderNo: `20261121190000010948271663${no}`,
    createdAtMs: Date.now() - no * HOUR_MS,
    ...parts,
  });
}

export function paid(no: number, part: Partial<OrderRow> = {}): OrderRow {
  return order(no, { state: 'PAID', paidAtMs: Date.now() - no * HOUR_MS, ...part });
}

export function refund(no: number, amountFen: number, parts: Partial<RefundRow>): RefundRow {
  return refundRow({ refundNo: `f${no}`, amountFen, atMs: Date.now(), ...parts });
}

/** The answers of the page about the budget. */
export function fundingAnswers(
  part: Partial<FundingView>,
  state: OrganiserCampaign['state'] = 'draft',
) {
  const view = () => fundingView(part);
  return { get: () => organiserCampaign({ state }), funding: view, 'check-order': view, balance };
}

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

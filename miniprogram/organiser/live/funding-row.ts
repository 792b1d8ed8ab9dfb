import type { CampaignState } from '../../shared/campaign';
import type { FundingView, RefundRow } from '../../shared/contract/funding';
import { readableYuan } from '../../shared/fen';
import { FUNDING_NAMES } from '../channel-words';

/** Where the budget comes from, in one row that leads to all of it. */
export interface FundingRow {
  readonly name: string;
  readonly detail: string;
  readonly isFault: boolean;
}

export function fundingRow(funding: FundingView, state: CampaignState): FundingRow {
  return {
    name: `预算 · ${FUNDING_NAMES[funding.kind]}`,
    detail: detailOf(funding, state),
    isFault: funding.differenceFen !== 0 || refundsOf(funding, isTwice).length > 0,
  };
}

function detailOf(funding: FundingView, state: CampaignState): string {
  const { kind, differenceFen, refundingFen, refundableFen, paidInFen, neededFen } = funding;
  if (differenceFen !== 0)
    return `账目相差 ¥${readableYuan(Math.abs(differenceFen))}，请联系技术人员核对`;
  if (kind === 'merchant-balance') {
    if (state === 'ended') return '没用完的预留会放回余额';
    return funding.isSetAside ? `已预留 ¥${readableYuan(neededFen)}` : '现在没有预留';
  }
  const paid = `已付 ¥${readableYuan(paidInFen)}`;
  const twiceFen = sumOf(refundsOf(funding, isTwice));
  if (twiceFen > 0) return `有 ¥${readableYuan(twiceFen)} 退了两次，请核对`;
  const stuckFen = sumOf(refundsOf(funding, isStuck));
  if (stuckFen > 0) return `${paid}，有 ¥${readableYuan(stuckFen)} 没有退成，请处理`;
  if (refundableFen > 0) return `${paid}，有 ¥${readableYuan(refundableFen)} 可以退回`;
  return refundingFen > 0 ? `${paid}，正在退回 ¥${readableYuan(refundingFen)}` : paid;
}

const isTwice = (refund: RefundRow) => refund.isTwice;
const isStuck = ({ state }: RefundRow) => state === 'NEEDS_PERSON';

function refundsOf({ orders }: FundingView, test: (refund: RefundRow) => boolean): RefundRow[] {
  return orders.flatMap(({ refunds }) => refunds.filter(test));
}

function sumOf(refunds: readonly RefundRow[]): number {
  return refunds.reduce((sum, { amountFen }) => sum + amountFen, 0);
}

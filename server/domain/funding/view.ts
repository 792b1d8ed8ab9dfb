/* What organisers see of a campaign's money before and after its players. */

import type { FundingKind } from '../../../miniprogram/shared/campaign';
import { BALANCE_ACCOUNTS } from '../../../miniprogram/shared/channels';
import type { BalanceView } from '../../../miniprogram/shared/contract/balance';
import type { FundingView, OrderRow } from '../../../miniprogram/shared/contract/funding';
import { setAsideFen } from './balances';
import { promisedBackFen } from './books';
import type { BalanceRecord, FundingRecord, OrderRecord } from './records';

export interface FundingFacts {
  readonly kind: FundingKind;
  /** The split's total, with what was added. */
  readonly neededFen: number;
  readonly isSetAside: boolean;
  /** What is paid in and belongs to the players, by what the campaign itself says. */
  readonly theirsFen: number;
}

/**
 * What came in is counted from the orders, what is the players' from the campaign, so that the line
 * between them has two witnesses. A negative difference: more is promised back than may go.
 */
export function fundingViewOf(facts: FundingFacts, funding: FundingRecord | null): FundingView {
  const orders = funding?.orders ?? [];
  const paid = orders.filter(({ state }) => state === 'PAID');
  const paidInFen = sumOf(paid.map(({ amountFen }) => amountFen));
  const refundedFen = sumOf(paid.map((order) => promisedBackFen(order) - refundingOf(order)));
  const refundingFen = sumOf(paid.map(refundingOf));
  const restFen = paidInFen - refundedFen - refundingFen - facts.theirsFen;
  return {
    kind: facts.kind,
    neededFen: facts.neededFen,
    isSetAside: facts.isSetAside,
    paidInFen,
    playersFen: facts.theirsFen,
    refundingFen,
    refundedFen,
    refundableFen: Math.max(restFen, 0),
    differenceFen: Math.min(restFen, 0),
    orders: orders.map(orderRow).reverse(),
  };
}

export function balanceViewOf(
  balances: readonly (BalanceRecord | null)[],
  mayDeclare: boolean,
): BalanceView {
  return {
    mayDeclare,
    accounts: BALANCE_ACCOUNTS.map((account) => {
      const balance = balances.find((one) => one?._id === account) ?? null;
      return {
        account,
        freeFen: balance?.freeFen ?? null,
        setAsideFen: setAsideFen(balance),
        declaredAtMs: balance?.declaredAtMs ?? null,
        shortSinceMs: balance?.shortSinceMs ?? null,
      };
    }),
  };
}

function orderRow(order: OrderRecord): OrderRow {
  return {
    orderNo: order.orderNo,
    amountFen: order.amountFen,
    state: order.state,
    createdAtMs: order.createdAtMs,
    paidAtMs: order.paidAtMs,
    refunds: order.refunds.map(({ refundNo, amountFen, state, createdAtMs, endedAtMs }) => ({
      refundNo,
      amountFen,
      state,
      atMs: endedAtMs ?? createdAtMs,
    })),
  };
}

function refundingOf({ refunds }: OrderRecord): number {
  const under = refunds.filter(({ state }) => state === 'PROCESSING' || state === 'NEEDS_PERSON');
  return sumOf(under.map(({ amountFen }) => amountFen));
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, fen) => sum + fen, 0);
}

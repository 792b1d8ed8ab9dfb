/* What organisers see of a campaign's money before and after its players. */

import type { FundingKind } from '../../../miniprogram/shared/campaign';
import { BALANCE_ACCOUNTS } from '../../../miniprogram/shared/channels';
import type { BalanceView } from '../../../miniprogram/shared/contract/balance';
import type {
  FundingView,
  OrderRow,
  RefundState,
} from '../../../miniprogram/shared/contract/funding';
import { setAsideFen } from './balances';
import type { BalanceRecord, FundingRecord, OrderRecord } from './records';
import { maySettle } from './refunds';

export interface FundingFacts {
  readonly kind: FundingKind;
  /** The split's total, with what was added. */
  readonly neededFen: number;
  readonly isSetAside: boolean;
  /** What is paid in and belongs to the players, by what the campaign itself says. */
  readonly theirsFen: number;
  readonly nowMs: number;
}

/**
 * What came in is counted from the orders, what is the players' from the campaign, so that the line
 * between them has two witnesses. A negative difference: more is promised back than may go.
 */
export function fundingViewOf(facts: FundingFacts, funding: FundingRecord | null): FundingView {
  const orders = funding?.orders ?? [];
  const paid = orders.filter(({ state }) => state === 'PAID');
  const paidInFen = sumOf(paid.map(({ amountFen }) => amountFen));
  const refunds = paid.flatMap((order) => order.refunds);
  const inState = (...states: RefundState[]) =>
    sumOf(refunds.filter(({ state }) => states.includes(state)).map(({ amountFen }) => amountFen));
  const refundingFen = inState('PROCESSING', 'NEEDS_PERSON');
  const refundedFen = inState('REFUNDED');
  const settledFen = inState('SETTLED');
  const restFen = paidInFen - refundingFen - refundedFen - settledFen - facts.theirsFen;
  return {
    kind: facts.kind,
    neededFen: facts.neededFen,
    isSetAside: facts.isSetAside,
    paidInFen,
    playersFen: facts.theirsFen,
    refundingFen,
    refundedFen,
    settledFen,
    refundableFen: Math.max(restFen, 0),
    differenceFen: Math.min(restFen, 0),
    orders: funding ? orders.map((order) => orderRow(funding, order, facts.nowMs)).reverse() : [],
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

function orderRow(funding: FundingRecord, order: OrderRecord, nowMs: number): OrderRow {
  return {
    orderNo: order.orderNo,
    amountFen: order.amountFen,
    state: order.state,
    createdAtMs: order.createdAtMs,
    paidAtMs: order.paidAtMs,
    refunds: order.refunds.map((refund) => ({
      refundNo: refund.refundNo,
      amountFen: refund.amountFen,
      state: refund.state,
      atMs: refund.endedAtMs ?? refund.createdAtMs,
      code: refund.lastCode,
      maySettle: maySettle(funding, order, refund, nowMs),
      note: refund.settlement?.note ?? null,
      isTwice: (refund.settlement?.refundedAtMs ?? null) !== null,
    })),
  };
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, fen) => sum + fen, 0);
}

import type { Sandbox } from '../wechatpay';
import type { MoneyView } from './state';

const SHOWN = 200;

/** What lies at the provider, newest first. `nameOf` knows a phone by either of its openids. */
export function moneyViews(sandbox: Sandbox, nameOf: (openid: string) => string | null): MoneyView {
  const who = (openid: string) => nameOf(openid) ?? `…${openid.slice(-4)}`;
  const { callbacks, orders, transfers } = sandbox;
  return {
    balanceFen: sandbox.balance.fen(),
    pendingCallbacks: callbacks.pending().length,
    bills: newest(sandbox.bills()).map((bill) => ({
      billNo: bill.billNo,
      amountFen: bill.amountFen,
      status: bill.status,
      sentAtMs: bill.acceptedAtMs,
      recipient: who(bill.openid),
    })),
    transfers: newest(transfers.bills()).map((bill) => ({
      billNo: bill.outBillNo,
      amountFen: bill.amountFen,
      status: bill.state,
      failReason: bill.failReason,
      recipient: who(bill.openid),
    })),
    orders: newest(orders.orders()).map((order) => ({
      no: order.outTradeNo,
      amountFen: order.totalFen,
      status: order.state,
      payer: who(order.openid),
    })),
    refunds: newest(orders.refunds()).map((refund) => ({
      no: refund.outRefundNo,
      amountFen: refund.amountFen,
      status: refund.status,
      payer: who(orders.order(refund.outTradeNo)?.openid ?? ''),
    })),
  };
}

function newest<Item>(items: readonly Item[]): Item[] {
  return [...items].reverse().slice(0, SHOWN);
}

import type { Bill, Sandbox, Transfer } from '../wechatpay';

/** One payment as the provider has it, whichever way it went. */
export interface ProviderPayment {
  readonly no: string;
  readonly openid: string;
  readonly amountFen: number;
  readonly fate: Fate;
}

/** `waiting`: the merchant's money is out and the player's not yet. `returned`: it is back. */
export type Fate = 'waiting' | 'received' | 'returned';

/** Everything the provider ever paid out; none of it comes from the product's books. */
export function providerPayments(sandbox: Sandbox): ProviderPayment[] {
  return [
    ...sandbox.bills().map((bill) => ({ ...common(bill), no: bill.billNo, fate: fateOf(bill) })),
    ...sandbox.transfers.bills().map((transfer) => ({
      ...common(transfer),
      no: transfer.outBillNo,
      fate: transferFate(transfer),
    })),
  ];
}

function common({ openid, amountFen }: { openid: string; amountFen: number }) {
  return { openid, amountFen };
}

function fateOf({ status }: Bill): Fate {
  if (status === 'RECEIVED') return 'received';
  return status === 'REFUND' || status === 'FAILED' ? 'returned' : 'waiting';
}

function transferFate({ state }: Transfer): Fate {
  if (state === 'SUCCESS') return 'received';
  return state === 'FAIL' || state === 'CANCELLED' ? 'returned' : 'waiting';
}

export function sumOf(payments: readonly ProviderPayment[], fate: Fate): number {
  return payments
    .filter((payment) => payment.fate === fate)
    .reduce((sum, { amountFen }) => sum + amountFen, 0);
}

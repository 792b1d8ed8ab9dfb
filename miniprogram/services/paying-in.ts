import type { PayIn } from '../shared/contract/cashier';
import type { FundingView, OrderState } from '../shared/contract/funding';
import type { PaymentCall } from '../shared/contract/phone-calls';
import { askUntilSettled } from './ask-again';
import type { CallResult, PhoneFailure } from './call-result';
import type { PageEnd } from './page-end';

/** What paying stands on: the cloud and WeChat's page. */
export interface PayingSteps {
  createOrder(campaignId: string, amountFen: number, requestId: string): Promise<CallResult<PayIn>>;
  showPaymentPage(call: PaymentCall): Promise<PageEnd>;
  checkOrder(campaignId: string, orderNo: string): Promise<CallResult<FundingView>>;
  wait?(ms: number): Promise<void>;
}

export interface Payment {
  /** The newest figures; null when the cloud never answered. */
  readonly funding: FundingView | null;
  /** As WeChat Pay sees the order; null when that is not known. */
  readonly orderState: OrderState | null;
  readonly failure: PhoneFailure | null;
}

/**
 * Pays for a campaign: makes the order, shows WeChat's page, and asks the cloud what came of it. Safe
 * to repeat with the same requestId: it is the same order.
 */
export async function payWith(
  steps: PayingSteps,
  campaignId: string,
  { amountFen, requestId }: { readonly amountFen: number; readonly requestId: string },
  onOrder: (orderNo: string) => void,
): Promise<Payment> {
  const made = await steps.createOrder(campaignId, amountFen, requestId);
  if (!made.ok) return { funding: null, orderState: null, failure: made.failure };
  const { orderNo, payment } = made.value;
  onOrder(orderNo);

  // Nothing to pay any more: somebody did, or the order is closed.
  const end = payment ? await steps.showPaymentPage(payment) : 'cancelled';
  const ask = () => steps.checkOrder(campaignId, orderNo);
  const isSettled = (funding: FundingView) => stateOf(funding, orderNo) !== 'UNPAID';
  const checked =
    end === 'closed' ? await askUntilSettled(ask, isSettled, steps.wait) : await ask();
  if (!checked.ok) return { funding: null, orderState: null, failure: checked.failure };
  const orderState = stateOf(checked.value, orderNo);
  const failed = end === 'failed' && orderState === 'UNPAID';
  return {
    funding: checked.value,
    orderState,
    failure: failed ? { code: 'WECHAT_REFUSED' } : null,
  };
}

function stateOf(funding: FundingView, orderNo: string): OrderState | null {
  return funding.orders.find((order) => order.orderNo === orderNo)?.state ?? null;
}

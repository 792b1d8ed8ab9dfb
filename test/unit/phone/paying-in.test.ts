import type { PageEnd } from '../../../miniprogram/services/page-end';
import { type PayingSteps, payWith } from '../../../miniprogram/services/paying-in';
import type { FundingView, OrderState } from '../../../miniprogram/shared/contract/funding';
import { fundingView, orderRow, PAYMENT_CALL } from '../../support/views/funding';

const ORDER = { amountFen: 500, requestId: 'r1' };

function funding(state: OrderState): FundingView {
  return fundingView({
    neededFen: 500,
    paidInFen: state === 'PAID' ? 500 : 0,
    orders: [orderRow({ amountFen: 500, state })],
  });
}

function phone(end: PageEnd, ...states: readonly OrderState[]): PayingSteps {
  let asked = 0;
  return {
    createOrder: async () => ({ ok: true, value: { orderNo: 'o1', payment: PAYMENT_CALL } }),
    showPaymentPage: async () => end,
    checkOrder: async () => {
      const state = states[Math.min(asked++, states.length - 1)];
      return state
        ? { ok: true, value: funding(state) }
        : { ok: false, failure: { code: 'NETWORK' } };
    },
    wait: async () => {},
  };
}

const pay = (steps: PayingSteps) => payWith(steps, 'c1', ORDER, () => {});

describe('paying for a campaign', () => {
  it('believes the provider, not the page', async () => {
    expect((await pay(phone('closed', 'UNPAID', 'PAID'))).orderState).toBe('PAID');
    expect((await pay(phone('closed', 'UNPAID'))).orderState).toBe('UNPAID');
    expect((await pay(phone('cancelled', 'PAID'))).orderState).toBe('PAID');
  });

  it('tells the order’s number before the page opens, so that it is never lost', async () => {
    const events: string[] = [];
    const steps = phone('closed', 'PAID');
    const showPaymentPage = async () => {
      events.push('page');
      return 'closed' as const;
    };
    await payWith({ ...steps, showPaymentPage }, 'c1', ORDER, (orderNo) => events.push(orderNo));
    expect(events).toEqual(['o1', 'page']);
  });

  it('asks at once when there is nothing left to pay', async () => {
    const steps = phone('closed', 'PAID');
    const over = { ok: true, value: { orderNo: 'o1', payment: null } } as const;
    const showPaymentPage = () => Promise.reject(new Error('no page for a paid order'));
    const payment = await pay({ ...steps, createOrder: async () => over, showPaymentPage });
    expect(payment.orderState).toBe('PAID');
  });

  it('says so when WeChat showed no page', async () => {
    expect((await pay(phone('failed', 'UNPAID'))).failure?.code).toBe('WECHAT_REFUSED');
    expect((await pay(phone('failed', 'PAID'))).failure).toBeNull();
  });

  it('knows that it knows nothing', async () => {
    const payment = await pay(phone('closed'));
    expect(payment).toEqual({ funding: null, orderState: null, failure: { code: 'NETWORK' } });
  });
});

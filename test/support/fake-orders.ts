import type { Clock } from '../../server/ports/clock';
import type {
  OrderGateway,
  PaymentOrder,
  RefundOrder,
  RefundOutcome,
  Unknown,
} from '../../server/ports/order-gateway';
import type { OrderNotice, RefundNotice } from '../../server/ports/payment-notices';

export interface ProviderRefund extends RefundOrder {
  status: 'PROCESSING' | RefundOutcome;
}

export interface ProviderOrder {
  readonly order: PaymentOrder;
  readonly prepayId: string;
  state: 'unpaid' | 'paid' | 'closed';
  transactionId: string | null;
  paidAtMs: number | null;
}

/** What becomes of one call: `lost` after its effect, `unanswered` before it. */
export type OrderFate = 'answer' | 'lost' | 'unanswered' | { readonly refuse: string };

export interface FakeOrders extends OrderGateway {
  readonly ordersMade: Map<string, ProviderOrder>;
  readonly refundsMade: Map<string, ProviderRefund>;
  /** The answers of the next calls, in order; after that all are answered. */
  readonly fates: OrderFate[];
  /** The player pays. False: it cannot be paid any more. */
  pay(orderNo: string): boolean;
  endRefund(refundNo: string, outcome: RefundOutcome): void;
  endRefunds(outcome?: RefundOutcome): void;
  orderNotice(orderNo: string): OrderNotice;
  refundNotice(refundNo: string): RefundNotice;
  /** Truth, whatever our side believes. */
  paidFen(): number;
  /** Not closed: it has left, or is on its way. */
  givenBackFen(): number;
}

/** A provider of orders with a memory of its own, which throws at whoever asks for the impossible. */
export function fakeOrders(clock: Clock): FakeOrders {
  const ordersMade = new Map<string, ProviderOrder>();
  const refundsMade = new Map<string, ProviderRefund>();
  const fates: OrderFate[] = [];

  const expire = (made: ProviderOrder) => {
    if (made.state === 'unpaid' && clock() >= made.order.expiresAtMs) made.state = 'closed';
    return made;
  };
  const find = (orderNo: string): ProviderOrder | null => {
    const made = ordersMade.get(orderNo);
    return made ? expire(made) : null;
  };
  const refundsOf = (orderNo: string) =>
    [...refundsMade.values()].filter((one) => one.orderNo === orderNo && one.status !== 'closed');

  async function answered<T extends { readonly kind: string }>(
    effect: () => T,
  ): Promise<T | Unknown | { readonly kind: 'refused'; readonly code: string }> {
    const fate = fates.shift() ?? 'answer';
    if (typeof fate === 'object') return { kind: 'refused', code: fate.refuse };
    if (fate === 'unanswered') return { kind: 'unknown', code: 'TIMEOUT' };
    const answer = effect();
    return fate === 'lost' ? { kind: 'unknown', code: 'TIMEOUT' } : answer;
  }

  function create(order: PaymentOrder): ProviderOrder {
    const known = find(order.orderNo);
    if (known && JSON.stringify(known.order) !== JSON.stringify(order)) {
      throw new Error('an order was made again with other particulars');
    }
    if (known) return known;
    const made: ProviderOrder = {
      order,
      prepayId: `wx${order.orderNo}`,
      state: clock() < order.expiresAtMs ? 'unpaid' : 'closed',
      transactionId: null,
      paidAtMs: null,
    };
    ordersMade.set(order.orderNo, made);
    return made;
  }

  function takeRefund(refund: RefundOrder): { readonly kind: 'accepted' } {
    const known = refundsMade.get(refund.refundNo);
    const order = find(refund.orderNo);
    if (order?.state !== 'paid') throw new Error('a refund of an order that was not paid');
    if (known) {
      if (known.amountFen !== refund.amountFen || known.orderNo !== refund.orderNo) {
        throw new Error('a refund was asked for again with other particulars');
      }
      return { kind: 'accepted' };
    }
    const before = refundsOf(refund.orderNo).reduce((sum, one) => sum + one.amountFen, 0);
    if (before + refund.amountFen > order.order.amountFen) {
      throw new Error('more was asked back than was paid');
    }
    if (refund.orderAmountFen !== order.order.amountFen) throw new Error('another order amount');
    refundsMade.set(refund.refundNo, { ...refund, status: 'PROCESSING' });
    return { kind: 'accepted' };
  }

  const gateway: FakeOrders = {
    ordersMade,
    refundsMade,
    fates,

    create: (order) =>
      answered(() => {
        const made = create(order);
        if (made.state === 'unpaid') return { kind: 'prepaid', prepayId: made.prepayId } as const;
        return { kind: made.state } as const;
      }) as ReturnType<OrderGateway['create']>,

    query: ({ orderNo }) =>
      answered(() => {
        const made = find(orderNo);
        if (!made) return { kind: 'not-found' } as const;
        const { state, transactionId, paidAtMs } = made;
        if (state === 'paid') {
          return { kind: 'paid', transactionId: transactionId!, paidAtMs: paidAtMs! } as const;
        }
        return { kind: state } as const;
      }) as ReturnType<OrderGateway['query']>,

    close: ({ orderNo }) =>
      answered(() => {
        const made = find(orderNo);
        if (!made) return { kind: 'not-found' } as const;
        if (made.state === 'unpaid') made.state = 'closed';
        return { kind: made.state } as const;
      }) as ReturnType<OrderGateway['close']>,

    refund: (refund) => answered(() => takeRefund(refund)) as ReturnType<OrderGateway['refund']>,

    queryRefund: ({ refundNo }) =>
      answered(() => {
        const made = refundsMade.get(refundNo);
        if (!made) return { kind: 'not-found' } as const;
        if (made.status === 'PROCESSING') return { kind: 'processing' } as const;
        return { kind: 'ended', outcome: made.status, code: codeOf(made.status) } as const;
      }) as ReturnType<OrderGateway['queryRefund']>,

    paymentCall: (prepayId) => ({
      timeStamp: '1',
      nonceStr: 'n',
      package: `prepay_id=${prepayId}`,
      signType: 'MD5',
      paySign: 's',
    }),

    shutDown: () => {},

    pay(orderNo) {
      const made = find(orderNo);
      if (made?.state !== 'unpaid') return false;
      made.state = 'paid';
      made.transactionId = `42${orderNo}`;
      made.paidAtMs = clock();
      return true;
    },

    endRefund(refundNo, outcome) {
      const made = refundsMade.get(refundNo);
      if (made && (made.status === 'PROCESSING' || made.status === 'needs-person')) {
        made.status = outcome;
      }
    },

    endRefunds(outcome = 'refunded') {
      for (const refundNo of refundsMade.keys()) gateway.endRefund(refundNo, outcome);
    },

    orderNotice(orderNo) {
      const { order, transactionId, paidAtMs } = ordersMade.get(orderNo)!;
      return {
        kind: 'notice',
        orderNo,
        amountFen: order.amountFen,
        payerOpenid: order.payerOpenid,
        transactionId: transactionId!,
        paidAtMs: paidAtMs!,
      };
    },

    refundNotice(refundNo) {
      const { orderNo, orderAmountFen, amountFen, status } = refundsMade.get(refundNo)!;
      const outcome = status === 'PROCESSING' ? 'refunded' : status;
      return {
        kind: 'notice',
        orderNo,
        orderAmountFen,
        refundNo,
        amountFen,
        outcome,
        code: codeOf(outcome),
      };
    },

    paidFen: () =>
      [...ordersMade.values()]
        .filter(({ state }) => state === 'paid')
        .reduce((sum, { order }) => sum + order.amountFen, 0),

    givenBackFen: () =>
      [...refundsMade.values()]
        .filter(({ status }) => status !== 'closed')
        .reduce((sum, { amountFen }) => sum + amountFen, 0),
  };
  return gateway;
}

function codeOf(outcome: RefundOutcome): string {
  return { refunded: 'SUCCESS', closed: 'REFUNDCLOSE', 'needs-person': 'CHANGE' }[outcome];
}

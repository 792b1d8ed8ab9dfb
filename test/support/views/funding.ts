import type {
  FundingView,
  OrderRow,
  RefundRow,
} from '../../../miniprogram/shared/contract/funding';
import type { PaymentCall } from '../../../miniprogram/shared/contract/phone-calls';

/** What the cloud says of a budget that is to be paid in and of which nothing is, unless told otherwise. */
export function fundingView(parts: Partial<FundingView> = {}): FundingView {
  return {
    kind: 'paid-in',
    neededFen: 200_000,
    isSetAside: false,
    paidInFen: 0,
    playersFen: 0,
    refundingFen: 0,
    refundedFen: 0,
    settledFen: 0,
    refundableFen: 0,
    differenceFen: 0,
    orders: [],
    ...parts,
  };
}

/** An order over the whole of that, not paid yet, unless told otherwise. */
export function orderRow(parts: Partial<OrderRow> = {}): OrderRow {
  return {
    orderNo: 'o1',
    amountFen: 200_000,
    state: 'UNPAID',
    createdAtMs: 1,
    paidAtMs: null,
    refunds: [],
    ...parts,
  };
}

/** What WeChat's payment page is opened with; a stand-in for a phone looks at none of it. */
export const PAYMENT_CALL: PaymentCall = {
  timeStamp: '1',
  nonceStr: 'n',
  package: 'prepay_id=1',
  signType: 'MD5',
  paySign: 's',
};

/** A refund of a part of it, on its way, unless told otherwise. */
export function refundRow(parts: Partial<RefundRow> = {}): RefundRow {
  return {
    refundNo: 'f1',
    amountFen: 68_550,
    state: 'PROCESSING',
    atMs: 1,
    code: null,
    maySettle: false,
    note: null,
    isTwice: false,
    ...parts,
  };
}

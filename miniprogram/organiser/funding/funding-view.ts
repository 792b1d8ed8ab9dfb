import type { Payment } from '../../services/paying-in';
import type { Tone } from '../../services/payment-words';
import { sentenceOf } from '../../services/sentences';
import { formatWhen } from '../../services/when';
import type { CampaignState } from '../../shared/campaign';
import type { FundingView, OrderRow, OrderState, RefundRow } from '../../shared/contract/funding';
import { formatYuan, readableYuan } from '../../shared/fen';

/** What was paid in and has not gone back. */
export function heldFen({ paidInFen, refundingFen, refundedFen, settledFen }: FundingView): number {
  return paidInFen - refundingFen - refundedFen - settledFen;
}

/** The page about a campaign's budget, ready to be shown. */
export interface FundingPage {
  readonly kind: FundingView['kind'];
  readonly status: { readonly title: string; readonly yuan: string; readonly tone: Tone };
  /** Every line of the sum; they add up unless `fault` says so. */
  readonly lines: readonly SumLine[];
  /** By how much they do not add up, in words; empty as it should be. */
  readonly fault: string;
  /** What is left to pay, as the input begins with it; empty when nothing can be paid now. */
  readonly dueYuan: string;
  /** Why nothing can be paid although something is missing. */
  readonly hint: string;
  readonly orders: readonly OrderCard[];
  /** What may go back now; empty when nothing may. */
  readonly refundYuan: string;
  readonly canPublish: boolean;
}

interface SumLine {
  readonly name: string;
  readonly yuan: string;
  readonly isSum: boolean;
}

interface OrderCard {
  readonly orderNo: string;
  readonly yuan: string;
  readonly when: string;
  readonly chip: { readonly text: string; readonly tone: Tone };
  readonly isOpen: boolean;
  /** This phone knows how to pay it; otherwise it can only be closed. */
  readonly canPay: boolean;
  readonly refunds: readonly RefundLine[];
}

interface RefundLine {
  readonly refundNo: string;
  readonly text: string;
  readonly yuan: string;
  readonly tone: Tone;
  /** What to do about it, or how it was given back; mostly empty. */
  readonly detail: string;
  readonly canSettle: boolean;
}

export interface FundingFacts {
  readonly funding: FundingView;
  readonly state: CampaignState;
  /** The total of a budget that is to grow, which is paid first; 0 when nothing is to grow. */
  readonly wantedFen: number;
  readonly payableOrders: readonly string[];
}

export function fundingPage(facts: FundingFacts, nowMs: number): FundingPage {
  const { funding, state, payableOrders } = facts;
  const isPaidIn = funding.kind === 'paid-in';
  const dueFen = isPaidIn && state !== 'ended' ? dueOf(facts) : 0;
  const { differenceFen, refundableFen, orders } = funding;
  const isRight = differenceFen === 0;
  const isWaiting = orders.some(({ state: orderState }) => orderState === 'UNPAID');
  return {
    kind: funding.kind,
    status: isPaidIn ? paidInStatus(facts, dueFen) : setAsideStatus(funding, state),
    lines: isPaidIn ? sumLines(funding) : [],
    fault: isRight ? '' : `账目相差 ¥${readableYuan(Math.abs(differenceFen))}`,
    // Two open orders would invite somebody to pay twice; a fault is looked at before money moves.
    dueYuan: dueFen > 0 && isRight && !isWaiting ? formatYuan(dueFen) : '',
    hint: dueFen > 0 && isWaiting ? '先付完或关闭上面的订单，再付新的' : '',
    orders: orders.map((order) => orderCard(order, payableOrders, nowMs)),
    refundYuan: refundableFen > 0 && isRight ? readableYuan(refundableFen) : '',
    canPublish: state === 'draft' && isPaidIn && dueFen === 0,
  };
}

function dueOf({ funding, wantedFen }: FundingFacts): number {
  return Math.max(0, Math.max(funding.neededFen, wantedFen) - heldFen(funding));
}

function paidInStatus({ funding, state }: FundingFacts, dueFen: number): FundingPage['status'] {
  if (dueFen > 0) return { title: '还要支付', yuan: readableYuan(dueFen), tone: 'warn' };
  if (state === 'ended') {
    return { title: '活动已结束，余款', yuan: readableYuan(funding.refundableFen), tone: 'quiet' };
  }
  return { title: '预算已付齐', yuan: readableYuan(heldFen(funding)), tone: 'good' };
}

function setAsideStatus(funding: FundingView, state: CampaignState): FundingPage['status'] {
  const yuan = readableYuan(funding.neededFen);
  if (state === 'ended') return { title: '活动已结束，没用完的会放回余额', yuan, tone: 'quiet' };
  return funding.isSetAside
    ? { title: '已从商户余额预留', yuan, tone: 'good' }
    : { title: '发布时从商户余额预留', yuan, tone: 'warn' };
}

/** Paid = players' + refunding + refunded + settled + refundable; rare parts only where there are any. */
function sumLines(funding: FundingView): SumLine[] {
  const { differenceFen, settledFen } = funding;
  const line = (name: string, fen: number, isSum = false): SumLine => ({
    name,
    yuan: readableYuan(fen),
    isSum,
  });
  return [
    line('应付', funding.neededFen),
    line('已付', funding.paidInFen, true),
    line('留给玩家', funding.playersFen),
    line('退款中', funding.refundingFen),
    line('已退', funding.refundedFen),
    ...(settledFen === 0 ? [] : [line('线下退回', settledFen)]),
    line('可退', funding.refundableFen),
    ...(differenceFen === 0 ? [] : [line('对不上', differenceFen)]),
  ];
}

const ORDER_CHIPS: Readonly<Record<OrderState, { readonly text: string; readonly tone: Tone }>> = {
  UNPAID: { text: '待支付', tone: 'warn' },
  PAID: { text: '已支付', tone: 'good' },
  CLOSED: { text: '已关闭', tone: 'quiet' },
};

/** Why WeChat Pay did not give the money back; its other codes mean nothing to a person. */
const REFUSALS: Readonly<Record<string, string>> = {
  CHANGE: '付款人的卡收不了款',
  USER_ACCOUNT_ABNORMAL: '付款人的账户异常',
  TRADE_OVERDUE: '订单超过一年',
};

function refundLine(refund: RefundRow): RefundLine {
  const { refundNo, amountFen, maySettle: canSettle } = refund;
  return { refundNo, yuan: readableYuan(amountFen), canSettle, ...refundWords(refund) };
}

function refundWords({ state, code, maySettle, note, isTwice }: RefundRow) {
  const words = (tone: Tone, text: string, detail = '') => ({ tone, text, detail });
  switch (state) {
    case 'PROCESSING':
      return words('warn', '退款中，到账后会更新');
    case 'REFUNDED':
      return words('good', '已退回付款人');
    case 'NEEDS_PERSON':
      return words(
        'bad',
        `没有退成，${REFUSALS[code ?? ''] ?? '微信没有受理'}`,
        maySettle
          ? '钱在商户那里，先点下面，再请商户还给你'
          : '还在和微信确认钱没有退出去，过一天再看',
      );
    case 'CLOSED':
      return words(
        'quiet',
        '退款已关闭，钱还在这里',
        maySettle ? '可以再退一次，或请商户线下还给你' : '',
      );
    case 'SETTLED':
      return isTwice
        ? words('bad', '线下还了，微信后来也退了', '多还了一次，请和商户核对')
        : words('quiet', '已改为线下退回', note ?? '');
  }
}

function orderCard(order: OrderRow, payableOrders: readonly string[], nowMs: number): OrderCard {
  const { orderNo, amountFen, state, createdAtMs, paidAtMs, refunds } = order;
  const isOpen = state === 'UNPAID';
  return {
    orderNo,
    yuan: readableYuan(amountFen),
    when:
      paidAtMs === null
        ? `${formatWhen(createdAtMs, nowMs)} 下单`
        : `${formatWhen(paidAtMs, nowMs)} 支付`,
    chip: ORDER_CHIPS[state],
    isOpen,
    canPay: isOpen && payableOrders.includes(orderNo),
    refunds: refunds.map(refundLine),
  };
}

/** What to say after WeChat's payment page; empty when the order was paid. */
export function paymentNote({ orderState, failure }: Payment, nowMs: number): string {
  if (failure && ['NETWORK', 'OFFLINE'].includes(failure.code)) {
    return '网络不太好，还不知道付款结果，先下拉刷新看看';
  }
  if (failure) return sentenceOf(failure, nowMs);
  if (orderState === 'CLOSED') return '这笔订单已经关闭，没有付款，可以重新支付';
  return orderState === 'PAID' ? '' : '还没有付款，订单为你留着，可以继续支付或关闭';
}

import { CHANNEL_RULES, type PayoutChannel } from '../shared/channels';
import type { PacketView, PayoutWait } from '../shared/contract/packet';
import { type PaymentStep, STEP_NAMES } from '../shared/payment';
import { formatWhen } from './when';

export type Tone = 'good' | 'warn' | 'bad' | 'brand' | 'quiet';

interface PaymentWords {
  /** The step's name, unless the channel has one of its own. */
  readonly chip: string;
  readonly tone: Tone;
  /** Where the money is, when nothing is known about what comes next. */
  readonly where: string;
  /** The same with the instant of the next step. */
  readonly next?: (when: string) => string;
  /** What happened, for the timeline. */
  readonly event: string;
}

const PAYMENT: Readonly<Record<PaymentStep, Omit<PaymentWords, 'chip'>>> = {
  OWED: {
    tone: 'warn',
    where: '红包已抢到，钱正在路上，预计 2 分钟内发到你的微信',
    next: (when) => `红包已抢到，将在 ${when} 自动发出`,
    event: '抢到红包',
  },
  SENDING: {
    tone: 'warn',
    where: '微信支付正在发放，通常几秒钟就好',
    event: '交给微信支付',
  },
  UNKNOWN: {
    tone: 'warn',
    where: '正在向微信支付确认结果，不会少发，也不会重复发放',
    next: (when) => `正在向微信支付确认结果，${when} 再查一次，不会重复发放`,
    event: '等待微信支付确认',
  },
  SENT: {
    tone: 'brand',
    where: '红包已发到你的微信，点开就存进零钱；逾期没点开会退回主办方',
    event: '已发到你的微信',
  },
  RECEIVED: {
    tone: 'good',
    where: '已存进你的微信零钱',
    event: '已存进微信零钱',
  },
  RETURNED: {
    tone: 'quiet',
    where: '这个红包没有被领取，钱已退回主办方',
    event: '没有领取，已退回主办方',
  },
  HELD: {
    tone: 'bad',
    where: '这笔发放需要人工核对，主办方正在处理，金额为你保留',
    event: '转人工核对',
  },
  CANCELLED: {
    tone: 'quiet',
    where: '这笔红包没能发到你的微信，主办方已取消发放，有疑问请联系主办方',
    event: '主办方取消发放',
  },
  SETTLED: {
    tone: 'good',
    where: '主办方已用其他方式付给你，有疑问请联系主办方',
    event: '主办方用其他方式付款',
  },
};

/** Where a channel has words of its own: packets that are taken in this mini program. */
const CHANNEL_WORDS: Readonly<
  Record<PayoutChannel, Readonly<Partial<Record<PaymentStep, Partial<PaymentWords>>>>>
> = {
  sendredpack: {},
  'transfer-bills': {
    OWED: {
      chip: '待领取',
      tone: 'brand',
      where: '红包已抢到，点收款就存进微信零钱',
      // Whatever the queue does next, the player may do it now.
      next: () => '红包已抢到，点收款就存进微信零钱',
    },
    SENT: { where: '等你收款，24 小时内有效；逾期会退回主办方', event: '等你收款' },
  },
  sendminiprogramhb: {
    OWED: {
      chip: '待领取',
      tone: 'brand',
      where: '红包已抢到，打开就存进微信零钱',
      next: () => '红包已抢到，打开就存进微信零钱',
    },
    SENT: { where: '红包等你打开，24 小时内有效；逾期会退回主办方', event: '等你打开红包' },
  },
};

function wordsOf(channel: PayoutChannel, step: PaymentStep): PaymentWords {
  return { chip: STEP_NAMES[step], ...PAYMENT[step], ...CHANNEL_WORDS[channel][step] };
}

/** For organisers, who see all channels in the same words. */
export function paymentChip(step: PaymentStep): { text: string; tone: Tone } {
  return { text: STEP_NAMES[step], tone: PAYMENT[step].tone };
}

type Paid = Pick<PacketView, 'channel' | 'payment'>;

/** For the player whose packet it is. */
export function packetChip({ channel, payment }: Paid): { text: string; tone: Tone } {
  if (payment.step === 'OWED' && payment.waitsFor) {
    return { text: WAITS[payment.waitsFor].chip, tone: 'warn' };
  }
  const { chip, tone } = wordsOf(channel, payment.step);
  return { text: chip, tone };
}

export function paymentEvent(channel: PayoutChannel, step: PaymentStep): string {
  return wordsOf(channel, step).event;
}

const QUIET_HOURS_END = '08:00';
const AFTER_THE_NIGHT: Readonly<Record<PayoutChannel, string>> = {
  sendredpack: '自动发出',
  sendminiprogramhb: '可以打开',
  'transfer-bills': '可以领取',
};
const SOON_MS = 2 * 60_000;

interface WaitWords {
  readonly chip: string;
  readonly where: string;
  readonly next: (when: string) => string;
}

const WAITS: Readonly<Record<PayoutWait, WaitWords>> = {
  'player-limit': {
    chip: '待发放',
    where: '你今天收的红包已到微信支付的上限，金额为你保留',
    next: (when) => `你今天收的红包已到微信支付的上限，将在 ${when} 后继续`,
  },
  'merchant-limit': {
    chip: '待发放',
    where: '主办方今天的发放已到上限，金额为你保留',
    next: (when) => `主办方今天的发放已到上限，将在 ${when} 后继续`,
  },
  merchant: {
    chip: '待发放',
    where: '主办方的发放暂时停了，会自动再试，金额为你保留',
    next: (when) => `主办方的发放暂时停了，${when} 会自动再试，金额为你保留`,
  },
  link: {
    chip: '待关联',
    where: '关联公众号后，红包会自动发给你，金额为你保留',
    next: () => '关联公众号后，红包会自动发给你，金额为你保留',
  },
  scan: {
    chip: '待扫码',
    where: '请用微信「扫一扫」活动二维码，进入后就能领取，金额为你保留',
    next: () => '请用微信「扫一扫」活动二维码，进入后就能领取，金额为你保留',
  },
};

/** One line that says where a packet's money is and what happens next. */
export function paymentSentence({ channel, payment }: Paid, nowMs: number): string {
  const words = wordsOf(channel, payment.step);
  const { step, nextAtMs, waitsFor } = payment;
  const waits = step === 'OWED' && waitsFor ? WAITS[waitsFor] : null;
  if (nextAtMs === null || nextAtMs - nowMs <= SOON_MS) return waits?.where ?? words.where;
  const when = formatWhen(nextAtMs, nowMs);
  if (waits) return waits.next(when);
  if (step === 'OWED' && CHANNEL_RULES[channel].keepsQuietHours && when.endsWith(QUIET_HOURS_END)) {
    return `红包已抢到。夜间 0–8 点不发放，将在 ${when} 后${AFTER_THE_NIGHT[channel]}`;
  }
  return words.next?.(when) ?? words.where;
}

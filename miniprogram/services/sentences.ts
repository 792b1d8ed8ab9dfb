import type { PaymentView } from '../shared/contract';
import { formatYuan } from '../shared/fen';
import type { GameId } from '../shared/games/game-rules';
import type { PaymentStep } from '../shared/payment';
import { isPassing, type PhoneCode, type PhoneFailure } from './call-result';
import { formatWhen } from './when';

/** The figures of a failure, readable even when the cloud left one out. */
interface Facts {
  yuan(name: string): string | null;
  text(name: string): string | null;
  when(name: string): string | null;
}

type Sentence = string | ((facts: Facts) => string);

/** Every refusal a person can meet, in one sentence: what happened, what to do. */
const SENTENCES: Readonly<Record<PhoneCode, Sentence>> = {
  OFFLINE: '手机没有连上网络，连上后再试一次',
  NETWORK: '网络不太好，再试一次就好',

  INVALID: '这里暂时打不开，请回到首页再进来',
  FORBIDDEN: '这一页只有主办方可以看',
  NOT_FOUND: '没有找到，可能已经下架了',
  BUSY: '人有点多，稍等几秒再试',
  INTERNAL: '我们这边出了点问题，请稍后再试',

  CAMPAIGN_NOT_OPEN: '活动还没有开放',
  NOT_STARTED: (facts) => and(facts.when('startAtMs'), (when) => `${when} 开始`, '活动还没有开始'),
  CAMPAIGN_PAUSED: '主办方暂停了活动，稍后可能会继续',
  CAMPAIGN_ENDED: '活动已经结束',
  BLOCKED: '你暂时不能参加这个活动',
  NOT_ON_LIST: '这个活动只邀请了名单上的朋友',
  SOLD_OUT: '手慢了，红包已抢完',
  PACKET_LIMIT_REACHED: (facts) =>
    and(
      facts.text('limit'),
      (limit) => `每人最多 ${limit} 个红包，你已经拿满了`,
      '你的红包已经拿满了',
    ),
  NO_ROUNDS_LEFT: (facts) =>
    and(
      facts.text('limit'),
      (limit) => `每人可以玩 ${limit} 场，你已经玩完了`,
      '你的场次已经用完了',
    ),

  ROUND_OPEN: (facts) =>
    and(
      facts.when('untilAtMs'),
      (when) => `上一场还没结束，${when} 后可以再来`,
      '上一场还没结束，稍后再来',
    ),
  TICKET_EXPIRED: '这一场已经过了时间，没有计入',
  IMPLAUSIBLE: '这一场的记录有异常，没有计入',
  TOO_FAST: '慢一点，再试一次',
  NO_TRIES_LEFT: '这一题的机会用完了',

  TITLE_LENGTH: (facts) => between(facts, '标题', '个字'),
  SENDER_NAME_LENGTH: '主办方名称太长，最多 10 个汉字',
  GREETING_LENGTH: '祝福语太长，最多 42 个汉字',
  TEXT_REFUSED: (facts) =>
    and(
      facts.text('field'),
      (field) => `${fieldName(field)}没有通过微信的内容检查，请换一种说法`,
      '有文字没有通过微信的内容检查，请换一种说法',
    ),
  TEXT_CHECK_UNAVAILABLE: '微信的内容检查暂时没有回应，请过一会儿再发布',
  COUNT_RANGE: (facts) => between(facts, '红包个数', '个'),
  MIN_BELOW_CHANNEL: (facts) =>
    and(facts.yuan('leastFen'), (yuan) => `单个红包最少 ${yuan} 元`, '单个红包的下限太低'),
  MAX_ABOVE_CHANNEL: (facts) =>
    and(facts.yuan('mostFen'), (yuan) => `单个红包最多 ${yuan} 元`, '单个红包的上限太高'),
  MIN_ABOVE_MAX: '下限不能高于上限',
  TOTAL_TOO_SMALL: (facts) =>
    and(facts.yuan('leastFen'), (yuan) => `总额不够分，至少需要 ${yuan} 元`, '总额不够分'),
  TOTAL_TOO_LARGE: (facts) =>
    and(facts.yuan('mostFen'), (yuan) => `总额分不完，最多 ${yuan} 元`, '总额超过了红包能装下的数'),
  TOTAL_NOT_EQUAL_SHARES: (facts) =>
    and(
      equalTotals(facts),
      (totals) => `总额不能平均分，可以改成 ${totals}`,
      '总额不能平均分给每个红包',
    ),
  WINDOW_ORDER: '结束时间要晚于开始时间',
  WINDOW_PAST: '结束时间已经过去了',
  WINDOW_TOO_LONG: (facts) =>
    and(facts.text('mostDays'), (days) => `活动最长 ${days} 天`, '活动时间太长'),
  PLAYER_LIMIT_RANGE: (facts) => between(facts, '每人红包数', '个'),
  ROUND_LIMIT_RANGE: (facts) => between(facts, '每人场次', '场'),
  LIST_TOO_LONG: (facts) => and(facts.text('most'), (most) => `名单最多 ${most} 人`, '名单太长'),
  PLAYER_CODE_SHAPE: (facts) =>
    and(facts.text('line'), (line) => `名单第 ${line} 行不是玩家编号`, '名单里有一行不是玩家编号'),
  GAME_SETTINGS: '玩法设置有一项不合适，请检查',
  NOT_A_DRAFT: '活动已经发布，不能再修改',
  NOT_PUBLISHED: '活动不在进行中，不能这样操作',
  STALE_REVISION: '别人刚刚改过这个活动，请刷新后再改',
  BUDGET_BELOW_PUBLISHED: (facts) =>
    and(
      facts.yuan('leastFen'),
      (yuan) => `已经分好的红包收不回来，总额最少 ${yuan} 元`,
      '已经分好的红包收不回来，总额不能减少',
    ),
  BUDGET_ADDED_TOO_OFTEN: (facts) =>
    and(facts.text('most'), (most) => `一个活动最多追加 ${most} 次预算`, '追加预算的次数太多了'),

  NOT_HELD: '这笔发放已经有了新的进展，请刷新看看',
  PAYOUT_UNCLEAR: '微信支付还不能确认这笔钱没有发出，先不改动，过一会儿再试',
};

const FIELD_NAMES: Readonly<Record<string, string>> = {
  title: '标题',
  senderName: '主办方名称',
  greeting: '祝福语',
};

/** The sentence of a failure. `nowMs` is the server's time, for '今天' and '明天'. */
export function sentenceOf(failure: PhoneFailure, nowMs: number): string {
  const sentence = SENTENCES[failure.code];
  return typeof sentence === 'string' ? sentence : sentence(readFacts(failure, nowMs));
}

export interface Trouble {
  readonly title: string;
  /** A small reference number, so that help can find the fault; empty for everything else. */
  readonly hint: string;
  /** Whether asking again can change the answer. */
  readonly canRetry: boolean;
}

/** What a page shows when it could not load. */
export function troubleOf(failure: PhoneFailure, nowMs: number): Trouble {
  const traceId = failure.facts?.traceId;
  const hint = traceId === undefined ? '' : `需要帮助时请告诉我们编号 ${traceId}`;
  return { title: sentenceOf(failure, nowMs), hint, canRetry: isPassing(failure) };
}

export const NO_TROUBLE: Trouble = { title: '', hint: '', canRetry: true };

export const GAME_NAMES: Readonly<Record<GameId, string>> = {
  'red-packet-rain': '红包雨',
  riddles: '猜灯谜',
};

export type Tone = 'good' | 'warn' | 'bad' | 'brand' | 'quiet';

interface PaymentWords {
  /** Two to four characters for a chip. */
  readonly chip: string;
  readonly tone: Tone;
  /** Where the money is, when nothing is known about what comes next. */
  readonly where: string;
  /** The same with the instant of the next step. */
  readonly next?: (when: string) => string;
  /** What happened, for the timeline. */
  readonly event: string;
}

const PAYMENT: Readonly<Record<PaymentStep, PaymentWords>> = {
  OWED: {
    chip: '待发放',
    tone: 'warn',
    where: '红包已抢到，钱正在路上，预计 2 分钟内发到你的微信',
    next: (when) => `红包已抢到，将在 ${when} 自动发出`,
    event: '抢到红包',
  },
  SENDING: {
    chip: '发放中',
    tone: 'warn',
    where: '微信支付正在发放，通常几秒钟就好',
    event: '交给微信支付',
  },
  UNKNOWN: {
    chip: '确认中',
    tone: 'warn',
    where: '正在向微信支付确认结果，不会少发，也不会重复发放',
    next: (when) => `正在向微信支付确认结果，${when} 再查一次，不会重复发放`,
    event: '等待微信支付确认',
  },
  SENT: {
    chip: '待领取',
    tone: 'brand',
    where: '红包已发到你的微信，点开就存进零钱；逾期没点开会退回主办方',
    event: '已发到你的微信',
  },
  RECEIVED: {
    chip: '已到账',
    tone: 'good',
    where: '已存进你的微信零钱',
    event: '已存进微信零钱',
  },
  RETURNED: {
    chip: '已退回',
    tone: 'quiet',
    where: '没有在期限内点开，已退回主办方',
    event: '过期未领，已退回主办方',
  },
  HELD: {
    chip: '人工处理',
    tone: 'bad',
    where: '这笔发放需要人工核对，主办方正在处理，金额为你保留',
    event: '转人工核对',
  },
  CANCELLED: {
    chip: '已取消',
    tone: 'quiet',
    where: '这笔红包没能发到你的微信，主办方已取消发放，有疑问请联系主办方',
    event: '主办方取消发放',
  },
  SETTLED: {
    chip: '已另付',
    tone: 'good',
    where: '主办方已用其他方式付给你，有疑问请联系主办方',
    event: '主办方用其他方式付款',
  },
};

export function paymentChip(step: PaymentStep): { text: string; tone: Tone } {
  return { text: PAYMENT[step].chip, tone: PAYMENT[step].tone };
}

export function paymentEvent(step: PaymentStep): string {
  return PAYMENT[step].event;
}

const QUIET_HOURS_END = '08:00';
const SOON_MS = 2 * 60_000;

const WAITS: Readonly<Record<NonNullable<PaymentView['waitsFor']>, (when: string) => string>> = {
  'player-limit': (when) => `你今天收的红包已到微信支付的上限，将在 ${when} 后自动发出`,
  'merchant-limit': (when) => `主办方今天的发放已到上限，将在 ${when} 后自动发出`,
  merchant: (when) => `主办方的发放暂时停了，${when} 会自动再试，金额为你保留`,
};

/** One line that says where a packet's money is and what happens next. */
export function paymentSentence(
  payment: Pick<PaymentView, 'step' | 'nextAtMs' | 'waitsFor'>,
  nowMs: number,
): string {
  const words = PAYMENT[payment.step];
  if (payment.nextAtMs === null || !words.next || payment.nextAtMs - nowMs <= SOON_MS) {
    return words.where;
  }
  const when = formatWhen(payment.nextAtMs, nowMs);
  if (payment.waitsFor) return WAITS[payment.waitsFor](when);
  if (payment.step === 'OWED' && when.endsWith(QUIET_HOURS_END)) {
    return `红包已抢到。夜间 0–8 点不发放，将在 ${when} 后自动发出`;
  }
  return words.next(when);
}

function readFacts(failure: PhoneFailure, nowMs: number): Facts {
  const facts = failure.facts ?? {};
  const number = (name: string) => (typeof facts[name] === 'number' ? facts[name] : null);
  return {
    yuan: (name) => and(number(name), formatYuan, null),
    text: (name) => (facts[name] === undefined ? null : String(facts[name])),
    when: (name) => and(number(name), (atMs) => formatWhen(atMs, nowMs), null),
  };
}

function and<T, U, V>(value: T | null, say: (value: T) => U, otherwise: V): U | V {
  return value === null ? otherwise : say(value);
}

function between(facts: Facts, what: string, unit: string): string {
  const least = facts.text('least');
  const most = facts.text('most');
  return least && most ? `${what}要在 ${least} 到 ${most} ${unit}之间` : `${what}不在允许的范围内`;
}

function equalTotals(facts: Facts): string | null {
  const totals = [facts.yuan('lowerFen'), facts.yuan('upperFen')].filter((yuan) => yuan !== null);
  return totals.length ? totals.map((yuan) => `${yuan} 元`).join(' 或 ') : null;
}

function fieldName(field: string): string {
  return FIELD_NAMES[field] ?? '有一处文字';
}

import { readableYuan } from '../shared/fen';
import type { GameId } from '../shared/games/game-rules';
import { isPassing, type PhoneCode, type PhoneFailure } from './call-result';
import { settingName } from './setting-names';
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
  WECHAT_TOO_OLD: '微信版本有点旧，更新后就能领，红包为你留着',
  OTHER_WECHAT_ACCOUNT: '这个红包属于另一个微信号，请用抢到它的微信号来领取',
  WECHAT_REFUSED: '微信的页面没有打开，请稍后再试一次',

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

  TITLE_LENGTH: (facts) => between(facts, '标题', '个字'),
  SENDER_NAME_LENGTH: '主办方名称要在 1 到 10 个汉字之间',
  GREETING_LENGTH: '祝福语要在 1 到 42 个汉字之间',
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

  CHANNEL_NOT_READY: (facts) =>
    and(
      facts.text('missing'),
      (name) => `这种发放方式还没有设置好，还缺${settingName(name)}`,
      '这种发放方式还没有设置好，请先换一种',
    ),
  BALANCE_NOT_DECLARED: '还没有登记可以预留的余额，请财务先登记',
  BALANCE_TOO_SMALL: (facts) =>
    and(
      facts.yuan('missingFen'),
      (yuan) => `可预留的余额还差 ${yuan} 元，充值并登记后再试`,
      '可预留的余额不够，充值并登记后再试',
    ),
  NOT_PAID_IN: (facts) =>
    and(
      facts.yuan('missingFen'),
      (yuan) => `活动的预算还差 ${yuan} 元没有支付`,
      '活动的预算还没有付齐',
    ),
  ORDER_AMOUNT_RANGE: (facts) =>
    and(
      orderRange(facts),
      (range) => `一次要付 ${range}，可以分几次付`,
      '这个金额不能一次付，可以分几次',
    ),
  NOT_FUNDED_THIS_WAY: '这个活动的预算不是预付的，不需要支付',
  MONEY_PAID_IN: (facts) =>
    and(
      facts.yuan('amountFen'),
      (yuan) => `这里还有 ${yuan} 元，先退回或关闭订单再删除`,
      '这里还有钱没退，先退回再删除',
    ),
  NOTHING_TO_REFUND: '现在没有可以退回的余款',
  REFUND_NOT_STUCK: '这笔退款已经有了新的进展，请刷新看看',
  REFUND_UNCLEAR: '微信支付还不能确认这笔钱没有退出去，过一天再试',
  PROVIDER_UNAVAILABLE: '微信支付暂时没有答复，稍后再试，不会重复',

  SCAN_TO_OPEN: '这个红包要用微信扫一扫活动二维码进入后领取',
  PACKET_NOT_OPENABLE: '这个红包现在不用领取，下拉刷新看看它到哪了',
  NOT_WITHDRAWABLE: '这笔钱已经不在等待领取了，请刷新看看',

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

function readFacts(failure: PhoneFailure, nowMs: number): Facts {
  const facts = failure.facts ?? {};
  const number = (name: string) => (typeof facts[name] === 'number' ? facts[name] : null);
  return {
    yuan: (name) => and(number(name), readableYuan, null),
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

function orderRange(facts: Facts): string | null {
  const [least, most] = [facts.yuan('leastFen'), facts.yuan('mostFen')];
  return least && most ? `${least} 到 ${most} 元` : null;
}

function fieldName(field: string): string {
  return FIELD_NAMES[field] ?? '有一处文字';
}

import { paymentChip, type Tone } from '../../services/payment-words';
import { formatWhen } from '../../services/when';
import { CHANNEL_RULES } from '../../shared/channels';
import type { ClaimRow } from '../../shared/contract/claims';
import type { Alarm, Conservation, LiveView } from '../../shared/contract/live';
import { readableYuan } from '../../shared/fen';
import type { PaymentStep } from '../../shared/payment';
import { heldWords } from '../components/held-payouts/held-words';
import { type FundingRow, fundingRow } from './funding-row';
import { pauseWords } from './pause-words';

/** The live page, ready to be shown. */
export interface LivePage {
  readonly title: string;
  readonly status: { readonly text: string; readonly tone: Tone };
  readonly when: string;
  readonly canEnd: boolean;
  readonly heldCount: number;
  /** A transfer that waits for its player can be taken back. */
  readonly canWithdraw: boolean;
  readonly funding: FundingRow;
  readonly conservation: Conservation;
  readonly facts: readonly { readonly value: string; readonly name: string }[];
  readonly minutes: readonly MinuteBar[];
  readonly steps: readonly StepRow[];
  readonly alarms: readonly AlarmRow[];
  readonly seedHash: string;
}

interface MinuteBar {
  readonly key: number;
  readonly percent: number;
}

interface StepRow {
  readonly step: string;
  readonly text: string;
  readonly tone: Tone;
  readonly count: number;
  readonly yuan: string;
}

interface AlarmRow {
  readonly kind: string;
  readonly title: string;
  readonly detail: string;
  readonly tone: 'bad' | 'warn';
  /** What the button under it says; empty when there is nothing to be done here. */
  readonly action: string;
}

export interface ClaimLine {
  readonly claimId: string;
  readonly step: PaymentStep;
  readonly playerCode: string;
  readonly yuan: string;
  readonly when: string;
  readonly chip: { readonly text: string; readonly tone: Tone };
  readonly detail: string;
}

export function livePage(live: LiveView, nowMs: number): LivePage {
  const { campaign, conservation, claimedCount, playersCount } = live;
  const { draft } = campaign;
  const mostInAMinute = Math.max(1, ...live.claimsPerMinute);
  return {
    title: draft.title,
    status: statusOf(live, nowMs),
    when: `${formatWhen(draft.startAtMs, nowMs)} 至 ${formatWhen(draft.endAtMs, nowMs)}`,
    canEnd: campaign.state === 'published' || campaign.state === 'paused',
    heldCount: live.byStep.find(({ step }) => step === 'HELD')?.count ?? 0,
    canWithdraw: CHANNEL_RULES[draft.channel].takenBy === 'confirmation-page',
    funding: fundingRow(live.funding, campaign.state),
    conservation,
    facts: [
      { value: `${claimedCount}/${draft.split.packetCount}`, name: '已抢红包' },
      { value: String(playersCount), name: '参加的人' },
      {
        value: String(live.claimsPerMinute[live.claimsPerMinute.length - 1] ?? 0),
        name: '最近一分钟',
      },
    ],
    minutes: live.claimsPerMinute.map((count, key) => ({
      key,
      percent: count === 0 ? 0 : Math.max(6, Math.round((100 * count) / mostInAMinute)),
    })),
    steps: live.byStep
      .filter(({ count }) => count > 0)
      .map(({ step, count, amountFen }) => ({
        step,
        ...paymentChip(step),
        count,
        yuan: readableYuan(amountFen),
      })),
    alarms: live.alarms.map((alarm) => alarmRow(alarm, nowMs)),
    seedHash: campaign.seedHash ?? '',
  };
}

export function claimLine(row: ClaimRow, nowMs: number): ClaimLine {
  const { payment } = row;
  const next =
    payment.nextAtMs !== null && payment.nextAtMs > nowMs
      ? `${formatWhen(payment.nextAtMs, nowMs)} 再处理`
      : '';
  return {
    claimId: row.claimId,
    step: payment.step,
    playerCode: row.playerCode,
    yuan: readableYuan(row.amountFen),
    when: formatWhen(row.claimedAtMs, nowMs),
    chip: paymentChip(payment.step),
    detail: row.heldReason ? `需人工处理：${heldWords(row.heldReason)}` : next,
  };
}

function statusOf({ campaign, claimedCount }: LiveView, nowMs: number): LivePage['status'] {
  const { state, draft } = campaign;
  if (state === 'preparing') return { text: '准备中', tone: 'warn' };
  if (state === 'ended' || nowMs >= draft.endAtMs) return { text: '已结束', tone: 'quiet' };
  if (state === 'paused') return { text: '已暂停', tone: 'warn' };
  if (nowMs < draft.startAtMs) return { text: '未开始', tone: 'warn' };
  if (claimedCount >= draft.split.packetCount) return { text: '已抢完', tone: 'good' };
  return { text: '进行中', tone: 'brand' };
}

function alarmRow(alarm: Alarm, nowMs: number): AlarmRow {
  return { action: '', ...alarmWords(alarm, nowMs) };
}

function alarmWords(
  alarm: Alarm,
  nowMs: number,
): Omit<AlarmRow, 'action'> & { readonly action?: string } {
  const { kind, reason = '', count = 0, amountFen = 0, untilAtMs } = alarm;
  const until = untilAtMs === undefined ? '' : formatWhen(untilAtMs, nowMs);
  switch (kind) {
    case 'payouts-paused':
      return {
        kind,
        tone: 'bad',
        title: '发放已暂停，抢到的红包都为玩家留着',
        detail: pauseWords(reason, amountFen),
        action: alarm.canResume ? '继续发放' : '',
      };
    case 'balance-short':
      return {
        kind,
        tone: 'warn',
        title: '商户余额比登记的少',
        detail: '充值后请财务重新登记，之后才能发布活动或加预算',
      };
    case 'held-payouts':
      return {
        kind,
        tone: 'bad',
        title: `${count} 笔发放需要人工处理，共 ¥${readableYuan(amountFen)}`,
        detail: '在下面逐笔查看原因并决定',
      };
    case 'conservation':
      return {
        kind,
        tone: 'bad',
        title: `账目相差 ¥${readableYuan(Math.abs(amountFen))}`,
        detail: '请先不要操作，联系技术人员核对',
      };
    case 'audit-difference':
      return {
        kind,
        tone: 'bad',
        title: `每日对账发现 ${count} 处不一致，共 ¥${readableYuan(amountFen)}`,
        detail: '请联系技术人员核对，系统不会自行改账',
      };
    case 'newer-records':
      return {
        kind,
        tone: 'warn',
        title: `¥${readableYuan(amountFen)} 由更新的版本登记，暂未计入各项`,
        detail: '系统正在更新，稍后会自动恢复；若一直如此请联系技术人员',
      };
    case 'slow-payouts':
      return {
        kind,
        tone: 'warn',
        title: `${count} 笔发放迟迟没有结果`,
        detail: '系统会继续查询，不会重复发放',
      };
    case 'certificate-expires':
      return {
        kind,
        tone: 'warn',
        title: `商户证书将在 ${until} 过期`,
        detail: '请提前更换，以免发放中断',
      };
    case 'quiet-hours':
      return { kind, tone: 'warn', title: '夜间 0–8 点不发放', detail: `${until} 后自动继续` };
  }
}

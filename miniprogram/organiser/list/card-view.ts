import type { Tone } from '../../services/payment-words';
import { GAME_NAMES } from '../../services/sentences';
import { formatWhen } from '../../services/when';
import type { OrganiserCard } from '../../shared/contract/organiser-campaign';
import { readableYuan } from '../../shared/fen';

/** One row of the organiser's list, ready to be shown. */
export interface CardView {
  readonly campaignId: string;
  readonly title: string;
  readonly isDraft: boolean;
  readonly status: string;
  readonly tone: Tone;
  readonly when: string;
  readonly budget: string;
  readonly claimed: string;
  /** Widths of the bar, in percent of the budget; paid is a part of claimed. */
  readonly paidPercent: number;
  readonly claimedPercent: number;
  readonly nextThing: string;
}

export function cardView(card: OrganiserCard, nowMs: number): CardView {
  const { text, tone, nextThing } = phaseOf(card, nowMs);
  return {
    campaignId: card.campaignId,
    title: card.title || '未命名活动',
    isDraft: card.state === 'draft',
    status: text,
    tone,
    when: `${GAME_NAMES[card.gameId]} · ${formatWhen(card.startAtMs, nowMs)}`,
    budget: `¥${readableYuan(card.totalFen)} · ${card.packetCount} 个`,
    claimed: `已抢 ${card.claimedCount} 个 ¥${readableYuan(card.claimedFen)}`,
    paidPercent: percent(card.paidFen, card.totalFen),
    claimedPercent: percent(card.claimedFen - card.paidFen, card.totalFen),
    nextThing,
  };
}

interface Phase {
  readonly text: string;
  readonly tone: Tone;
  readonly nextThing: string;
}

function phaseOf(card: OrganiserCard, nowMs: number): Phase {
  if (card.state === 'draft') return { text: '草稿', tone: 'quiet', nextThing: '继续填写并发布' };
  if (card.state === 'preparing') {
    return { text: '准备中', tone: 'warn', nextThing: '正在写入红包，稍后自动开放' };
  }
  const ended = card.state === 'ended' || nowMs >= card.endAtMs;
  if (ended) {
    const unpaidFen = card.claimedFen - card.paidFen;
    const nextThing =
      unpaidFen > 0 ? `还有 ¥${readableYuan(unpaidFen)} 没有到账` : '抢到的红包已全部到账';
    return { text: '已结束', tone: 'quiet', nextThing };
  }
  if (card.state === 'paused') {
    return { text: '已暂停', tone: 'warn', nextThing: '不能开新的一场，发放照常进行' };
  }
  if (nowMs < card.startAtMs) {
    const nextThing = `${formatWhen(card.startAtMs, nowMs)} 自动开始`;
    return { text: '未开始', tone: 'warn', nextThing };
  }
  if (card.claimedCount >= card.packetCount) {
    return { text: '已抢完', tone: 'good', nextThing: '红包已抢完，可以提前结束' };
  }
  const nextThing = `还剩 ${card.packetCount - card.claimedCount} 个红包`;
  return { text: '进行中', tone: 'brand', nextThing };
}

function percent(partFen: number, wholeFen: number): number {
  return wholeFen > 0 ? Math.round((1_000 * partFen) / wholeFen) / 10 : 0;
}

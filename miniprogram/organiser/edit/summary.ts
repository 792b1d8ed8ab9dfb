import { GAME_NAMES } from '../../services/sentences';
import { formatWhen } from '../../services/when';
import type { GameChoice } from '../../shared/campaign';
import { readableYuan } from '../../shared/fen';
import { CHANNEL_NAMES, FUNDING_NAMES } from '../channel-words';
import { type DraftForm, draftFrom } from './draft-form';

export interface SummaryRow {
  readonly label: string;
  readonly value: string;
}

/** The whole campaign in the words a player will read, for the last look before publishing. */
export function summaryRows(form: DraftForm, nowMs: number): SummaryRow[] {
  const { game, split, allowList, blockList } = draftFrom(form);
  const each =
    split.kind === 'equal'
      ? `每个 ¥${readableYuan(split.minFen)}`
      : `每个 ¥${readableYuan(split.minFen)}–${readableYuan(split.maxFen)}，随机`;
  const invited = allowList.length > 0 ? `仅名单上的 ${allowList.length} 人` : '所有人';
  const blocked = blockList.length > 0 ? `，另有 ${blockList.length} 人不能参加` : '';
  return [
    { label: '活动', value: form.title },
    { label: '主办方', value: form.senderName },
    { label: '祝福语', value: form.greeting },
    { label: '玩法', value: playOf(game) },
    { label: '总额', value: `¥${readableYuan(split.totalFen)}，共 ${split.packetCount} 个` },
    { label: '金额', value: each },
    {
      label: '发放',
      value: `${CHANNEL_NAMES[form.channel]}，预算来自${FUNDING_NAMES[form.funding]}`,
    },
    {
      label: '时间',
      value: `${formatWhen(form.startAtMs, nowMs)} 至 ${formatWhen(form.endAtMs, nowMs)}`,
    },
    {
      label: '每人',
      value: `最多 ${form.packetsPerPlayer} 个红包，最多玩 ${form.roundsPerPlayer} 场`,
    },
    { label: '谁能参加', value: `${invited}${blocked}` },
  ];
}

function playOf({ id, settings }: GameChoice): string {
  switch (id) {
    case 'red-packet-rain':
      return `${GAME_NAMES[id]}，${settings.roundSeconds} 秒一场，点中 ${settings.hitsPerPacket} 个得一个红包`;
    case 'riddles':
      return `${GAME_NAMES[id]}，${settings.riddleCount} 道一场，猜对 ${settings.rightPerPacket} 道得一个红包`;
  }
}

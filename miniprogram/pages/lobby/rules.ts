import { formatWhen } from '../../services/when';
import type { PayoutChannel } from '../../shared/channels';
import type { GameFacts, LobbyView } from '../../shared/contract/player-campaign';
import { readableYuan } from '../../shared/fen';

export interface RuleSection {
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * The rules page, written from the very figures the campaign is run with: what is given, to whom,
 * when, how, and how anyone can check it.
 */
export function rulesOf(campaign: LobbyView['campaign'], nowMs: number): RuleSection[] {
  return [
    { title: '奖品', lines: prizeLines(campaign) },
    { title: '怎么玩', lines: gameLines(campaign.gameFacts) },
    { title: '时间和参与', lines: partLines(campaign, nowMs) },
    {
      title: '发放',
      lines: [...PAY_LINES[campaign.channel], '参加不收费，分享不会增加机会'],
    },
    { title: '公平', lines: fairnessLines(campaign) },
  ];
}

const PAY_LINES: Readonly<Record<PayoutChannel, readonly string[]>> = {
  'transfer-bills': [
    '红包通过微信支付发放，在小程序里点「立即收款」就存进零钱',
    '发出后 24 小时内没有收款的，会退回主办方',
  ],
  sendredpack: [
    '红包由公众号通过微信支付发放，需要先关联公众号，再在微信里点开，逾期没有点开会退回主办方',
    '夜间 0–8 点不发放，抢到的红包会在 8:00 后自动发出',
  ],
  sendminiprogramhb: [
    '红包通过微信支付发放，要用微信「扫一扫」活动二维码进入后打开，逾期没有打开会退回主办方',
    '夜间 0–8 点不发放，抢到的红包在 8:00 后可以打开',
  ],
};

function prizeLines(campaign: LobbyView['campaign']): string[] {
  const { totalFen, packetCount, splitKind, minFen, maxFen, senderName } = campaign;
  const size =
    splitKind === 'equal'
      ? `每个 ${readableYuan(minFen)} 元`
      : `每个 ${readableYuan(minFen)} 到 ${readableYuan(maxFen)} 元，金额随机`;
  return [
    `现金红包共 ${packetCount} 个，合计 ${readableYuan(totalFen)} 元`,
    size,
    `由 ${senderName} 提供`,
  ];
}

function gameLines(facts: GameFacts): string[] {
  switch (facts.gameId) {
    case 'red-packet-rain':
      return [
        `一场 ${facts.roundSeconds} 秒，点中落下的红包`,
        `每点中 ${facts.hitsPerPacket} 个可拆 1 个红包，一场最多 ${facts.packetsPerRound} 个`,
      ];
    case 'riddles':
      return [
        `一场 ${facts.riddleCount} 题，限时 ${facts.roundSeconds} 秒，每题可以猜 ${facts.triesPerRiddle} 次`,
        `每猜对 ${facts.rightPerPacket} 题可拆 1 个红包`,
      ];
  }
}

function partLines(campaign: LobbyView['campaign'], nowMs: number): string[] {
  const start = formatWhen(campaign.startAtMs, nowMs);
  const end = formatWhen(campaign.endAtMs, nowMs);
  return [
    `${start} 开始，${end} 结束，抢完即止`,
    campaign.invitedOnly ? '仅限受邀名单上的玩家' : '人人可以参加',
    `每人最多玩 ${campaign.roundsPerPlayer} 场，最多拿 ${campaign.packetsPerPlayer} 个红包`,
  ];
}

function fairnessLines({ seedHash, seed }: LobbyView['campaign']): string[] {
  return [
    '所有红包的金额在活动开放前就已经分好，先到先得，谁也不能改',
    `分配种子的指纹：${seedHash}`,
    seed === null ? '活动结束后公布种子，任何人都可以核对' : `种子：${seed}`,
  ];
}

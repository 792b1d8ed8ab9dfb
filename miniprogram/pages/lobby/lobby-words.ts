import { type CampaignPhase, campaignPhase } from '../../components/campaign-card/campaign-phase';
import { sentenceOf } from '../../services/sentences';
import { formatWhen } from '../../services/when';
import { isEntrySceneFit } from '../../shared/channels';
import type { LobbyView } from '../../shared/contract/player-campaign';
import { readableYuan } from '../../shared/fen';
import type { Failure } from '../../shared/result';

export type LobbyAction = 'play' | 'packets' | 'none';

export interface LobbyWords {
  readonly phase: CampaignPhase;
  /** Above the countdown; the countdown itself runs to `untilMs`. */
  readonly heroLabel: string;
  readonly untilMs: number | null;
  readonly heroText: string;
  readonly facts: readonly { readonly value: string; readonly label: string }[];
  readonly button: { readonly text: string; readonly action: LobbyAction };
  /** Why the button does not lead into the game; empty when it does. */
  readonly note: string;
}

/** What to know about being paid, before playing. Never a condition: who plays first is paid later. */
export interface PayHint {
  readonly text: string;
  /** What the button beside it says; empty when there is nothing to do here. */
  readonly action: string;
}

export function payHint({ campaign, me }: LobbyView, entryScene: number): PayHint | null {
  if (me.needsLink) {
    return {
      text: '红包由公众号发放，关联一次就能自动收到。也可以先玩，抢到的为你留着',
      action: '去关联',
    };
  }
  if (isEntrySceneFit(campaign.channel, entryScene)) return null;
  return {
    text: '可以先玩，领取时请用微信「扫一扫」活动二维码',
    action: '',
  };
}

/** Everything the lobby says, from what the cloud told and an instant of its clock. */
export function lobbyWords(lobby: LobbyView, nowMs: number, canResume: boolean): LobbyWords {
  const { campaign } = lobby;
  const phase = campaignPhase(campaign, nowMs);
  return {
    phase,
    ...hero(phase, lobby, nowMs),
    facts: [
      { value: `${campaign.packetsLeft}`, label: `剩余 / 共 ${campaign.packetCount} 个` },
      {
        value: readableYuan(campaign.maxFen),
        label: campaign.splitKind === 'equal' ? '元一个' : '元最大',
      },
      { value: campaign.invitedOnly ? '受邀' : '人人', label: '可以参加' },
    ],
    ...door(lobby, nowMs, canResume),
  };
}

function hero(
  phase: CampaignPhase,
  { campaign, me }: LobbyView,
  nowMs: number,
): Pick<LobbyWords, 'heroLabel' | 'untilMs' | 'heroText'> {
  const ends = formatWhen(campaign.endAtMs, nowMs);
  switch (phase) {
    case 'upcoming':
      return { heroLabel: '距离开始', untilMs: campaign.startAtMs, heroText: '' };
    case 'open':
      return { heroLabel: '进行中，距离结束', untilMs: campaign.endAtMs, heroText: '' };
    case 'sold-out':
      return { heroLabel: soldOutLabel(me.packets.length), untilMs: null, heroText: '红包已抢完' };
    case 'ended':
      return { heroLabel: `${ends} 结束`, untilMs: null, heroText: '活动已结束' };
  }
}

/** Who got something was not too slow. */
function soldOutLabel(packetsOfMine: number): string {
  return packetsOfMine > 0 ? `你抢到了 ${packetsOfMine} 个` : '手慢了';
}

function door(
  lobby: LobbyView,
  nowMs: number,
  canResume: boolean,
): Pick<LobbyWords, 'button' | 'note'> {
  const refusal = refusalNow(lobby, nowMs);
  if (refusal === null) return { button: { text: '进入', action: 'play' }, note: '' };
  if (refusal.code === 'ROUND_OPEN' && canResume) {
    return { button: { text: '继续上一场', action: 'play' }, note: '' };
  }

  // Above the countdown it already says so.
  const isSaid = refusal.code === 'SOLD_OUT' && campaignPhase(lobby.campaign, nowMs) === 'sold-out';
  const note = isSaid ? '' : sentenceOf(refusal, nowMs);
  const hasPackets = lobby.me.packets.length > 0;
  if (hasPackets) return { button: { text: '查看我的红包', action: 'packets' }, note };
  return { button: { text: CLOSED_DOORS[refusal.code] ?? '暂时不能参加', action: 'none' }, note };
}

/** The cloud's refusal, moved on by the time that has passed since it was told. */
function refusalNow({ campaign, me }: LobbyView, nowMs: number): Failure | null {
  if (nowMs >= campaign.endAtMs) return { code: 'CAMPAIGN_ENDED' };
  const waited = me.refusal?.code === 'NOT_STARTED' && nowMs >= campaign.startAtMs;
  return waited ? null : me.refusal;
}

const CLOSED_DOORS: Readonly<Partial<Record<string, string>>> = {
  CAMPAIGN_NOT_OPEN: '未开放',
  NOT_STARTED: '未开始',
  CAMPAIGN_PAUSED: '暂停中',
  CAMPAIGN_ENDED: '已结束',
  SOLD_OUT: '已抢完',
  NO_ROUNDS_LEFT: '已玩完',
  ROUND_OPEN: '稍后再来',
};

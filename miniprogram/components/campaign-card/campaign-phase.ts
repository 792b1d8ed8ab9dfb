import type { Tone } from '../../services/payment-words';
import { GAME_NAMES } from '../../services/sentences';
import { formatWhen } from '../../services/when';
import type { CampaignCard } from '../../shared/contract/player-campaign';

export type CampaignPhase = 'upcoming' | 'open' | 'sold-out' | 'ended';

type Timed = Pick<CampaignCard, 'startAtMs' | 'endAtMs' | 'packetsLeft'>;

/** What a campaign is for players at an instant of the server's clock. The end itself is outside. */
export function campaignPhase(campaign: Timed, nowMs: number): CampaignPhase {
  if (nowMs >= campaign.endAtMs) return 'ended';
  if (campaign.packetsLeft <= 0) return 'sold-out';
  return nowMs < campaign.startAtMs ? 'upcoming' : 'open';
}

const CHIPS: Readonly<Record<CampaignPhase, { text: string; tone: Tone }>> = {
  upcoming: { text: '未开始', tone: 'warn' },
  open: { text: '进行中', tone: 'good' },
  'sold-out': { text: '已抢完', tone: 'quiet' },
  ended: { text: '已结束', tone: 'quiet' },
};

export interface CardWords {
  readonly phase: CampaignPhase;
  readonly chip: { readonly text: string; readonly tone: Tone };
  readonly gameName: string;
  /** '今天 20:00 开始', '进行中，22:00 结束'. */
  readonly when: string;
  readonly packets: string;
}

export function cardWords(campaign: CampaignCard, nowMs: number): CardWords {
  const phase = campaignPhase(campaign, nowMs);
  const when = {
    upcoming: `${formatWhen(campaign.startAtMs, nowMs)} 开始`,
    open: `${formatWhen(campaign.endAtMs, nowMs)} 结束`,
    'sold-out': `${campaign.packetCount} 个红包已抢完`,
    ended: `${formatWhen(campaign.endAtMs, nowMs)} 已结束`,
  }[phase];
  const packets =
    phase === 'open' ? `还剩 ${campaign.packetsLeft} 个红包` : `共 ${campaign.packetCount} 个红包`;
  return { phase, chip: CHIPS[phase], gameName: GAME_NAMES[campaign.gameId], when, packets };
}

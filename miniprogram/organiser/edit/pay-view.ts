import { settingName } from '../../services/setting-names';
import type { FundingKind } from '../../shared/campaign';
import { CHANNEL_RULES, PAYOUT_CHANNELS, type PayoutChannel } from '../../shared/channels';
import type { ChannelReadiness } from '../../shared/contract/organiser';
import { readableYuan } from '../../shared/fen';
import { CHANNEL_NAMES, FUNDING_NAMES } from '../channel-words';

/** How a campaign may pay, ready to be chosen from. */
export interface ChannelOption {
  readonly channel: PayoutChannel;
  readonly name: string;
  readonly hint: string;
  readonly range: string;
  readonly isReady: boolean;
  /** What a channel that is not ready still needs; empty for one that is. */
  readonly missing: string;
}

const CHANNEL_HINTS: Readonly<Record<PayoutChannel, string>> = {
  'transfer-bills': '玩家在小程序里点一下收款，从哪里进来都可以',
  sendredpack: '由公众号发放，玩家要先关联；夜间 0–8 点不发',
  sendminiprogramhb: '玩家扫活动二维码进来打开；夜间 0–8 点不发',
};

export function channelOptions(readiness: readonly ChannelReadiness[]): ChannelOption[] {
  return PAYOUT_CHANNELS.map((channel) => {
    const { leastFen, mostFen } = CHANNEL_RULES[channel];
    const known = readiness.find((one) => one.channel === channel);
    return {
      channel,
      name: CHANNEL_NAMES[channel],
      hint: CHANNEL_HINTS[channel],
      range: `每个 ${readableYuan(leastFen)}–${readableYuan(mostFen)} 元`,
      isReady: known?.missing.length === 0,
      missing: missingWords(known),
    };
  });
}

function missingWords(known: ChannelReadiness | undefined): string {
  if (!known) return '还没有开通';
  return known.missing.length === 0 ? '' : `还缺${known.missing.map(settingName).join('、')}`;
}

/** The channel of a new draft: transfers reach everybody, but one that works comes before one that does not. */
export function preferredChannel(readiness: readonly ChannelReadiness[]): PayoutChannel {
  const ready = channelOptions(readiness).find(({ isReady }) => isReady);
  return ready?.channel ?? 'transfer-bills';
}

/** Why a draft with this channel cannot be published yet; empty when it can. */
export function channelProblem(options: readonly ChannelOption[], channel: PayoutChannel): string {
  const chosen = options.find((option) => option.channel === channel);
  if (!chosen || chosen.isReady) return '';
  return `${chosen.name}${chosen.missing}；可以先存草稿，或换一种发放方式`;
}

export interface FundingOption {
  readonly kind: FundingKind;
  readonly name: string;
  readonly hint: string;
}

export const FUNDING_OPTIONS: readonly FundingOption[] = [
  {
    kind: 'merchant-balance',
    name: FUNDING_NAMES['merchant-balance'],
    hint: '发布时从商户余额里预留，发多少用多少',
  },
  {
    kind: 'paid-in',
    name: FUNDING_NAMES['paid-in'],
    hint: '发布前为这个活动付一笔，没发完的原路退回',
  },
];

import { fromBeijing, HOUR_MS, MINUTE_MS } from '../../miniprogram/shared/beijing-time';
import type { PayoutChannel } from '../../miniprogram/shared/channels';
import { RED_PACKET_DAILY_LIMITS } from '../../server/adapters/wechatpay/red-packets/limits';
import { NIGHT } from '../../server/domain/quiet-hours';
import type { Plan } from './plan';

/** Which steps of the claim's life are somebody's last one, and on which side of their effect. */
export type Deaths = readonly (readonly [lifeStep: number, moment: 'before' | 'after'])[];

const START_MS = fromBeijing(2026, 11, 21, 12);

/** One player wins one packet, it is sent, checked and opened; nothing fails but what is killed. */
export function planOfOneClaim(channel: PayoutChannel, deaths: Deaths): Plan {
  const publishedAtMs = START_MS + MINUTE_MS;
  return {
    seed: 1,
    startMs: START_MS,
    calmFromMs: START_MS + HOUR_MS,
    faults: new Map(),
    players: 1,
    playersOblige: true,
    isRush: false,
    linkedShare: 0,
    campaigns: [
      {
        draft: {
          title: '一个红包',
          senderName: '行政部',
          greeting: '新年快乐',
          game: {
            id: 'red-packet-rain',
            settings: { roundSeconds: 10, dropsPerSecond: 1, hitsPerPacket: 1, packetsPerRound: 1 },
          },
          split: { kind: 'equal', totalFen: 188, packetCount: 1, minFen: 188, maxFen: 188 },
          startAtMs: publishedAtMs,
          endAtMs: publishedAtMs + 20 * MINUTE_MS,
          packetsPerPlayer: 1,
          roundsPerPlayer: 4,
          allowList: [],
          blockList: [],
          channel,
          funding: 'merchant-balance',
        },
        savedAtMs: START_MS,
        publishedAtMs,
        endedAtMs: null,
        editedMeanwhile: false,
      },
    ],
    hasUnionids: false,
    rates: {
      'transfer-bills': { perSecond: 2 },
      sendredpack: { perSecond: 2 },
      sendminiprogramhb: { perSecond: 2 },
    },
    dailyLimits: RED_PACKET_DAILY_LIMITS,
    quietHours: NIGHT,
    kills: new Map(deaths),
  };
}

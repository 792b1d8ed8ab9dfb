/* Answers of the cloud for the scenes: ordinary ones, long ones, tiny and huge ones. */

import type {
  OrganiserCampaign,
  OrganiserCard,
} from '../../miniprogram/shared/contract/organiser-campaign';
import type { PacketView } from '../../miniprogram/shared/contract/packet';
import type { CampaignCard, LobbyView } from '../../miniprogram/shared/contract/player-campaign';
import type { RoundStart } from '../../miniprogram/shared/contract/round';
import { rainRules } from '../../miniprogram/shared/games/red-packet-rain';
import type { RiddlesDeal } from '../../miniprogram/shared/games/riddles';
import type { PaymentStep } from '../../miniprogram/shared/payment';
import type { Failure } from '../../miniprogram/shared/result';
import { lobbyView } from '../../test/support/views/lobby';

export const HOUR_MS = 3_600_000;
export const LONG_TITLE = '一年一度感恩回馈全体老朋友新朋友元宵红包';
export const LONG_NAME = '很长很长的主办方名字';

export function card(no: number, part: Partial<CampaignCard> = {}): CampaignCard {
  return {
    campaignId: `c${no}`,
    title: '双十一红包雨',
    senderName: '小满茶铺',
    gameId: 'red-packet-rain',
    startAtMs: Date.now() + 65_000,
    endAtMs: Date.now() + 3 * HOUR_MS,
    packetCount: 200,
    packetsLeft: 200,
    ...part,
  };
}

export function packet(
  no: number,
  step: PaymentStep = 'OWED',
  part: Partial<PacketView> = {},
): PacketView {
  const claimedAtMs = Date.now() - no * 20 * HOUR_MS;
  const sent = [
    { step: 'OWED' as const, atMs: claimedAtMs },
    { step: 'SENDING' as const, atMs: claimedAtMs + 20_000 },
  ];
  return {
    claimId: `p${no}`,
    campaignId: 'c1',
    campaignTitle: '双十一红包雨',
    senderName: '小满茶铺',
    greeting: '恭喜发财，大吉大利',
    amountFen: 888 + no * 131,
    claimedAtMs,
    channel: 'sendredpack',
    payment: {
      step,
      nextAtMs: null,
      history: step === 'OWED' ? sent.slice(0, 1) : [...sent, { step, atMs: claimedAtMs + 60_000 }],
    },
    ...part,
  };
}

export function lobby(
  refusal: Failure | null,
  part: Partial<LobbyView['campaign']> = {},
  packets: readonly PacketView[] = [],
  me: Partial<LobbyView['me']> = {},
): LobbyView {
  return lobbyView(
    {
      ...card(1),
      greeting: '恭喜发财，大吉大利',
      totalFen: 200_000,
      seedHash: 'a3f1'.repeat(16),
      ...part,
    },
    { refusal, packets, ...me },
  );
}

/** A rain whose play began `agoMs` ago (negative: it is about to). */
export function rainRound(agoMs: number): RoundStart {
  let drawn = 0;
  const settings = { roundSeconds: 20, dropsPerSecond: 6, hitsPerPacket: 10, packetsPerRound: 2 };
  const plan = rainRules.plan(settings, (exclusiveMax) => {
    drawn = (drawn * 1_103_515_245 + 12_345) % 2_147_483_648;
    return drawn % exclusiveMax;
  });
  return round('red-packet-rain', agoMs, 20_000, rainRules.deal(plan));
}

export function riddlesRound(choices: boolean): RoundStart {
  const deal: RiddlesDeal = {
    roundMs: 120_000,
    triesPerRiddle: 3,
    rightPerPacket: 2,
    riddles: [
      riddle(1, '示例谜面一', '打一字', 1, choices ? ['甲', '乙', '丙', '丁'] : null),
      riddle(
        2,
        '示例谜面，字数稍多一些',
        '打一水果',
        2,
        choices ? ['西瓜', '荔枝', '枇杷', '石榴'] : null,
      ),
      riddle(
        3,
        '示例谜面特别长，用来看看一盏灯笼能不能写得下这么多字，写不下的时候会不会碰到边上的流苏和金边',
        '打一自然现象',
        1,
        choices ? ['雨', '雪', '雾', '冰雹'] : null,
      ),
    ],
  };
  return round('riddles', 1_000, deal.roundMs, deal);
}

function riddle(
  no: number,
  text: string,
  seek: string,
  answerLength: number,
  choices: readonly string[] | null,
) {
  return { no, text, seek, answerLength, choices };
}

function round(
  gameId: RoundStart['gameId'],
  agoMs: number,
  lastsMs: number,
  deal: unknown,
): RoundStart {
  const startsAtMs = Date.now() - agoMs;
  return {
    roundId: 'r1',
    ticket: 'sealed',
    gameId,
    startsAtMs,
    endsAtMs: startsAtMs + lastsMs,
    deal,
  };
}

export function organiserCard(no: number, part: Partial<OrganiserCard> = {}): OrganiserCard {
  return {
    campaignId: `c${no}`,
    title: '双十一红包雨',
    gameId: 'red-packet-rain',
    state: 'published',
    startAtMs: Date.now() - HOUR_MS,
    endAtMs: Date.now() + 3 * HOUR_MS,
    totalFen: 200_000,
    packetCount: 200,
    claimedCount: 132,
    claimedFen: 131_450,
    paidFen: 98_760,
    ...part,
  };
}

export function organiserCampaign(part: Partial<OrganiserCampaign> = {}): OrganiserCampaign {
  return {
    campaignId: 'c1',
    revision: 3,
    state: 'published',
    draft: {
      title: '双十一红包雨',
      senderName: '小满茶铺',
      greeting: '恭喜发财，大吉大利',
      game: {
        id: 'red-packet-rain',
        settings: { roundSeconds: 15, dropsPerSecond: 3, hitsPerPacket: 10, packetsPerRound: 1 },
      },
      split: { kind: 'random', totalFen: 200_000, packetCount: 200, minFen: 100, maxFen: 2_000 },
      startAtMs: Date.now() - HOUR_MS,
      endAtMs: Date.now() + 3 * HOUR_MS,
      packetsPerPlayer: 1,
      roundsPerPlayer: 3,
      allowList: [],
      blockList: [],
      channel: 'transfer-bills',
      funding: 'merchant-balance',
    },
    createdAtMs: Date.now() - 5 * HOUR_MS,
    publishedAtMs: Date.now() - 2 * HOUR_MS,
    endedAtMs: null,
    seedHash: 'a3f1'.repeat(16),
    ...part,
  };
}

import type { LobbyView } from '../../../miniprogram/shared/contract/player-campaign';

type Window = Pick<LobbyView['campaign'], 'startAtMs' | 'endAtMs'>;

/** What the cloud says of a rain to somebody who may play and has nothing yet, unless told otherwise. */
export function lobbyView(
  campaign: Window & Partial<LobbyView['campaign']>,
  me: Partial<LobbyView['me']> = {},
): LobbyView {
  return {
    campaign: {
      campaignId: 'c1',
      title: '红包雨',
      senderName: '小满茶铺',
      greeting: '恭喜发财',
      gameId: 'red-packet-rain',
      packetCount: 200,
      packetsLeft: 80,
      totalFen: 100_000,
      minFen: 100,
      maxFen: 8_800,
      splitKind: 'random',
      packetsPerPlayer: 2,
      roundsPerPlayer: 3,
      invitedOnly: false,
      gameFacts: {
        gameId: 'red-packet-rain',
        roundSeconds: 15,
        hitsPerPacket: 10,
        packetsPerRound: 2,
      },
      channel: 'sendredpack',
      seedHash: 'ab'.repeat(32),
      seed: null,
      ...campaign,
    },
    me: { refusal: null, needsLink: false, roundsPlayed: 0, packets: [], ...me },
  };
}

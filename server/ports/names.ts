/**
 * Names that follow from an account and a server secret: always the same, and nothing about the
 * account follows from them.
 */
export interface Names {
  /** 20 hex digits that stand for a player in document ids. */
  playerKey(openid: string): string;
  /** What an organiser sees of a player: 'K7QM-2TXA'. */
  playerCode(openid: string): string;
  /** The id of the campaign that this request of this organiser makes: a repeat meets the same one. */
  campaignId(organiserOpenid: string, requestId: string): string;
}

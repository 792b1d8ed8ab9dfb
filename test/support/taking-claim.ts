import { newClaim } from '../../server/domain/new-claim';
import type { ClaimRecord } from '../../server/domain/records';

const CAMPAIGN = {
  _id: 'c1',
  draft: {
    title: '年会红包雨',
    senderName: '行政部',
    greeting: '新年快乐',
    channel: 'sendredpack',
  },
} as const;

/** A claim that has not taken its place yet, as a player's round would have left it. */
export function takingClaim(id: string, changes: Partial<ClaimRecord> = {}): ClaimRecord {
  const taker = { openid: `o-${id}`, playerCode: id, roundId: 'r1', entryScene: 1008 };
  return { ...newClaim(CAMPAIGN, taker, id, 0, 0), ...changes };
}

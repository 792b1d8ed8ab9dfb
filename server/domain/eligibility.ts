import type { Failure } from '../../miniprogram/shared/result';
import { failureOf } from './failures';
import type { CampaignRecord } from './records';

/** What is known about one player before a round. */
export interface Standing {
  readonly playerCode: string;
  readonly roundsStarted: number;
  readonly packetsGranted: number;
  /** Of the whole campaign. */
  readonly packetsLeft: number;
  /** Until when another round of this player stays open; null when none does. */
  readonly roundOpenUntilMs: number | null;
}

/**
 * Whether this player may start a round now, on the half-open window [start, end) of the server's
 * clock. Null means yes; otherwise the first that applies: CAMPAIGN_NOT_OPEN, NOT_STARTED,
 * CAMPAIGN_ENDED, CAMPAIGN_PAUSED, BLOCKED, NOT_ON_LIST, SOLD_OUT, PACKET_LIMIT_REACHED, NO_ROUNDS_LEFT, ROUND_OPEN.
 */
export function roundRefusal(
  campaign: Pick<CampaignRecord, 'state' | 'draft'>,
  standing: Standing,
  nowMs: number,
): Failure | null {
  const { state, draft } = campaign;
  if (state === 'draft' || state === 'preparing') return failureOf('CAMPAIGN_NOT_OPEN');
  if (state === 'ended') return failureOf('CAMPAIGN_ENDED');
  if (nowMs < draft.startAtMs) return failureOf('NOT_STARTED', { startAtMs: draft.startAtMs });
  if (nowMs >= draft.endAtMs) return failureOf('CAMPAIGN_ENDED');
  if (state === 'paused') return failureOf('CAMPAIGN_PAUSED');

  if (draft.blockList.includes(standing.playerCode)) return failureOf('BLOCKED');
  const invitedOnly = draft.allowList.length > 0;
  if (invitedOnly && !draft.allowList.includes(standing.playerCode)) {
    return failureOf('NOT_ON_LIST');
  }

  if (standing.packetsLeft === 0) return failureOf('SOLD_OUT');
  if (standing.packetsGranted >= draft.packetsPerPlayer) {
    return failureOf('PACKET_LIMIT_REACHED', { limit: draft.packetsPerPlayer });
  }
  if (standing.roundsStarted >= draft.roundsPerPlayer) {
    return failureOf('NO_ROUNDS_LEFT', { limit: draft.roundsPerPlayer });
  }
  if (standing.roundOpenUntilMs !== null) {
    return failureOf('ROUND_OPEN', { untilAtMs: standing.roundOpenUntilMs });
  }
  return null;
}

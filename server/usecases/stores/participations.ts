/* One document per player and campaign: how often they played, what they were granted, their round. */
import type { ParticipationRecord, RoundRecord } from '../../domain/records';
import type { Documents } from '../../ports/documents';

export function participationById(
  documents: Documents,
  id: string,
): Promise<ParticipationRecord | null> {
  return documents.get('participations', id);
}

/** False when the player's first round was just started by another call. */
export function insertParticipation(
  documents: Documents,
  participation: ParticipationRecord,
): Promise<boolean> {
  return documents.insert('participations', participation);
}

/** Replaces the newest round; false when the participation changed since it was read. */
export function beginRound(
  documents: Documents,
  participation: ParticipationRecord,
  round: RoundRecord,
): Promise<boolean> {
  return documents.update(
    'participations',
    participation._id,
    { rev: participation.rev },
    { set: { round }, inc: { roundsStarted: 1 }, push: { requestIds: [round.requestId] } },
  );
}

/** False when the participation changed since it was read. */
export function saveProgress(
  documents: Documents,
  participation: ParticipationRecord,
  progress: unknown,
): Promise<boolean> {
  return documents.update(
    'participations',
    participation._id,
    { rev: participation.rev },
    { set: { 'round.progress': progress } },
  );
}

/** Which open round is closed: by its id, and, where the cloud judged moves, exactly as it was read. */
export interface OpenRound {
  readonly participationId: string;
  readonly roundId: string;
  readonly packetsGranted: number;
  readonly rev: number | null;
}

export interface Judged {
  readonly score: number;
  readonly earned: number;
  readonly grantedClaimIds: readonly string[];
}

/** Closes the round and grants its packets, in one step; false when it is not open as described. */
export function closeRound(
  documents: Documents,
  round: OpenRound,
  { score, earned, grantedClaimIds }: Judged,
): Promise<boolean> {
  return documents.update('participations', round.participationId, guardOf(round), {
    set: {
      'round.state': 'judged',
      'round.score': score,
      'round.earned': earned,
      'round.grantedClaimIds': grantedClaimIds,
    },
    inc: { packetsGranted: grantedClaimIds.length },
  });
}

export function voidRound(documents: Documents, round: OpenRound): Promise<boolean> {
  return documents.update('participations', round.participationId, guardOf(round), {
    set: { 'round.state': 'void' },
  });
}

export function countPlayers(documents: Documents, campaignId: string): Promise<number> {
  return documents.count('participations', { campaignId });
}

function guardOf({ roundId, packetsGranted, rev }: OpenRound) {
  return {
    'round.roundId': roundId,
    'round.state': 'open',
    packetsGranted,
    ...(rev !== null && { rev }),
  };
}

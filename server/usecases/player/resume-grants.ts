import { claimId } from '../../domain/ids';
import type { CampaignRecord, ClaimRecord, ParticipationRecord } from '../../domain/records';
import { claimsByIds } from '../stores/claims';
import type { Tools } from '../tools';
import { takePackets } from './take-packets';

/**
 * Every claim this player was ever granted in the campaign, in order. Their ids follow from the
 * count, so one that a crash kept from being written or completed is found and finished here.
 */
export async function resumeGrants(
  tools: Tools,
  campaign: CampaignRecord,
  participation: ParticipationRecord | null,
): Promise<ClaimRecord[]> {
  if (participation === null || participation.packetsGranted === 0) return [];
  const { openid, playerCode, round, packetsGranted } = participation;
  const playerKey = tools.names.playerKey(openid);
  const ids = Array.from({ length: packetsGranted }, (_, i) =>
    claimId(campaign._id, playerKey, i + 1),
  );
  const found = new Map(
    (await claimsByIds(tools.documents, ids)).map((claim) => [claim._id, claim]),
  );
  const unfinished = ids.filter((id) => (found.get(id)?.step ?? 'TAKING') === 'TAKING');
  const taker = { openid, playerCode, roundId: round.roundId, entryScene: 0 };
  for (const claim of await takePackets(tools, campaign, taker, unfinished)) {
    found.set(claim._id, claim);
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

import type { RoundStart } from '../../../miniprogram/shared/contract/round';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { seededRandom } from '../../../miniprogram/shared/seeded-random';
import { roundRefusal, type Standing } from '../../domain/eligibility';
import { bytesToHex } from '../../domain/hex';
import { idFromBytes, participationId } from '../../domain/ids';
import type { CampaignRecord, ParticipationRecord, RoundRecord } from '../../domain/records';
import { COUNTDOWN_MS, roundOpenUntilMs } from '../../domain/rounds';
import { gameFor } from '../../games/registry';
import { beginRound, insertParticipation, participationById } from '../stores/participations';
import type { PlayerTools } from '../tools';
import { resumeGrants } from './resume-grants';

const SEED_BYTES = 32;
const ROUND_ID_BYTES = 10;
/** Each failed attempt means that another call of the same player came first. */
const ATTEMPTS = 3;

/**
 * Starts a round, or deals the same one again when this request already did. The first of these
 * that applies: NOT_FOUND, TICKET_EXPIRED (a late repeat of an earlier round's request), the
 * refusals of `roundRefusal` in their order, BUSY (this player's other calls keep coming first).
 */
export async function startRound(
  tools: PlayerTools,
  openid: string,
  request: { campaignId: string; requestId: string },
): Promise<Result<RoundStart>> {
  const { documents, names, campaigns } = tools;
  const campaign = await campaigns.recent(request.campaignId);
  if (!campaign) return failure('NOT_FOUND');

  const id = participationId(campaign._id, names.playerKey(openid));
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const participation = await participationById(documents, id);
    if (participation?.round.requestId === request.requestId) {
      return success(dealt(tools, campaign, participation));
    }
    if (participation?.requestIds.includes(request.requestId)) return failure('TICKET_EXPIRED');

    const refusal = roundRefusal(
      campaign,
      await standingOf(tools, campaign, openid, participation),
      tools.clock(),
    );
    if (refusal) return { ok: false, failure: refusal };

    const begun = await begin(tools, campaign, openid, participation, request.requestId);
    if (begun) return success(dealt(tools, campaign, begun));
  }
  return failure('BUSY');
}

export async function standingOf(
  tools: PlayerTools,
  campaign: CampaignRecord,
  openid: string,
  participation: ParticipationRecord | null,
): Promise<Standing> {
  return {
    playerCode: tools.names.playerCode(openid),
    roundsStarted: participation?.roundsStarted ?? 0,
    packetsGranted: participation?.packetsGranted ?? 0,
    packetsLeft: await tools.campaigns.packetsLeft(campaign),
    roundOpenUntilMs: roundOpenUntilMs(participation, tools.clock()),
  };
}

/** The participation with its new round, or null when another call of this player came first. */
async function begin(
  tools: PlayerTools,
  campaign: CampaignRecord,
  openid: string,
  participation: ParticipationRecord | null,
  requestId: string,
): Promise<ParticipationRecord | null> {
  const { documents, names } = tools;
  const round = newRound(tools, campaign, requestId, (participation?.roundsStarted ?? 0) + 1);
  if (participation) {
    // The new round replaces the old one: first finish what a crash may have left of it.
    await resumeGrants(tools, campaign, participation);
    const begun = await beginRound(documents, participation, round);
    return begun ? { ...participation, round } : null;
  }
  const first: ParticipationRecord = {
    _id: participationId(campaign._id, names.playerKey(openid)),
    rev: 1,
    campaignId: campaign._id,
    openid,
    playerCode: names.playerCode(openid),
    roundsStarted: 1,
    requestIds: [requestId],
    packetsGranted: 0,
    round,
  };
  return (await insertParticipation(documents, first)) ? first : null;
}

function newRound(
  tools: PlayerTools,
  campaign: CampaignRecord,
  requestId: string,
  roundNo: number,
): RoundRecord {
  const game = gameFor(campaign.draft.game);
  const seed = bytesToHex(tools.randomBytes(SEED_BYTES));
  const startsAtMs = tools.clock() + COUNTDOWN_MS;
  return {
    roundId: idFromBytes(tools.randomBytes(ROUND_ID_BYTES)),
    requestId,
    roundNo,
    seed,
    startsAtMs,
    endsAtMs: startsAtMs + game.roundMs(),
    state: 'open',
    progress: game.beginProgress(game.plan(seededRandom(seed))),
    score: 0,
    earned: 0,
    grantedClaimIds: [],
  };
}

function dealt(
  tools: PlayerTools,
  campaign: CampaignRecord,
  participation: ParticipationRecord,
): RoundStart {
  const { round, openid } = participation;
  const game = gameFor(campaign.draft.game);
  const ticket = {
    roundId: round.roundId,
    campaignId: campaign._id,
    roundNo: round.roundNo,
    // A round that is dealt again may have been judged since; what it granted came after its start.
    packetsGranted: participation.packetsGranted - round.grantedClaimIds.length,
    startsAtMs: round.startsAtMs,
    endsAtMs: round.endsAtMs,
    seed: round.seed,
  };
  return {
    roundId: round.roundId,
    ticket: tools.tickets.seal(ticket, openid),
    gameId: game.id,
    startsAtMs: round.startsAtMs,
    endsAtMs: round.endsAtMs,
    deal: game.deal(game.plan(seededRandom(round.seed))),
  };
}

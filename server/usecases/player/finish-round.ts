import type { RoundResult } from '../../../miniprogram/shared/contract/round';
import type { Verdict } from '../../../miniprogram/shared/games/game-rules';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { seededRandom } from '../../../miniprogram/shared/seeded-random';
import { claimId, participationId } from '../../domain/ids';
import type { Taker } from '../../domain/new-claim';
import { isShown, packetView } from '../../domain/player-view';
import type { CampaignRecord, ClaimRecord, ParticipationRecord } from '../../domain/records';
import { graceEndsAtMs } from '../../domain/rounds';
import { gameFor } from '../../games/registry';
import type { Ticket } from '../../ports/tickets';
import {
  closeRound,
  type Judged,
  type OpenRound,
  participationById,
  voidRound,
} from '../stores/participations';
import type { PlayerTools } from '../tools';
import { SOLD_OUT, takePackets } from './take-packets';

/** Each failed attempt means that a move of the same round came in between. */
const ATTEMPTS = 3;

/**
 * Ends a round and takes the packets it earned, within the player's limit. One effect for one
 * ticket: a repeat is given the first answer, also after the grace window.
 *
 * The first of these that applies: NOT_FOUND (no ticket of this player), TICKET_EXPIRED (past the
 * grace window, or another round has begun), INVALID (not this game's evidence), IMPLAUSIBLE (the
 * round is void), BUSY.
 *
 * For a game judged by evidence and one packet this takes five requests to the database, however
 * many players and packets there are: the ticket carries what would have to be read. Who is late for the
 * last place of a shard needs four more; see `known-room.ts` for why these are few.
 */
export async function finishRound(
  tools: PlayerTools,
  openid: string,
  request: { ticket: string; evidence: unknown; entryScene?: number | undefined },
): Promise<Result<RoundResult>> {
  const ticket = tools.tickets.open(request.ticket, openid);
  const campaign = ticket && (await tools.campaigns.frozen(ticket.campaignId));
  if (!campaign) return failure('NOT_FOUND');

  const { entryScene = 0 } = request;
  const playerKey = tools.names.playerKey(openid);
  const play: Play = { campaign, ticket, openid, playerKey, entryScene };
  if (tools.clock() >= graceEndsAtMs(ticket)) return answerAgain(tools, play);

  const evidence = gameFor(campaign.draft.game).parseEvidence(request.evidence);
  if (!evidence.ok) return evidence;

  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const open = await openRoundOf(tools, play);
    if (!open) return answerAgain(tools, play);
    const verdict = judge(tools, play, open.progress ?? evidence.value);
    const outcome = await close(tools, play, open.round, verdict);
    if (outcome === 'void') return failure('IMPLAUSIBLE');
    if (outcome) return success(await roundResult(tools, play, outcome));
    // Without progress nothing but another finish can have come first.
    if (open.progress === null) return answerAgain(tools, play);
  }
  return failure('BUSY');
}

interface Play {
  readonly campaign: CampaignRecord;
  readonly ticket: Ticket;
  readonly openid: string;
  readonly playerKey: string;
  readonly entryScene: number;
}

interface OpenPlay {
  readonly round: OpenRound;
  /** What the cloud has judged move by move; null for a game that is judged by evidence. */
  readonly progress: unknown;
}

/** Read only where moves were judged: otherwise the ticket says all there is to know. */
async function openRoundOf(tools: PlayerTools, play: Play): Promise<OpenPlay | null> {
  const { campaign, ticket, playerKey } = play;
  const id = participationId(campaign._id, playerKey);
  const { roundId, packetsGranted } = ticket;
  if (gameFor(campaign.draft.game).judgedBy === 'evidence') {
    return { round: { participationId: id, roundId, packetsGranted, rev: null }, progress: null };
  }
  const participation = await participationById(tools.documents, id);
  if (participation?.round.roundId !== roundId || participation.round.state !== 'open') return null;
  return {
    round: { participationId: id, roundId, packetsGranted, rev: participation.rev },
    progress: participation.round.progress,
  };
}

function judge(tools: PlayerTools, play: Play, evidenceOrProgress: unknown): Verdict {
  const { ticket } = play;
  const game = gameFor(play.campaign.draft.game);
  const arrivedAfterMs = tools.clock() - ticket.startsAtMs;
  return game.judge(game.plan(seededRandom(ticket.seed)), evidenceOrProgress, { arrivedAfterMs });
}

/** Null when the round was not open any more. */
async function close(
  tools: PlayerTools,
  play: Play,
  round: OpenRound,
  verdict: Verdict,
): Promise<Judged | 'void' | null> {
  const { campaign, ticket, playerKey } = play;
  if (verdict.voidReason !== undefined) {
    if (!(await voidRound(tools.documents, round))) return null;
    tools.log.warn('round.void', {
      campaignId: campaign._id,
      roundId: ticket.roundId,
      playerCode: tools.names.playerCode(play.openid),
      reason: verdict.voidReason,
    });
    return 'void';
  }
  const room = campaign.draft.packetsPerPlayer - ticket.packetsGranted;
  const granted = Math.max(0, Math.min(verdict.packets, room));
  const judged: Judged = {
    score: verdict.score,
    earned: verdict.packets,
    grantedClaimIds: Array.from({ length: granted }, (_, i) =>
      claimId(campaign._id, playerKey, ticket.packetsGranted + i + 1),
    ),
  };
  return (await closeRound(tools.documents, round, judged)) ? judged : null;
}

/** What the first answer was, from what is stored; claims that it did not finish are finished now. */
async function answerAgain(tools: PlayerTools, play: Play): Promise<Result<RoundResult>> {
  const id = participationId(play.campaign._id, play.playerKey);
  const participation: ParticipationRecord | null = await participationById(tools.documents, id);
  const round = participation?.round;
  if (round?.roundId !== play.ticket.roundId) return failure('TICKET_EXPIRED');
  switch (round.state) {
    case 'open':
      return failure('TICKET_EXPIRED');
    case 'void':
      return failure('IMPLAUSIBLE');
    case 'judged':
      return success(await roundResult(tools, play, round));
  }
}

async function roundResult(
  tools: PlayerTools,
  play: Play,
  { score, earned, grantedClaimIds }: Judged,
): Promise<RoundResult> {
  const taker: Taker = {
    openid: play.openid,
    playerCode: tools.names.playerCode(play.openid),
    roundId: play.ticket.roundId,
    entryScene: play.entryScene,
  };
  const claims = await takePackets(tools, play.campaign, taker, grantedClaimIds);
  const nowMs = tools.clock();
  return {
    score,
    earned,
    packets: claims.filter(isShown).map((claim) => packetView(claim, tools.quietHours, nowMs)),
    shortfall: shortfallOf(earned, claims),
  };
}

/** As it was when the claim got nothing: leftovers of an ended campaign are no selling out. */
function shortfallOf(earned: number, claims: readonly ClaimRecord[]): RoundResult['shortfall'] {
  const none = claims.find((claim) => claim.step === 'NONE_LEFT');
  if (none) return none.lastCode === SOLD_OUT ? 'sold-out' : 'ended';
  return claims.length < earned ? 'packet-limit' : 'none';
}

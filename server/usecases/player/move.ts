import type { MoveReply } from '../../../miniprogram/shared/contract/round';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { seededRandom } from '../../../miniprogram/shared/seeded-random';
import { participationId } from '../../domain/ids';
import { gameFor } from '../../games/registry';
import { participationById, saveProgress } from '../stores/participations';
import type { PlayerTools } from '../tools';

/** Each failed attempt means that another move of the same player came first. */
const ATTEMPTS = 3;

/**
 * Judges one move of a game that is played step by step. The first of these that applies:
 * NOT_FOUND (no ticket of this player), TOO_FAST (before the round begins; `retryAtMs`),
 * TICKET_EXPIRED (the round is over), INVALID (none of this game's moves), BUSY.
 */
export async function move(
  tools: PlayerTools,
  openid: string,
  request: { ticket: string; move: unknown },
): Promise<Result<MoveReply>> {
  const { documents, clock, names } = tools;
  const ticket = tools.tickets.open(request.ticket, openid);
  const campaign = ticket && (await tools.campaigns.frozen(ticket.campaignId));
  if (!campaign) return failure('NOT_FOUND');

  const game = gameFor(campaign.draft.game);
  const plan = game.plan(seededRandom(ticket.seed));
  const id = participationId(campaign._id, names.playerKey(openid));
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const nowMs = clock();
    if (nowMs < ticket.startsAtMs) return failure('TOO_FAST', { retryAtMs: ticket.startsAtMs });
    if (nowMs >= ticket.endsAtMs) return failure('TICKET_EXPIRED');

    const participation = await participationById(documents, id);
    const round = participation?.round;
    if (!participation || round?.roundId !== ticket.roundId || round.state !== 'open') {
      return failure('TICKET_EXPIRED');
    }
    const judged = game.move(plan, round.progress, request.move, nowMs - ticket.startsAtMs);
    if (!judged.ok) return judged;
    const { accepted, progress, feedback } = judged.value;
    if (!accepted || (await saveProgress(documents, participation, progress))) {
      return success({ accepted, feedback });
    }
  }
  return failure('BUSY');
}

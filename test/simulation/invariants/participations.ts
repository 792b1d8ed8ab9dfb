/* Rounds: INV-08, 09, 12 and 14 after every write of a participation. */
import type {
  CampaignRecord,
  ParticipationRecord,
  RoundRecord,
} from '../../../server/domain/records';
import type { Actor } from '../engine/actors';
import type { Judge } from '../judge';
import type { Mirror } from '../mirror';

/** Written here again on purpose: the rule, not the server's constant. */
const GRACE_MS = 20_000;
const COUNTDOWN_MS = 3_000;
/** What an instance remembers of a campaign may be this old, and reading it takes time. */
const REMEMBERED_MS = 2_000 + 20_000;

export interface ParticipationRules {
  written(
    actor: Actor,
    before: ParticipationRecord | null,
    after: ParticipationRecord | null,
  ): void;
}

export function participationRules(judge: Judge, mirror: Mirror): ParticipationRules {
  const { must } = judge;

  function limits(campaign: CampaignRecord, after: ParticipationRecord): void {
    const { packetsPerPlayer, roundsPerPlayer } = campaign.draft;
    const within = after.packetsGranted <= packetsPerPlayer;
    must(within, 'INV-08', () => `${after._id}: ${after.packetsGranted} packets granted`);
    const rounds = after.roundsStarted <= roundsPerPlayer;
    must(rounds, 'INV-08', () => `${after._id}: ${after.roundsStarted} rounds`);
    const once = new Set(after.requestIds).size === after.roundsStarted;
    must(once, 'INV-09', () => `${after._id}: a request started two rounds`);
  }

  function started(actor: Actor, campaign: CampaignRecord, round: RoundRecord): void {
    const { startAtMs, endAtMs } = campaign.draft;
    const judgedAtMs = round.startsAtMs - COUNTDOWN_MS;
    const inWindow = judgedAtMs >= startAtMs && judgedAtMs < endAtMs;
    must(inWindow, 'INV-12', () => `round ${round.roundId} outside of [start, end)`);
    const calledAtMs = actor.startedAtMs + actor.skewMs;
    const isPresent = judgedAtMs >= calledAtMs && judgedAtMs <= actor.deadlineMs + actor.skewMs;
    must(isPresent, 'INV-12', () => `round ${round.roundId} was not judged by the server's clock`);
    const endedAtMs = campaign.endedAtMs ?? Number.POSITIVE_INFINITY;
    const isOver = actor.startedAtMs >= endedAtMs + REMEMBERED_MS + Math.abs(actor.skewMs) * 2;
    must(!isOver, 'INV-12', () => `round ${round.roundId} of an ended campaign`);
  }

  function judged(actor: Actor, before: ParticipationRecord, after: ParticipationRecord): void {
    must(before.round.state === 'open', 'INV-14', () => `${after._id}: a round was judged twice`);
    const gained = after.packetsGranted - before.packetsGranted;
    const named = after.round.grantedClaimIds;
    must(gained === named.length, 'INV-14', () => `${after._id}: ${gained} packets, not named`);
    must(
      named.every((id, i) => id === `${after._id}.${before.packetsGranted + i + 1}`),
      'INV-14',
      () => `${after._id}: a packet was granted twice`,
    );
    const calledAtMs = actor.startedAtMs + actor.skewMs;
    const inTime = calledAtMs < after.round.endsAtMs + GRACE_MS;
    must(inTime, 'INV-12', () => `${after._id}: a result was taken after its grace window`);
  }

  return {
    written(actor, before, after) {
      must(after !== null, 'INV-10', () => `participation ${before?._id} was removed`);
      if (!after) return;
      const campaign = mirror.campaigns.get(after.campaignId);
      must(campaign !== undefined, 'INV-12', () => `${after._id}: no such campaign`);
      if (!campaign) return;
      limits(campaign, after);
      const isNewRound = before?.round.roundId !== after.round.roundId;
      if (isNewRound) {
        started(actor, campaign, after.round);
        const kept = before === null || before.packetsGranted === after.packetsGranted;
        must(kept, 'INV-14', () => `${after._id}: packets without a round`);
      } else if (before && before.round.state !== after.round.state) {
        judged(actor, before, after);
      } else if (before) {
        const kept = before.packetsGranted === after.packetsGranted;
        must(kept, 'INV-14', () => `${after._id}: packets without a judged round`);
      }
    },
  };
}

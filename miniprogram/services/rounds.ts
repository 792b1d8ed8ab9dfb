import type { RoundResult, RoundStart } from '../shared/contract/round';
import type { GameId } from '../shared/games/game-rules';
import type { RainEvidence } from '../shared/games/red-packet-rain';
import { type CallResult, isPassing } from './call-result';
import { createOpenRounds, type OpenRound } from './open-rounds';
import { finishRound, startRound } from './player';
import { newRequestId } from './request-id';
import { serverClock } from './server-clock';

const STORAGE_KEY = 'open-rounds';

/** The rounds of this phone that the cloud has not settled yet. */
export const openRounds = createOpenRounds({
  read: () => wx.getStorageSync(STORAGE_KEY),
  write: (value) => wx.setStorageSync(STORAGE_KEY, value),
});

/** What is handed in for a round that was left before the first move. */
const UNPLAYED: Readonly<Record<GameId, unknown>> = {
  'red-packet-rain': { taps: [] } satisfies RainEvidence,
  // The cloud judged every answer when it was given.
  riddles: {},
};

export interface EnteredRound {
  readonly start: RoundStart;
  /** What was kept of this very round when it was left before; null in a new one. */
  readonly resumed: OpenRound | null;
}

/**
 * Starts a round, or goes back into the one that was left: the same request deals the same round.
 * The round is kept on the phone from here until it is settled.
 */
export async function enterRound(campaignId: string): Promise<CallResult<EnteredRound>> {
  const kept = openRounds.ofCampaign(campaignId);
  const left = kept && kept.endsAtMs > serverClock.now() ? kept : null;
  const requestId = left?.requestId ?? newRequestId();
  const result = await startRound(campaignId, requestId);
  if (!result.ok) return result;

  const start = result.value;
  const resumed = left?.roundId === start.roundId ? left : null;
  const { roundId, ticket, gameId, endsAtMs } = start;
  const evidence = resumed?.evidence ?? UNPLAYED[gameId];
  const notes = resumed?.notes ?? null;
  openRounds.keep({ campaignId, requestId, roundId, ticket, gameId, endsAtMs, evidence, notes });
  return { ok: true, value: { start, resumed } };
}

/** Hands the round in. It stays on the phone until the answer is final, so nothing won is lost. */
export async function settleRound(round: OpenRound): Promise<CallResult<RoundResult>> {
  openRounds.keep(round);
  const result = await finishRound(round.ticket, round.evidence);
  if (result.ok || !isPassing(result.failure)) openRounds.forget(round.roundId);
  return result;
}

export interface SettledRound {
  readonly campaignId: string;
  readonly result: RoundResult;
}

let settling: Promise<SettledRound[]> | null = null;

/** Hands in every round whose time is over; what the network does not let through waits for next time. */
export function settleEndedRounds(): Promise<SettledRound[]> {
  settling ??= settleEach().finally(() => {
    settling = null;
  });
  return settling;
}

async function settleEach(): Promise<SettledRound[]> {
  const settled: SettledRound[] = [];
  for (const round of openRounds.all()) {
    if (round.endsAtMs > serverClock.now()) continue;
    const result = await settleRound(round);
    if (result.ok) settled.push({ campaignId: round.campaignId, result: result.value });
  }
  return settled;
}

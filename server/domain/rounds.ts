import type { ParticipationRecord, RoundRecord } from './records';

/** Between the answer to start-round and the first moment of play; the phone counts 3, 2, 1. */
export const COUNTDOWN_MS = 3_000;

/** After a round's last moment its result may still be on its way, or wait for the network. */
const GRACE_MS = 20_000;

/**
 * Clocks of two instances may differ, and a claim is taken a moment after its round was judged: the
 * pool stays open this much longer than the last grace window.
 */
const SETTLING_MS = 15_000;

/** The first instant at which a round's result is refused. */
export function graceEndsAtMs(round: Pick<RoundRecord, 'endsAtMs'>): number {
  return round.endsAtMs + GRACE_MS;
}

/** Until when this player's round keeps another from starting; null when none does. */
export function roundOpenUntilMs(
  participation: ParticipationRecord | null,
  nowMs: number,
): number | null {
  if (participation === null || participation.round.state !== 'open') return null;
  const untilMs = graceEndsAtMs(participation.round);
  return nowMs < untilMs ? untilMs : null;
}

/** When the last round that could start before the window's end can no longer bring a claim. */
export function poolClosesAtMs(endAtMs: number, roundMs: number): number {
  return endAtMs + COUNTDOWN_MS + roundMs + GRACE_MS + SETTLING_MS;
}

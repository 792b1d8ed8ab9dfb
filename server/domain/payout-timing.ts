/*
 * When a payout is looked at next. Waits grow with the age of what is waited for, so that nothing
 * has to be counted and a crashed worker changes nothing.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../miniprogram/shared/beijing-time';

const SECOND_MS = 1000;

/**
 * A lease outlives the longest run of a worker (60 seconds) by two minutes, which is how far the
 * clocks of two instances may differ.
 */
export const LEASE_MS = 3 * MINUTE_MS;

/** gethbinfo answers about the last 30 days. */
export const QUERYABLE_FOR_MS = 30 * DAY_MS;

/** Why a claim is held whose bill is older than that. */
export const BILL_TOO_OLD = 'BILL_TOO_OLD';

/** "Not found" this long after a send: the bill never landed, so the same one is sent again. */
export const LANDED_WITHIN_MS = 3 * MINUTE_MS;

/** Still being sent after this long: somebody has to look. */
export const SENDING_LONG_MS = 2 * HOUR_MS;

/** How often a claim gets a new bill number after the provider proved that the last one failed. */
export const BILLS_PER_CLAIM_MOST = 3;

/** How long after a pause one payout tries whether its reason is gone. */
export const PROBE_AFTER_MS = 5 * MINUTE_MS;

/** What everybody waits after the provider said that it is too much. */
export const RATE_BACKOFF_MS = 10 * SECOND_MS;

export const CERTIFICATE_WARNING_MS = 30 * DAY_MS;

/** The same bill again: never within a second (INV-29), and slower every time. */
export function sendAgainAfterMs(sendCount: number): number {
  return Math.min(2 ** Math.min(sendCount, 8), 300) * SECOND_MS + SECOND_MS;
}

/** The first question about a send without an answer. PROCESSING asks for 20 minutes itself. */
export function firstQueryAfterMs(code: string): number {
  return code === 'PROCESSING' ? 20 * MINUTE_MS : 10 * SECOND_MS;
}

/** The next question about a bill whose money may be anywhere. */
export function unknownQueryAfterMs(sinceSentMs: number): number {
  return within(sinceSentMs / 2, 10 * SECOND_MS, HOUR_MS);
}

/** The next question about a packet that waits for its player: it is opened soon, or in a day. */
export function sentQueryAfterMs(sinceSentMs: number): number {
  return within(sinceSentMs / 2, MINUTE_MS, 2 * HOUR_MS);
}

/** The next question about a held claim: late evidence may still settle it. */
export function heldQueryAfterMs(sinceSentMs: number): number {
  return within(sinceSentMs, 20 * MINUTE_MS, DAY_MS);
}

/** The next look at a claim that cannot be paid before its player has done something. */
export function waitForPlayerMs(sinceClaimedMs: number): number {
  return within(sinceClaimedMs / 2, 10 * MINUTE_MS, DAY_MS);
}

function within(ms: number, leastMs: number, mostMs: number): number {
  return Math.round(Math.min(Math.max(ms, leastMs), mostMs));
}

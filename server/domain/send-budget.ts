/*
 * The rate at which all running senders together may send: one steady schedule of slots (the
 * generic cell rate algorithm), kept in one document. Whoever reserves slots owns them; a send
 * leaves inside its slot or not at all.
 *
 * The spacing. Slots lie `intervalMs` apart and a send leaves at most SLOT_SLACK_MS after its slot
 * began. A window of one second then touches slots of a half-open span of 1000 + SLOT_SLACK_MS
 * milliseconds, which holds exactly `perSecond` of them when intervalMs = (1000 + slack) / perSecond.
 * At 30 a second that is 33.6 ms: 29.76 a second, 99.2 % of the rate, and 1,786 in any 60 seconds.
 *
 * Clocks. Two senders may disagree about the time. Slots are reserved just in time, so no more than
 * 13 lie ahead of anybody's clock, and 1,786 + 13 still keeps the limit of a minute. A sender that
 * finds the schedule behind its own clock lets SETTLE_MS pass before its first slot: whatever a
 * slower clock reserved has left by then. One that finds it far ahead does not send.
 */
export interface SendRate {
  readonly perSecond: number;
}

/** How late a send may leave: the resolution of a timer, and a busy event loop. */
export const SLOT_SLACK_MS = 8;

/** Nobody reserves a slot further ahead than this. */
export const HORIZON_MS = 200;

/** More than HORIZON_MS, plus what one reservation lasts, plus the second that is counted. */
export const SETTLE_MS = 1_500;

export function intervalMs(rate: SendRate): number {
  return (1000 + SLOT_SLACK_MS) / rate.perSecond;
}

/** At most a quarter of a second in one step: little is lost with a crashed sender. */
function slotsPerReservation(rate: SendRate): number {
  return Math.max(1, Math.floor(rate.perSecond / 4));
}

export type Reservation =
  | { readonly kind: 'slots'; readonly slotsMs: readonly number[]; readonly nextSlotMs: number }
  /** The schedule is ahead: nothing is reserved before this instant. */
  | { readonly kind: 'later'; readonly fromMs: number };

/**
 * The next slots for `waiting` sends, or as many as one step gives, and the head of the schedule to
 * store if nobody else moved it in between.
 */
export function reserveSlots(
  nextSlotMs: number,
  nowMs: number,
  waiting: number,
  rate: SendRate,
): Reservation {
  const isBehind = nextSlotMs < nowMs;
  if (nextSlotMs - nowMs > HORIZON_MS) return { kind: 'later', fromMs: nextSlotMs - HORIZON_MS };
  const firstMs = isBehind ? nowMs + SETTLE_MS : nextSlotMs;
  const count = Math.min(waiting, slotsPerReservation(rate));
  const apartMs = intervalMs(rate);
  return {
    kind: 'slots',
    slotsMs: Array.from({ length: count }, (_, i) => firstMs + i * apartMs),
    nextSlotMs: firstMs + count * apartMs,
  };
}

export type SlotMoment = 'too-early' | 'now' | 'missed';

/** Looked at again right before the bytes leave. */
export function momentOf(slotMs: number, nowMs: number): SlotMoment {
  if (nowMs < slotMs) return 'too-early';
  return nowMs <= slotMs + SLOT_SLACK_MS ? 'now' : 'missed';
}

/** What may be sent in one Beijing day; configuration of the merchant's account. */
export interface DailyLimits {
  readonly packetsPerPlayer: number;
  readonly amountFenPerPlayer: number;
  readonly amountFenPerMerchant: number;
}

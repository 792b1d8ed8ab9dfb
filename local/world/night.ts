const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BEIJING_OFFSET_MS = 8 * HOUR_MS;
const MORNING_HOUR = 8;
const EVENING_HOUR = 20;

/**
 * How far to move a clock that would start at night in Beijing, when no red packet is sent: to 20:00
 * of the same day. 0 by day, so that what a newcomer sees never depends on the hour.
 */
export function moveOutOfNight(nowMs: number): number {
  const sinceMidnightMs = (nowMs + BEIJING_OFFSET_MS) % DAY_MS;
  return sinceMidnightMs < MORNING_HOUR * HOUR_MS ? EVENING_HOUR * HOUR_MS - sinceMidnightMs : 0;
}

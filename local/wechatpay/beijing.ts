// Beijing time (UTC+8, no daylight saving) for day limits, the night window and printed times.
const HOUR_MS = 3_600_000;
const OFFSET_MS = 8 * HOUR_MS;

/** '2026-11-21 20:05:09', as gethbinfo prints instants. */
export function beijingText(atMs: number): string {
  return new Date(atMs + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** '2026-11-21'. */
export function beijingDate(atMs: number): string {
  return beijingText(atMs).slice(0, 10);
}

/** 0:00:00 up to, not including, 8:00:00. */
export function isNight(atMs: number): boolean {
  return new Date(atMs + OFFSET_MS).getUTCHours() < 8;
}

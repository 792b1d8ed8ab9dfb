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

/** '2026-11-21T20:05:09+08:00', as the v3 calls print instants. */
export function beijingRfc3339(atMs: number): string {
  return `${beijingText(atMs).replace(' ', 'T')}+08:00`;
}

/** '20261121200509', as the v2 order calls print instants. */
export function beijingDigits(atMs: number): string {
  return beijingText(atMs).replace(/\D/g, '');
}

/** The instant that fourteen digits name, or null when there is none such. */
export function fromBeijingDigits(digits: string): number | null {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digits) ?? [];
  const atMs = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}+08:00`);
  return Number.isNaN(atMs) || beijingDigits(atMs) !== digits ? null : atMs;
}

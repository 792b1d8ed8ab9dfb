import { DAY_MS, HOUR_MS, startOfBeijingDay } from '../../miniprogram/shared/beijing-time';

/**
 * When no red packet is sent: [fromHour, toHour) Beijing time, on the same day. The margin widens
 * the window at both ends, for a slow connection and for a clock that is not quite right.
 */
export interface QuietHours {
  readonly fromHour: number;
  readonly toHour: number;
  readonly marginMs: number;
}

/** Official text of 2015: no sending from 0:00 to 8:00. Today's page is silent; the rule stays on. */
export const NIGHT: QuietHours = { fromHour: 0, toHour: 8, marginMs: 2_000 };

const MORNING_HOUR = 8;

/** The first instant from `atMs` on at which a send may start; `atMs` itself when it may start now. */
export function nextAllowedMs(quiet: QuietHours | null, atMs: number): number {
  if (quiet === null || quiet.fromHour === quiet.toHour) return atMs;
  const dayStartMs = startOfBeijingDay(atMs);
  // Tomorrow's window counts too: with its margin it begins before midnight.
  for (const startMs of [dayStartMs, dayStartMs + DAY_MS]) {
    const quietFromMs = startMs + quiet.fromHour * HOUR_MS - quiet.marginMs;
    const quietToMs = startMs + quiet.toHour * HOUR_MS + quiet.marginMs;
    if (atMs >= quietFromMs && atMs < quietToMs) return quietToMs;
  }
  return atMs;
}

export function isQuiet(quiet: QuietHours | null, atMs: number): boolean {
  return nextAllowedMs(quiet, atMs) !== atMs;
}

/** 8:00 of the next Beijing day: when the limits of a day are new and nobody is asleep. */
export function nextDayMorningMs(atMs: number): number {
  return startOfBeijingDay(atMs) + DAY_MS + MORNING_HOUR * HOUR_MS;
}

/** The next 8:00: today's while it is still night, otherwise tomorrow's. */
export function nextMorningMs(atMs: number): number {
  const todayMs = startOfBeijingDay(atMs) + MORNING_HOUR * HOUR_MS;
  return atMs < todayMs ? todayMs : todayMs + DAY_MS;
}

/**
 * 'off', 'HH-HH' or 'HH-HH/S' with S seconds of margin; null when it is none of these. A window
 * across midnight is not supported: the provider's begins at midnight.
 */
export function parseQuietHours(text: string): { readonly quiet: QuietHours | null } | null {
  if (text === 'off') return { quiet: null };
  const match = /^(\d{1,2})-(\d{1,2})(?:\/(\d{1,4}))?$/.exec(text);
  if (!match) return null;
  const fromHour = Number(match[1]);
  const toHour = Number(match[2]);
  if (fromHour >= toHour || toHour > 23) return null;
  const marginMs = match[3] === undefined ? NIGHT.marginMs : Number(match[3]) * 1000;
  return { quiet: { fromHour, toHour, marginMs } };
}

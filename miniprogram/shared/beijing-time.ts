/**
 * Beijing time, computed: UTC+8 without daylight saving. The host's time zone is never asked,
 * because cloud functions run in UTC and phones run anywhere.
 */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
const BEIJING_OFFSET_MS = 8 * HOUR_MS;

export interface BeijingParts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** 0 is Sunday. */
  weekday: number;
}

export function beijingParts(atMs: number): BeijingParts {
  const shifted = new Date(atMs + BEIJING_OFFSET_MS);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    weekday: shifted.getUTCDay(),
  };
}

/** The instant of a Beijing wall-clock time. Month counts from 1. */
export function fromBeijing(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
): number {
  return Date.UTC(year, month - 1, day, hour, minute, second) - BEIJING_OFFSET_MS;
}

/** '20261121': the Beijing calendar day an instant falls on. */
export function beijingDay(atMs: number): string {
  const { year, month, day } = beijingParts(atMs);
  return `${year}${pad(month)}${pad(day)}`;
}

/** The instant at which the Beijing day of `atMs` began. */
export function startOfBeijingDay(atMs: number): number {
  return Math.floor((atMs + BEIJING_OFFSET_MS) / DAY_MS) * DAY_MS - BEIJING_OFFSET_MS;
}

/** '20:05'. */
export function formatTimeOfDay(atMs: number): string {
  const { hour, minute } = beijingParts(atMs);
  return `${pad(hour)}:${pad(minute)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

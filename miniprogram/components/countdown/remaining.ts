import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/beijing-time';

const SECOND_MS = 1000;

export interface Remaining {
  readonly days: number;
  /** Two digits each. */
  readonly hours: string;
  readonly minutes: string;
  readonly seconds: string;
}

/** What a clock shows. A started second counts whole, so 00:00:00 appears exactly at the end. */
export function remainingParts(remainingMs: number): Remaining {
  const shownMs = Math.ceil(Math.max(remainingMs, 0) / SECOND_MS) * SECOND_MS;
  return {
    days: Math.floor(shownMs / DAY_MS),
    hours: twoDigits((shownMs % DAY_MS) / HOUR_MS),
    minutes: twoDigits((shownMs % HOUR_MS) / MINUTE_MS),
    seconds: twoDigits((shownMs % MINUTE_MS) / SECOND_MS),
  };
}

/** '2天 03:15:20', '03:15:20', or '15:20' in the last hour. */
export function remainingText({ days, hours, minutes, seconds }: Remaining): string {
  if (days > 0) return `${days}天 ${hours}:${minutes}:${seconds}`;
  return hours === '00' ? `${minutes}:${seconds}` : `${hours}:${minutes}:${seconds}`;
}

/** How long the shown second stays right. */
export function msToNextSecond(remainingMs: number): number {
  return remainingMs % SECOND_MS || SECOND_MS;
}

function twoDigits(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}

import { beijingParts, fromBeijing } from '../../shared/beijing-time';

/** '2026-11-21' and '20:05' in Beijing: the values of the platform's date and time pickers. */
export function pickerValues(atMs: number): { date: string; time: string } {
  const { year, month, day, hour, minute } = beijingParts(atMs);
  return { date: `${year}-${pad(month)}-${pad(day)}`, time: `${pad(hour)}:${pad(minute)}` };
}

export function withDate(atMs: number, date: string): number {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const { hour, minute } = beijingParts(atMs);
  return fromBeijing(year, month, day, hour, minute);
}

export function withTime(atMs: number, time: string): number {
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  const { year, month, day } = beijingParts(atMs);
  return fromBeijing(year, month, day, hour, minute);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

import { beijingParts, fromBeijing } from '../../../../miniprogram/shared/beijing-time';

/** '20261121200509' in Beijing, as these interfaces write instants. */
export function beijingDigits(atMs: number): string {
  const { year, month, day, hour, minute, second } = beijingParts(atMs);
  return [year, month, day, hour, minute, second]
    .map((part) => String(part).padStart(2, '0'))
    .join('');
}

/** Null for anything else than fourteen digits. */
export function fromBeijingDigits(digits: string): number | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digits)?.slice(1).map(Number);
  if (!parts) return null;
  const [year, month, day, hour, minute, second] = parts;
  return fromBeijing(year!, month!, day!, hour, minute, second);
}

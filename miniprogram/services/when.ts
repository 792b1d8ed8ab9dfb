import { beijingDay, beijingParts, DAY_MS, formatTimeOfDay } from '../shared/beijing-time';

/** '今天 20:00', '明天 08:00', '昨天 …', '11月23日 20:00', with the year when it is another one. */
export function formatWhen(atMs: number, nowMs: number): string {
  return `${formatDay(atMs, nowMs)} ${formatTimeOfDay(atMs)}`;
}

function formatDay(atMs: number, nowMs: number): string {
  const day = beijingDay(atMs);
  if (day === beijingDay(nowMs)) return '今天';
  if (day === beijingDay(nowMs + DAY_MS)) return '明天';
  if (day === beijingDay(nowMs - DAY_MS)) return '昨天';
  const { year, month, day: dayOfMonth } = beijingParts(atMs);
  const yearPart = year === beijingParts(nowMs).year ? '' : `${year}年`;
  return `${yearPart}${month}月${dayOfMonth}日`;
}

/** '早上好' and so on, by Beijing's clock. */
export function greetingAt(nowMs: number): string {
  const { hour } = beijingParts(nowMs);
  if (hour < 5) return '夜深了';
  if (hour < 11) return '早上好';
  if (hour < 13) return '中午好';
  if (hour < 18) return '下午好';
  return '晚上好';
}

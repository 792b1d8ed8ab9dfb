import { Cron } from 'croner';

/**
 * The platform's timer expressions: exactly seven fields, `second minute hour day month weekday
 * year`, read in Beijing time; day and weekday together mean OR.
 * https://developers.weixin.qq.com/miniprogram/dev/wxcloud/guide/functions/triggers.html
 *
 * croner computes the instants (it knows this 7-field form, a fixed UTC offset, and OR). What it
 * understands beyond the platform (`L`, `W`, `#`, `?`, `@daily`, weekday 7, other years) is refused
 * here, so that an expression that works locally also works after upload.
 */
export interface CronSchedule {
  /** The first due instant strictly after `ms`, or null when there is none any more. */
  nextAfterMs(ms: number): number | null;
}

const BEIJING_UTC_OFFSET_MINUTES = 8 * 60;
const FIELDS = ['second', 'minute', 'hour', 'day', 'month', 'weekday', 'year'] as const;
const NUMERIC = /^[\d*,/-]+$/;
const MONTH = /^(?:[\d*,/-]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)+$/;
const WEEKDAY = /^(?:[0-6*,/-]|SUN|MON|TUE|WED|THU|FRI|SAT)+$/;

/** @throws Error that says what to write instead. */
export function parseCron(expression: string): CronSchedule {
  const fields = expression.split(' ');
  if (fields.length !== FIELDS.length) {
    throw new Error(
      `"${expression}" has ${fields.length} fields; write seven, each followed by one space: ${FIELDS.join(' ')}, for example "0 */5 * * * * *" for every five minutes`,
    );
  }
  fields.forEach((field, i) => {
    const name = FIELDS[i]!;
    const allowed = name === 'month' ? MONTH : name === 'weekday' ? WEEKDAY : NUMERIC;
    if (!allowed.test(field)) {
      throw new Error(
        `"${field}" is no ${name} in "${expression}"; use numbers, names in capitals (month JAN-DEC, weekday SUN-SAT or 0-6) and , - * / only`,
      );
    }
  });
  for (const year of fields[6]!.match(/\d{4,}/g) ?? []) {
    if (Number(year) < 1970 || Number(year) > 2099) {
      throw new Error(`year ${year} in "${expression}" is outside 1970 to 2099`);
    }
  }

  const cron = new Cron(expression, {
    mode: '7-part',
    paused: true,
    utcOffset: BEIJING_UTC_OFFSET_MINUTES,
    sloppyRanges: true, // "1/10" is the platform's own example of a step
  });
  return { nextAfterMs: (ms) => cron.nextRun(new Date(ms))?.getTime() ?? null };
}

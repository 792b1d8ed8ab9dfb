/** The wheels of `picker mode="date"` and `"time"`, and what their positions mean. */
export interface WheelColumns {
  /** Labels of every wheel; a later wheel may depend on where the earlier ones stand. */
  labels(indexes: readonly number[]): string[][];
  readonly indexes: number[];
  toValue(indexes: readonly number[]): unknown;
}

const two = (value: number) => String(value).padStart(2, '0');
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

export function timeColumns(value: string, start: string, end: string): WheelColumns {
  const [firstHour = 0, firstMinute = 0] = parts(start || '00:00');
  const [lastHour = 23, lastMinute = 59] = parts(end || '23:59');
  const hours = range(firstHour, lastHour);
  const minutes = (hour: number | undefined) =>
    range(hour === firstHour ? firstMinute : 0, hour === lastHour ? lastMinute : 59);
  const [hour = firstHour, minute = 0] = parts(value || '00:00');
  return {
    labels: ([h = 0]) => [hours.map(two), minutes(hours[h]).map(two)],
    indexes: [Math.max(0, hours.indexOf(hour)), Math.max(0, minutes(hour).indexOf(minute))],
    toValue: ([h = 0, m = 0]) => `${two(hours[h] ?? 0)}:${two(minutes(hours[h])[m] ?? 0)}`,
  };
}

export function dateColumns(
  value: string,
  start: string,
  end: string,
  fields: string,
): WheelColumns {
  const [firstYear = 1970, firstMonth = 1, firstDay = 1] = parts(start || '1970-01-01');
  const [lastYear = 2099, lastMonth = 12, lastDay = 31] = parts(end || '2099-12-31');
  const years = range(firstYear, lastYear);
  const months = (y: number | undefined) =>
    range(y === firstYear ? firstMonth : 1, y === lastYear ? lastMonth : 12);
  const days = (y = firstYear, m = 1) =>
    range(
      y === firstYear && m === firstMonth ? firstDay : 1,
      y === lastYear && m === lastMonth ? lastDay : new Date(Date.UTC(y, m, 0)).getUTCDate(),
    );
  const [year = firstYear, month = 1, day = 1] = parts(value || start || '1970-01-01');
  const depth = fields === 'year' ? 1 : fields === 'month' ? 2 : 3;
  const at = (indexes: readonly number[]) => {
    const y = years[indexes[0] ?? 0] ?? firstYear;
    const m = months(y)[indexes[1] ?? 0] ?? 1;
    return { y, m, d: days(y, m)[indexes[2] ?? 0] ?? 1 };
  };
  return {
    labels(indexes) {
      const { y, m } = at(indexes);
      const columns = [
        years.map((each) => `${each}年`),
        months(y).map((each) => `${each}月`),
        days(y, m).map((each) => `${each}日`),
      ];
      return columns.slice(0, depth);
    },
    indexes: [years.indexOf(year), months(year).indexOf(month), days(year, month).indexOf(day)]
      .map((index) => Math.max(0, index))
      .slice(0, depth),
    toValue(indexes) {
      const { y, m, d } = at(indexes);
      return [String(y), two(m), two(d)].slice(0, depth).join('-');
    },
  };
}

function parts(text: string): number[] {
  return text.split(/[-:/]/).map(Number);
}

/** A setting an organiser must change, and between what it may lie. */
export interface SettingsProblem {
  readonly field: string;
  readonly least: number;
  readonly most: number;
}

type Ranges = Readonly<Record<string, { readonly least: number; readonly most: number }>>;

/** Every setting that is not a whole number within its range, in the order of the ranges. */
export function outsideRanges<R extends Ranges>(
  settings: Readonly<Record<keyof R, number>>,
  ranges: R,
): SettingsProblem[] {
  return Object.entries(ranges).flatMap(([field, { least, most }]) => {
    const value = settings[field as keyof R];
    const fits = Number.isInteger(value) && value >= least && value <= most;
    return fits ? [] : [{ field, least, most }];
  });
}

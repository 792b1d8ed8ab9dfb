import type { SourceChange } from '../bundle';

/** A mistake that the code could hold and does not; it exists in a test's build alone. */
export interface PlantedBug {
  readonly name: string;
  readonly changes: readonly SourceChange[];
  /** The rules under which it may be found; the first violation ends a run. */
  readonly rules: readonly string[];
  /** Where the worlds begin in which it is looked for; 1 unless it takes long to meet one. */
  readonly fromSeed?: number;
  /** It is found within so many seeds from there. */
  readonly withinSeeds: number;
}

import type { SourceChange } from '../bundle';

/** A mistake that the code could hold and does not; it exists in a test's build alone. */
export interface PlantedBug {
  readonly name: string;
  readonly changes: readonly SourceChange[];
  /** The rules under which it may be found; the first violation ends a run. */
  readonly rules: readonly string[];
  /** It is found within seeds 1 to this one. */
  readonly withinSeeds: number;
}

/** When the parts of an opening begin, in ms after the tap. The whole takes less than 1.5 s. */
export const TURN_MS = 620;
const COUNT_MS = 520;
/** A number that changes faster cannot be read, and setData is dear. */
export const COUNT_STEP_MS = 52;

/** The amount while it counts up: fast at first, exact at the end, never more than the amount. */
export function amountWhileCounting(amountFen: number, elapsedMs: number): number {
  const progress = Math.min(Math.max(elapsedMs / COUNT_MS, 0), 1);
  const eased = 1 - (1 - progress) ** 3;
  return progress === 1 ? amountFen : Math.floor(amountFen * eased);
}

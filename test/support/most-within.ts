/** The most instants in any half-open window of this length. */
export function mostWithin(windowMs: number, instants: readonly number[]): number {
  const sorted = [...instants].sort((a, b) => a - b);
  let most = 0;
  let from = 0;
  sorted.forEach((atMs, i) => {
    while (sorted[from]! <= atMs - windowMs) from += 1;
    most = Math.max(most, i - from + 1);
  });
  return most;
}

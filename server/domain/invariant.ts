/**
 * Thrown when the money no longer adds up or a step would break a rule that can never be broken.
 * It is a bug: the operation stops before anything is written, and somebody has to look.
 */
export class InvariantViolation extends Error {
  constructor(
    readonly rule: string,
    message: string,
  ) {
    super(`${rule}: ${message}`);
    this.name = 'InvariantViolation';
  }
}

export function invariant(holds: boolean, rule: string, message: string): asserts holds {
  if (!holds) throw new InvariantViolation(rule, message);
}

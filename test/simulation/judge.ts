/** A rule was broken; the run stops where it stands. */
export class Violation extends Error {
  constructor(
    readonly rule: string,
    message: string,
  ) {
    super(`${rule}: ${message}`);
  }
}

/**
 * Keeps the first violation. It is also thrown, but the code under test may catch what is thrown,
 * so the run asks here whether to go on.
 */
export interface Judge {
  must(holds: boolean, rule: string, message: () => string): void;
  /** Whatever else is thrown where nobody waits for it is a finding as well. */
  noteThrown(error: unknown): void;
  verdict(): Violation | null;
}

export function newJudge(): Judge {
  let first: Violation | null = null;
  return {
    must(holds, rule, message) {
      if (holds) return;
      const violation = new Violation(rule, message());
      first ??= violation;
      throw violation;
    },
    noteThrown(error) {
      if (error instanceof Violation) return;
      first ??= new Violation('BUG', String(error instanceof Error ? error.stack : error));
    },
    verdict: () => first,
  };
}

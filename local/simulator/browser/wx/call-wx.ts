/** Calls a function of `wx` by name, for the simulator's own parts. */
export function callWx(name: string, options: Record<string, unknown>): unknown {
  const { wx } = globalThis as unknown as { wx: Record<string, (options: unknown) => unknown> };
  return wx[name]?.(options);
}

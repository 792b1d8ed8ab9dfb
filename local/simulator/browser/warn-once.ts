const said = new Set<string>();

/** Says on the console what the simulator does not do, once for each thing. */
export function warnOnce(message: string): void {
  if (said.has(message)) return;
  said.add(message);
  console.warn(`[simulator] ${message}`);
}

const VALUES_MOST = 20_000;
const CHARACTERS_MOST = 100_000;
const DEPTH_MOST = 16;

/**
 * Whether a payload is small and plain enough to be looked at more closely. Walks it once, without
 * recursion, and stops at the first excess: a hostile payload costs no more than a large honest one.
 * A field that starts with `$` is an operator to the database and is never part of a request.
 */
export function isBearable(payload: unknown): boolean {
  const rest: { value: unknown; depth: number }[] = [{ value: payload, depth: 0 }];
  let values = 0;
  let characters = 0;
  for (let next = rest.pop(); next; next = rest.pop()) {
    const { value, depth } = next;
    values += 1;
    if (typeof value === 'string') characters += value.length;
    if (values > VALUES_MOST || characters > CHARACTERS_MOST || depth > DEPTH_MOST) return false;
    if (typeof value !== 'object' || value === null) continue;

    const entries = Object.entries(value);
    if (entries.length > VALUES_MOST) return false;
    for (const [key, inner] of entries) {
      if (key.startsWith('$')) return false;
      characters += key.length;
      rest.push({ value: inner, depth: depth + 1 });
    }
  }
  return true;
}

export type JsonReading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: 'TOO_LARGE' | 'NOT_UTF8' | 'NOT_JSON' };

export const JSON_BYTES_MOST = 64 * 1024;

/** The text of a body; what it may look like inside is its schema's question. */
export function readJson(body: Uint8Array): JsonReading {
  if (body.length > JSON_BYTES_MOST) return { ok: false, reason: 'TOO_LARGE' };
  const text = utf8Of(body);
  if (text === null) return { ok: false, reason: 'NOT_UTF8' };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, reason: 'NOT_JSON' };
  }
}

function utf8Of(body: Uint8Array): string | null {
  try {
    // Drops a byte order mark, refuses anything that is not UTF-8.
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

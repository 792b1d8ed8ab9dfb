import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * Replaces a small file in one step. Writing in place empties the file first, and a world that is
 * killed at that moment would never start again.
 */
export function replaceFile(path: string, text: string): void {
  const part = `${path}.part`;
  writeFileSync(part, text, { mode: 0o600 });
  renameSync(part, path);
}

/** The text of a file, made once when there is none yet. */
export function keptText(path: string, make: () => string): string {
  if (!existsSync(path)) replaceFile(path, make());
  return readFileSync(path, 'utf8');
}

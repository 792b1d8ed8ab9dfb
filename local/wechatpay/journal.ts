import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';

/** An append-only file of JSON lines. Without a path it remembers nothing. */
export interface Journal<Entry> {
  /** What was there when the journal was opened, oldest first. */
  readonly earlier: readonly Entry[];
  /** Returns after the bytes are with the operating system: killing this process cannot undo it. */
  append(entry: Entry): void;
  close(): void;
}

/**
 * Opens or creates a journal. A last line without its line end is a write that a kill cut short;
 * nobody was told about it, so it is removed. Any other unreadable line is damage and throws.
 */
export function openJournal<Entry>(
  path: string | null,
  isEntry: (value: unknown) => value is Entry,
): Journal<Entry> {
  if (path === null) return { earlier: [], append: () => {}, close: () => {} };

  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const wholeBytes = bytes.lastIndexOf('\n') + 1;
  if (wholeBytes < bytes.length) truncateSync(path, wholeBytes);
  const lines = bytes.subarray(0, wholeBytes).toString('utf8').split('\n').slice(0, -1);
  const earlier = lines.map((line, index) => readLine(line, isEntry, `${path}:${index + 1}`));

  const file = openSync(path, 'a', 0o600);
  return {
    earlier,
    append: (entry) => void writeSync(file, `${JSON.stringify(entry)}\n`),
    close: () => closeSync(file),
  };
}

function readLine<Entry>(
  line: string,
  isEntry: (value: unknown) => value is Entry,
  place: string,
): Entry {
  const value = parseJson(line);
  if (!isEntry(value)) throw new Error(`${place} is not an entry of the sandbox's journal`);
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

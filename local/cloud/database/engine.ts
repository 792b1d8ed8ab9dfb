import type { DocumentId } from './ejson';

/** One document as it lies in the file; a null text removes it. */
export interface Row {
  readonly collection: string;
  readonly id: DocumentId;
  readonly text: string | null;
}

/** Where documents outlive the process. The documents in memory are what is served. */
export interface Engine {
  collectionNames(): readonly string[];
  addCollection(name: string): void;
  /** In the order of their insertion. */
  rows(): Iterable<Row & { readonly text: string }>;
  /** All rows or none; what it was given survives the end of the process when it returns. */
  write(rows: readonly Row[]): void;
  close(): void;
}

/** Forgets everything with the process: for tests. */
export function memoryEngine(): Engine {
  return {
    collectionNames: () => [],
    addCollection: () => undefined,
    rows: () => [],
    write: () => undefined,
    close: () => undefined,
  };
}

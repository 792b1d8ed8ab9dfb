/** What a collection looks like to the stand-in; `server/collections.ts` has the same shape. */
export interface CollectionDeclaration {
  readonly name: string;
  readonly indexes: readonly IndexDeclaration[];
}

export interface IndexDeclaration {
  readonly name: string;
  readonly keys: readonly { readonly path: string; readonly direction: 1 | -1 }[];
  readonly unique: boolean;
}

/** Runs the callback once after the delay unless the returned function is called first. */
export type SetTimer = (callback: () => void, delayMs: number) => () => void;

export interface DatabaseOptions {
  /** The libsql file; null keeps everything in memory. */
  readonly file: string | null;
  readonly collections: readonly CollectionDeclaration[];
  /** The clock of `db.serverDate()`. */
  readonly nowMs: () => number;
  /** Ends transactions that were forgotten; the host's timer unless given. */
  readonly setTimer?: SetTimer;
}

export interface Database {
  /**
   * Answers one JSON action whose name starts with `database.`. A client's mistake is answered
   * with `{code, message}`, never thrown.
   */
  handle(action: string, body: Record<string, unknown>): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

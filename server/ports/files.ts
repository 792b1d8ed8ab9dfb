/** Private files in cloud storage, by file id. */
export interface Files {
  /** Null when the file cannot be downloaded now; the reason goes to the log. */
  download(fileId: string): Promise<Uint8Array | null>;
}

/** Cloud storage that is also written. A file is there whole or not at all. */
export interface FileStorage extends Files {
  /** Stores a file, or the same file again, and says its id. Throws when it was not stored. */
  upload(path: string, bytes: Uint8Array): Promise<string>;
  /** An address at which anybody can fetch the file for so long; null when there is no such file. */
  temporaryUrl(fileId: string, validForMs: number): Promise<string | null>;
  /** Files that are gone already are no fault; what cannot be removed now goes to the log. */
  remove(fileIds: readonly string[]): Promise<void>;
}

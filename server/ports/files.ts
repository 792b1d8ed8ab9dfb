/** Private files in cloud storage, by file id. */
export interface Files {
  /** Null when the file cannot be downloaded now; the reason goes to the log. */
  download(fileId: string): Promise<Uint8Array | null>;
}

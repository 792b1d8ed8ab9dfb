import { existsSync, readFileSync } from 'node:fs';
import { freePort } from './free-port';
import { replaceFile } from './kept-file';

export interface KeptPort {
  /** To listen on: the one of last time where it is free, else 0 for any. */
  readonly port: number;
  keep(url: string): void;
}

/** An address that was given out stays good after a restart, such as one where callbacks go. */
export async function keptPort(file: string): Promise<KeptPort> {
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  return {
    port: await freePort(last),
    keep: (url) => replaceFile(file, new URL(url).port),
  };
}

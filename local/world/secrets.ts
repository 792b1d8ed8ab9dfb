import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { keptText } from './kept-file';

/** A secret of this world, made once and kept in its folder, so that a restart still knows its tickets. */
export function keptSecret(dataFolder: string, name: string): string {
  return keptText(join(dataFolder, `${name}.secret`), () => randomBytes(32).toString('hex'));
}

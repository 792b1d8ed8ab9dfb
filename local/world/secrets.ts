import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A secret of this world, made once and kept in its folder, so that a restart still knows its tickets. */
export function keptSecret(dataFolder: string, name: string): string {
  const file = join(dataFolder, `${name}.secret`);
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8');
}

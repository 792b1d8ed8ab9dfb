import { mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A folder that one running world owns. `release` lets the next one in. */
export interface DataFolder {
  readonly path: string;
  release(): void;
}

/**
 * Takes the first free folder of `base`, `base-2`, `base-3` … so that a second start beside the
 * first works and each start finds its own state again. A folder whose owner has died is free.
 */
export function takeDataFolder(base: string, options: { fresh: boolean }): DataFolder {
  for (let n = 1; ; n += 1) {
    const path = n === 1 ? base : `${base}-${n}`;
    const lock = `${path}.lock`;
    mkdirSync(join(path, '..'), { recursive: true });
    if (!lockIsFree(lock)) continue;
    if (options.fresh) rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true });
    return { path, release: () => rmSync(lock, { force: true }) };
  }
}

function lockIsFree(lock: string): boolean {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const file = openSync(lock, 'wx');
      writeSync(file, String(process.pid));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (isAlive(Number(readFileSync(lock, 'utf8')))) return false;
      rmSync(lock, { force: true });
    }
  }
  return false;
}

function isAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeDataFolder } from '../../../local/world/data-folder';

const PROCESS_THAT_DIED = 2 ** 22 + 1;

function base(): string {
  return join(mkdtempSync(join(tmpdir(), 'data-folder-')), 'world');
}

describe('the data folder of a world', () => {
  it('goes to the first start; a second start beside it gets a folder of its own', () => {
    const path = base();
    expect(takeDataFolder(path, { fresh: false }).path).toBe(path);
    expect(takeDataFolder(path, { fresh: false }).path).toBe(`${path}-2`);
  });

  it('keeps what was in it, unless the start is fresh', () => {
    const path = base();
    const first = takeDataFolder(path, { fresh: false });
    writeFileSync(join(path, 'bill'), '1');
    first.release();
    const second = takeDataFolder(path, { fresh: false });
    expect(existsSync(join(path, 'bill'))).toBe(true);
    second.release();
    takeDataFolder(path, { fresh: true });
    expect(existsSync(join(path, 'bill'))).toBe(false);
  });

  it('is free again when the process that held it has died without releasing it', () => {
    const path = base();
    writeFileSync(`${path}.lock`, String(PROCESS_THAT_DIED));
    expect(takeDataFolder(path, { fresh: false }).path).toBe(path);
  });
});

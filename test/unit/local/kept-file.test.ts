import { linkSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptText, replaceFile } from '../../../local/world/kept-file';

function newPath(): string {
  return join(mkdtempSync(join(tmpdir(), 'kept-file-')), 'clock.json');
}

describe('a small file of the local world', () => {
  it('is replaced, never emptied first: a kill at any moment leaves the old text or the new one', () => {
    const path = newPath();
    replaceFile(path, 'old');
    // A second name for the same bytes shows whether anybody wrote over them.
    linkSync(path, `${path}.before`);
    replaceFile(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readFileSync(`${path}.before`, 'utf8')).toBe('old');
  });

  it('is made once and then kept', () => {
    const path = newPath();
    expect(keptText(path, () => 'first')).toBe('first');
    expect(keptText(path, () => 'second')).toBe('first');
  });
});

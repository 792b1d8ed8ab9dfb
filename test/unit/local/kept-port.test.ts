import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptPort } from '../../../local/world/kept-port';

describe('a kept port', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kept-port-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is any at first, then the one of last time, unless somebody else has it now', async () => {
    const file = join(folder, 'port');
    const first = await keptPort(file);
    expect(first.port).toBe(0);

    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    first.keep(`http://127.0.0.1:${port}`);
    expect((await keptPort(file)).port).toBe(0);

    await new Promise((resolve) => server.close(resolve));
    expect((await keptPort(file)).port).toBe(port);
  });
});

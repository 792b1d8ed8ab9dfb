import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { freePort } from '../../../local/world/free-port';

describe('the port of a world', () => {
  it('is the preferred one while nobody uses it, and any other beside a world that does', async () => {
    const first = createServer();
    await new Promise<void>((ready) => first.listen(0, '127.0.0.1', ready));
    const { port } = first.address() as AddressInfo;
    expect(await freePort(port)).toBe(0);
    await new Promise((closed) => first.close(closed));
    expect(await freePort(port)).toBe(port);
  });
});

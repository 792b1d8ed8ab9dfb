import { createServer, type IncomingHttpHeaders } from 'node:http';
import { version } from 'wx-server-sdk/package.json';
import { adminUrl, closeServer, sdkPointedAt } from '../../support/sdk-cloud';
import { databaseOf } from './checks/check';

describe('the SDK is led to the local cloud', () => {
  // TCB_CONTEXT_CNFG is an internal agreement of the vendor: a new version must be looked at first.
  it('by TCB_CONTEXT_CNFG alone, in the version that is pinned', async () => {
    expect(version).toBe('4.0.2');
    const requests: { url: string | undefined; headers: IncomingHttpHeaders; body: unknown }[] = [];
    const server = createServer(async (req, res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk as Buffer);
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      requests.push({ url: req.url, headers: req.headers, body });
      res.setHeader('content-type', 'application/json; charset=utf-8');
      res.end(JSON.stringify({ requestId: 'r', data: { total: 7 } }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

    const db = databaseOf(await sdkPointedAt(adminUrl(server)));
    expect((await db.collection('claims').count()).total).toBe(7);

    expect(requests).toHaveLength(1);
    expect(requests[0]?.url).toMatch(/^\/admin\?env=local-env&seqId=/);
    expect(requests[0]?.headers['x-sdk-version']).toBe('wx-server-sdk/4.0.2');
    expect(requests[0]?.body).toMatchObject({
      action: 'database.calculateDocument',
      collectionName: 'claims',
      envName: 'local-env',
    });
    await closeServer(server);
  });
});

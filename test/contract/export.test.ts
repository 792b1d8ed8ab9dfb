import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Database, openDatabase } from '../../local/cloud/database';
import { adminEndpoint } from '../../local/cloud/http/envelope';
import { memoryFileStore } from '../../local/cloud/storage/file-store';
import { openStorage, type Storage } from '../../local/cloud/storage/storage';
import type { ClaimExport } from '../../miniprogram/shared/contract/claims';
import { wxCloudDocuments } from '../../server/adapters/wx-cloud/documents';
import { wxCloudFileStorage } from '../../server/adapters/wx-cloud/files';
import { organiserApi } from '../../server/api/organiser-api';
import { COLLECTIONS } from '../../server/collections';
import type { ExportRecord } from '../../server/domain/records';
import { campaignWorld, must, OWNER, publishedCampaign, wins } from '../support/campaign-world';
import { adminUrl, type Cloud, closeServer, sdkPointedAt } from '../support/sdk-cloud';

let database: Database;
let server: Server;
let cloud: Cloud;

/** A cloud with a database and a storage, behind the real SDK. */
beforeAll(async () => {
  database = await openDatabase({ file: null, collections: COLLECTIONS, nowMs: Date.now });
  let storage: Storage;
  const admin = adminEndpoint({
    json: (action, body) =>
      action.startsWith('storage.') ? storage.handle(action, body) : database.handle(action, body),
  });
  server = createServer((request, response) =>
    request.url?.startsWith('/storage/')
      ? storage.serve(request, response)
      : admin(request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  storage = openStorage(memoryFileStore(), `http://127.0.0.1:${port}`, Date.now);
  cloud = await sdkPointedAt(adminUrl(server));
});

afterAll(async () => {
  await closeServer(server);
  await database.close();
});

describe('a list of claims through the real SDK', () => {
  it('lies in cloud storage, from where whoever has the address fetches it whole', async () => {
    const world = campaignWorld(wxCloudDocuments(cloud.database()));
    const campaignId = await publishedCampaign(world, { title: '导出, "一次"' });
    for (const no of [1, 2, 3]) must(await wins(world, `o-export-${no}`, campaignId, 3));
    world.clock.advance(120_000);
    const files = wxCloudFileStorage(cloud, world.tools.log);
    const api = organiserApi({ ...world.tools, files });
    const call = async (action: string, part: object = {}) => {
      const reply = await api({ action, campaignId, ...part }, { openid: OWNER, appid: 'wx-test' });
      return must(reply) as ClaimExport;
    };
    const { exportId } = await call('start-export');
    let view = await call('continue-export', { exportId });
    while (view.url === null) view = await call('continue-export', { exportId });
    const bytes = await (await fetch(view.url)).arrayBuffer();
    const [head, ...rows] = Buffer.from(bytes).toString('utf8').trimEnd().split('\r\n');
    expect(head).toMatch(/^\uFEFF领取时间,/);
    expect(rows).toHaveLength(9);
    for (const row of rows) expect(row).toMatch(/,"导出, ""一次"""$/);
    const [stored] = await world.documents.find<ExportRecord>('exports', {}, { limit: 1 });
    expect(stored).toMatchObject({ fileId: expect.stringMatching(/^cloud:/), partFileIds: [] });
  });
});

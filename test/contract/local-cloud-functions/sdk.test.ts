import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALICE, openWorld, resultOf, type World } from './world';

/*
 * The fixture is bundled exactly like production code, with parts of the SDK left out; what it does
 * here is the proof that the product's use of the SDK does not need them.
 */
describe('the SDK inside a bundled function', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  const use = <T>(part: string, input: object = {}) =>
    resultOf<T>(world.cloud.invoke('sdk', { use: part, input }, ALICE));

  it('reads and writes the database, one winner per conditional update', async () => {
    const { updates, data, list } = await use<Record<string, unknown>>('database', { id: 'n1' });
    expect(updates).toMatchObject([{ stats: { updated: 1 } }, { stats: { updated: 0 } }]);
    expect(data).toMatchObject({ _id: 'n1', left: 0, at: expect.any(String) });
    expect(list).toEqual([{ _id: null, left: 0 }]);
  });

  it('calls another function, which sees the chain and no openid', async () => {
    const { result } = await use<{ result: Record<string, unknown> }>('function', {
      name: 'probe',
    });
    expect(result['event']).toEqual({ via: 'sdk' });
    expect(result['wxContext']).toEqual({ ENV: 'local-env', SOURCE: 'wx_client,scf' });
  });

  it('hears why another function could not be called from the code alone', async () => {
    const failure = { errCode: -1, code: 'FUNCTION_NOT_FOUND' };
    expect(await use('function', { name: 'nobody' })).toMatchObject(failure);
  });

  it('uploads, downloads, links and deletes a file', async () => {
    const path = 'poster/海报-1.txt';
    const seen = await use<Record<string, unknown>>('storage', { path, text: '红包' });
    const { fileID } = seen;
    expect(fileID).toMatch(/^cloud:\/\/local-env\..+\/poster\/海报-1\.txt$/);
    expect(seen).toMatchObject({
      downloaded: '红包',
      temporary: [{ fileID, status: 0, tempFileURL: expect.stringContaining('http://127.0.0.1') }],
      deleted: [{ fileID, status: 0 }],
      afterwards: { errCode: -1, code: 'STORAGE_FILE_NONEXIST' },
    });
  });

  it('refuses a cloud path that leaves its folder', async () => {
    const reply = await world.cloud.invoke(
      'sdk',
      { use: 'storage', input: { path: 'a/../../b', text: '' } },
      ALICE,
    );
    expect(reply).toMatchObject({ ok: false, errMsg: expect.stringContaining('not a cloud path') });
  });

  it('downloads what was put into storage beforehand', async () => {
    const fileID = await world.cloud.files.put('private/cert.txt', Buffer.from('put by hand'));
    expect(await use('download', { fileID })).toBe('put by hand');
  });

  it('calls the open APIs that its config.json declares, and no other', async () => {
    const seen = await use('openapi', { openid: ALICE.openid, content: '新年快乐' });
    expect(seen).toEqual({
      text: expect.objectContaining({ errCode: 0, result: { suggest: 'pass', label: 100 } }),
      risk: expect.objectContaining({ errCode: 0, riskRank: 0 }),
      message: expect.objectContaining({ errCode: 0 }),
      undeclared: { errCode: -604101, errMsg: expect.any(String) },
    });
    expect(world.cloud.openapi.calls()).toMatchObject([
      {
        apiName: 'security.msgSecCheck',
        function: 'sdk',
        params: { openid: ALICE.openid, scene: 2, content: '新年快乐' },
        answered: true,
      },
      { apiName: 'riskControl.getUserRiskRank', answered: true },
      { apiName: 'subscribeMessage.send', params: { template_id: 'T1' }, answered: true },
      { apiName: 'wxacode.getUnlimited', answered: false },
    ]);
  });

  it('receives scripted answers and errors of open APIs', async () => {
    world.cloud.openapi.answer('security.msgSecCheck', ({ content }) => ({
      errcode: 0,
      result: { suggest: content === '坏话' ? 'risky' : 'pass', label: 20_001 },
    }));
    world.cloud.openapi.answer('riskControl.getUserRiskRank', {
      errcode: 61010,
      errmsg: 'expired',
    });
    const seen = await use('openapi', { openid: ALICE.openid, content: '坏话' });
    expect(seen).toMatchObject({
      text: { result: { suggest: 'risky' } },
      risk: { errCode: 61010, errMsg: expect.stringContaining('expired') },
    });
  });

  it('asks for open data by CloudID', async () => {
    world.cloud.openapi.answer('cloudbase.getOpenData', { steps: 9103 });
    expect(await use('open-data', { cloudId: 'c1' })).toMatchObject({
      list: [{ cloudID: 'c1', data: { steps: 9103 } }],
    });
  });

  it('says where to read about a part that the bundle leaves out', async () => {
    const reply = await world.cloud.invoke('sdk', { use: 'left-out-part' }, ALICE);
    const errMsg = expect.stringContaining('docs/decisions/functions-are-bundled.md');
    expect(reply).toMatchObject({ ok: false, errMsg });
  });

  it('cannot read a file without a ticket, with an old one, or with that of another file', async () => {
    const put = (path: string) => world.cloud.files.put(path, Buffer.from(path));
    const [mine, other] = await Promise.all([put('mine.txt'), put('other.txt')]);
    const body = JSON.stringify({
      action: 'storage.batchGetDownloadUrl',
      file_list: [mine, other].map((fileid) => ({ fileid, max_age: 60 })),
    });
    const admin = await fetch(world.cloud.adminUrl, { method: 'POST', body });
    const { data } = (await admin.json()) as {
      data: { download_list: { tempFileURL: string }[] };
    };
    const [mineUrl, otherUrl] = data.download_list.map(({ tempFileURL }) => new URL(tempFileURL));
    const status = async (url: URL) => (await fetch(url)).status;

    expect(await status(mineUrl!)).toBe(200);
    expect(await status(new URL(mineUrl!.pathname, mineUrl))).toBe(403);
    expect(await status(new URL(otherUrl!.pathname + mineUrl!.search, mineUrl))).toBe(403);
    world.clock.moveBy(60_000);
    expect(await status(mineUrl!)).toBe(403);
  });
});

describe('files in cloud storage', () => {
  it('survive a restart when the cloud has a folder', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'local-cloud-data-'));
    const before = await openWorld({ dataDir });
    const fileID = await before.cloud.files.put('a/b.txt', Buffer.from('still here'));
    await before.close();
    const after = await openWorld({ dataDir });
    const download = after.cloud.invoke('sdk', { use: 'download', input: { fileID } }, ALICE);
    expect(await resultOf(download)).toBe('still here');
    await after.close();
    rmSync(dataDir, { recursive: true });
  });
});

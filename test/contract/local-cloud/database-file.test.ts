import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CollectionDeclaration, openDatabase } from '../../../local/cloud/database';
import { type SdkCloud, sdkCloudOn } from '../../support/sdk-cloud';
import { CHECK_COLLECTIONS, databaseOf, fieldsOf, idsOf } from './checks/check';

let folder = '';
let file = '';
let running: SdkCloud | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-cloud-'));
  file = join(folder, 'database.db');
});
afterEach(async () => {
  await running?.close();
  running = null;
  await rm(folder, { recursive: true });
});

async function started(collections: readonly CollectionDeclaration[] = CHECK_COLLECTIONS) {
  await running?.close();
  running = null;
  running = await sdkCloudOn(await openDatabase({ file, collections, nowMs: Date.now }));
  return databaseOf(running.cloud);
}

describe('a database with a file', () => {
  it('starts again with every value, in the order of insertion', async () => {
    const values = { at: new Date(5), text: '红包', list: [1.5, null], none: null, no: false };
    const first = await started();
    await first
      .collection('plain')
      .add({ data: [{ _id: 'z', ...values }, { _id: 1 }, { _id: '1' }] });
    await first
      .collection('plain')
      .doc('z')
      .update({ data: { big: Number.MAX_SAFE_INTEGER } });
    await first.createCollection('extra');

    const again = await started();
    expect(await fieldsOf(again, 'plain', 'z')).toEqual({
      ...values,
      big: Number.MAX_SAFE_INTEGER,
    });
    expect(idsOf(await again.collection('plain').get())).toEqual(['z', 1, '1']);
    expect((await again.collection('extra').count()).total).toBe(0);
  });

  it('keeps a commit whole and forgets a transaction that was open', async () => {
    const first = await started();
    const kept = await first.startTransaction();
    await kept.collection('plain').add({ data: { _id: 'a' } });
    await kept.collection('claims').add({ data: { _id: 'b', roundId: 'r', openid: 'o' } });
    await kept.commit();
    const open = await first.startTransaction();
    await open.collection('plain').add({ data: { _id: 'c' } });

    const again = await started();
    expect(idsOf(await again.collection('plain').get())).toEqual(['a']);
    expect(idsOf(await again.collection('claims').get())).toEqual(['b']);
  });

  it('builds its indexes from the file and holds documents to them', async () => {
    const first = await started();
    await first
      .collection('claims')
      .add({ data: { _id: 'a', roundId: 'r', openid: 'o', step: 'OWED' } });
    const again = await started();
    const found = await again.collection('claims').where({ step: 'OWED' }).get();
    expect(idsOf(found)).toEqual(['a']);
    const twin = again.collection('claims').add({ data: { roundId: 'r', openid: 'o' } });
    await expect(twin).rejects.toMatchObject({ errCode: -502001 });
  });

  it('refuses to open when its documents break a unique index that was declared later', async () => {
    const first = await started(CHECK_COLLECTIONS.map(({ name }) => ({ name, indexes: [] })));
    const twin = { roundId: 'r', openid: 'o' };
    await first.collection('claims').add({ data: [twin, twin] });
    await expect(started()).rejects.toThrow('E11000 duplicate key');
  });

  it('refuses a second server on the same file', async () => {
    await started();
    const second = openDatabase({ file, collections: [], nowMs: Date.now });
    await expect(second).rejects.toThrow('another local cloud');
  });
});

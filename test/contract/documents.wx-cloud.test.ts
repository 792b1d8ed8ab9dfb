import { wxCloudDocuments } from '../../server/adapters/wx-cloud/documents';
import { type SdkCloud, startSdkCloud } from '../support/sdk-cloud';
import { CONTRACT_COLLECTIONS, documentsContract } from './documents';

let running: SdkCloud | null = null;

afterEach(async () => {
  await running?.close();
  running = null;
});

documentsContract('wx-cloud through the real SDK', async () => {
  running = await startSdkCloud(CONTRACT_COLLECTIONS);
  return wxCloudDocuments(running.cloud.database());
});

describe('wx-cloud documents', () => {
  it('rejects instead of answering when the database cannot be reached', async () => {
    const gone = await startSdkCloud(CONTRACT_COLLECTIONS);
    await gone.close();
    const documents = wxCloudDocuments(gone.cloud.database());
    await expect(documents.get('claims', 'p1')).rejects.toBeDefined();
    await expect(documents.insert('claims', { _id: 'p1', rev: 0 })).rejects.toBeDefined();
  });
});

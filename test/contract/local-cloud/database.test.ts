import { startSdkCloud } from '../../support/sdk-cloud';
import { databaseContract } from './checks';
import { CHECK_COLLECTIONS, databaseOf } from './checks/check';

describe.each(Object.entries(databaseContract))('the local database, %s', (_topic, checks) => {
  it.each(checks)('$name', async (check) => {
    const sdk = await startSdkCloud(CHECK_COLLECTIONS);
    try {
      await check.run(databaseOf(sdk.cloud));
    } finally {
      await sdk.close();
    }
  });
});

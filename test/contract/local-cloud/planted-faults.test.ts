import { sdkCloudOn } from '../../support/sdk-cloud';
import { databaseContract } from './checks';
import { type Check, databaseOf } from './checks/check';
import { type PlantedFault, plantedFaults } from './planted-faults';

describe('the contract goes red when', () => {
  it.each(plantedFaults)('$fault', async (planted) => {
    expect(await redChecks(planted, databaseContract[planted.topic]!)).toContain(planted.noticedBy);
  });
});

async function redChecks(planted: PlantedFault, checks: readonly Check[]): Promise<string[]> {
  const red: string[] = [];
  for (const check of checks) {
    const sdk = await sdkCloudOn(await planted.open());
    await check.run(databaseOf(sdk.cloud)).catch(() => red.push(check.name));
    await sdk.close();
  }
  return red;
}

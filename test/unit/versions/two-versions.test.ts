import { HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import { seededRandom } from '../../../miniprogram/shared/seeded-random';
import { RECORD_VERSIONS, type RecordVersions } from '../../../server/domain/record-versions';
import type { Doc, Documents } from '../../../server/ports/documents';
import { knownRecords } from '../../../server/usecases/stores/known-records';
import { type PayoutWorld, payoutWorld } from '../../support/payout-world';

const { claims } = RECORD_VERSIONS;
/** The code of after the deployment: it parks claims, which nobody had heard of before. */
const NEXT: RecordVersions = {
  ...RECORD_VERSIONS,
  claims: { ...claims, schema: 2, states: [...claims.states, 'PARKED'] },
};

type Stored = Doc & { readonly step: string; readonly schema?: number };

const allOf = (documents: Documents) => documents.find<Stored>('claims', {}, { limit: 1000 });

/** Old code over the shared database; every write of its that hits a newer record is kept. */
function oldCode(shared: Documents, trespasses: string[]): Documents {
  return knownRecords({
    ...shared,
    async update(collection, id, guard, change) {
      const before = await shared.get<Stored>(collection, id);
      const applied = await shared.update(collection, id, guard, change);
      const isNewer = before?.schema === 2 || before?.step === 'PARKED';
      if (applied && isNewer) trespasses.push(`${id} ${JSON.stringify(change)}`);
      return applied;
    },
  });
}

async function park(world: PayoutWorld, id: string): Promise<void> {
  const set = { step: 'PARKED', parkedBecause: { note: 'only newer code knows' } };
  await knownRecords(world.documents, NEXT).update('claims', id, {}, { set });
}

describe('old and new code at the same time', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'pay everything once and touch nothing newer (seed %i)',
    async (seed) => {
      const world = payoutWorld({ seed });
      const random = seededRandom(seed.toString(16).padStart(64, '0'));
      const trespasses: string[] = [];
      const old = { documents: oldCode(world.documents, trespasses) };
      const next = { documents: knownRecords(world.documents, NEXT) };
      await world.owe(60);

      for (let round = 0; round < 12; round += 1) {
        const parked = (await allOf(world.documents)).filter(({ step }) => step === 'OWED');
        const chosen = parked[random(Math.max(parked.length, 1))];
        if (chosen) await park(world, chosen._id);
        // Runs are short, so that both versions come across what the other one left half done.
        const runMs = 100 + random(400);
        await Promise.all([
          world.send({ ...old, runMs }),
          world.send({ ...next, runMs }),
          world.check({ ...old, runMs }),
          world.check({ ...next, runMs }),
        ]);
        world.time.advance(random(MINUTE_MS));
      }
      expect(trespasses).toEqual([]);

      // Old code is gone; new code takes its parked claims up again, and all the rest with them.
      for (const { _id, step } of await allOf(world.documents)) {
        if (step !== 'PARKED') continue;
        await next.documents.update('claims', _id, {}, { set: { step: 'OWED', dueAtMs: 0 } });
      }
      for (let hour = 0; hour < 30; hour += 1) {
        await world.send(next);
        await world.check(next);
        world.time.advance(HOUR_MS / 2);
      }
      const steps = await world.steps();
      expect((steps['SENT'] ?? 0) + (steps['RECEIVED'] ?? 0)).toBe(60);
      const bills = await world.documents.find('bills', {}, { limit: 1000 });
      expect(bills).toHaveLength(60);
    },
  );

  it('sends what it knows although a newer claim is due before it', async () => {
    const world = payoutWorld();
    await world.owe(150);
    for (let no = 1; no <= 120; no += 1) await park(world, `claim-${no}`);
    await world.documents.update('claims', 'claim-121', {}, { set: { schema: 2 } });
    await world.send();
    expect(await world.steps()).toEqual({ OWED: 1, SENT: 29 });
    expect(await world.documents.count('claims', { step: 'PARKED' })).toBe(120);
  });

  it('changes nothing when newer code took the claim between reading and writing', async () => {
    const world = payoutWorld();
    await world.owe(1);
    const racing: Documents = {
      ...world.documents,
      async find(collection, where, options) {
        const found = await world.documents.find(collection, where, options);
        if (collection === 'claims') await park(world, 'claim-1');
        return found as never;
      },
    };
    await world.send({ documents: knownRecords(racing) });
    expect(await world.claim()).toMatchObject({ step: 'PARKED', leaseOwner: null, sendCount: 0 });
  });

  it('keeps a field it does not know when it moves a claim', async () => {
    const world = payoutWorld();
    await world.owe(1);
    const set = { colour: { of: 'the cover' } };
    await world.documents.update('claims', 'claim-1', {}, { set });
    await world.send();
    expect(await world.claim()).toMatchObject({ step: 'SENT', colour: { of: 'the cover' } });
  });

  it('understands a claim of before there were numbers, and says which version wrote it last', async () => {
    const world = payoutWorld();
    await world.owe(1);
    expect(await world.claim()).not.toHaveProperty('schema');
    await world.send();
    expect(await world.claim()).toMatchObject({ step: 'SENT', schema: 1 });
  });
});

import fc from 'fast-check';
import { HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import { checkSent } from '../../../server/usecases/payout/check-sent';
import { sendOwed } from '../../../server/usecases/payout/send-owed';
import type { SendFate } from '../../support/fake-gateway';
import { assertPayouts, type PayoutWorld, payoutWorld } from '../../support/payout-world';
import { crashingDocuments } from '../../support/watched-documents';

const WORKERS = { sender: sendOwed, checker: checkSent } as const;
type Worker = keyof typeof WORKERS;

/** A run of a worker that is killed at one request to the database. True: it lived that long. */
async function runAndDie(
  world: PayoutWorld,
  worker: Worker,
  atRequest: number,
  moment: 'before' | 'after',
): Promise<boolean> {
  const counted = { requests: 0 };
  const inner = crashingDocuments(world.documents, atRequest, moment);
  const documents = new Proxy(inner, {
    get(target, name: keyof typeof inner) {
      counted.requests += 1;
      return target[name];
    },
  });
  const run = WORKERS[worker]({ ...world.tools, documents });
  await world.time.run(run.then(ignore, ignore));
  return counted.requests >= atRequest;
}

const ignore = (): void => undefined;

/** Faults are over: everything reaches a final step by itself, paid once. */
async function settles(world: PayoutWorld, final: string): Promise<void> {
  await world.letItRun(30 * MINUTE_MS);
  world.gateway.openAll();
  await world.letItRun(6 * HOUR_MS);
  await assertPayouts(world);
  expect(Object.keys(await world.steps())).toEqual([final]);
}

describe('a worker killed at any request to the database', () => {
  const cases = (['before', 'after'] as const).flatMap((moment) =>
    Array.from({ length: 23 }, (_, i) => [i + 1, moment] as const),
  );

  it.each(cases)('sender, request %i, %s it happens: one payment', async (atRequest, moment) => {
    const world = payoutWorld();
    await world.owe(1);
    await runAndDie(world, 'sender', atRequest, moment);
    await assertPayouts(world);
    await settles(world, 'RECEIVED');
    expect(new Set(world.gateway.sends.map((send) => send.order.billNo)).size).toBe(1);
  });

  it('reaches every request of a run within these cases', async () => {
    const world = payoutWorld();
    await world.owe(1);
    expect(await runAndDie(world, 'sender', 24, 'before')).toBe(false);
  });

  it('checker, any request: the evidence is booked once', async () => {
    for (const moment of ['before', 'after'] as const) {
      for (let atRequest = 1; atRequest <= 10; atRequest += 1) {
        const world = payoutWorld();
        await world.owe(1);
        await world.send();
        world.gateway.returnAll();
        world.time.advance(5 * MINUTE_MS);
        await runAndDie(world, 'checker', atRequest, moment);
        await settles(world, 'RETURNED');
      }
    }
  });
});

const fate: fc.Arbitrary<SendFate> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<SendFate>({ kind: 'pay' }) },
  fc
    .constantFrom(
      'SYSTEMERROR',
      'FREQ_LIMIT',
      'NOTENOUGH',
      'SEND_FAILED',
      'NO_AUTH',
      'SENDNUM_LIMIT',
      'TIME_LIMITED',
      'PARAM_ERROR',
      'CODE_OF_TOMORROW',
    )
    .map((code): SendFate => ({ kind: 'refuse', code })),
  fc.boolean().map((paid): SendFate => ({ kind: 'silence', paid })),
  fc.nat(20 * MINUTE_MS).map((afterMs): SendFate => ({ kind: 'lands-late', afterMs })),
  fc
    .tuple(fc.constantFrom('SENT' as const, 'FAILED' as const), fc.nat(HOUR_MS))
    .map(([as, afterMs]): SendFate => ({ kind: 'settle', as, afterMs })),
  fc.constant<SendFate>({ kind: 'lie' }),
);

const event = fc.oneof(
  fc.record({
    kind: fc.constant('run' as const),
    worker: fc.constantFrom<Worker>('sender', 'checker'),
  }),
  fc.record({
    kind: fc.constant('crash' as const),
    worker: fc.constantFrom<Worker>('sender', 'checker'),
    atRequest: fc.integer({ min: 1, max: 30 }),
    moment: fc.constantFrom('before' as const, 'after' as const),
  }),
  fc.record({ kind: fc.constant('together' as const) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(20 * MINUTE_MS) }),
  fc.record({ kind: fc.constant('open' as const) }),
  fc.record({ kind: fc.constant('deaf' as const), answersQueries: fc.boolean() }),
);

describe('any mixture of faults', () => {
  it('never pays twice, and ends with every claim received, returned or held', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { minLength: 1, maxLength: 12 }),
        fc.array(event, { maxLength: 14 }),
        fc.nat(1000),
        async (fates, events, seed) => {
          const world = payoutWorld({ seed });
          await world.owe(4);
          let sends = 0;
          world.gateway.fate = () => fates[sends++ % fates.length]!;
          for (const happening of events) {
            await happen(world, happening);
            await assertPayouts(world);
          }
          world.gateway.fate = () => ({ kind: 'pay' });
          world.gateway.answersQueries = true;
          await world.letItRun(48 * HOUR_MS);
          world.gateway.openAll();
          await world.letItRun(6 * HOUR_MS);
          await assertPayouts(world);
          const open = Object.keys(await world.steps()).filter(
            (step) => !['RECEIVED', 'RETURNED', 'HELD'].includes(step),
          );
          expect(open).toEqual([]);
        },
      ),
      { numRuns: 60, seed: 20261121 },
    );
  });
});

async function happen(
  world: PayoutWorld,
  happening: typeof event extends fc.Arbitrary<infer E> ? E : never,
): Promise<void> {
  switch (happening.kind) {
    case 'run':
      await (happening.worker === 'sender' ? world.send() : world.check());
      return;
    case 'crash':
      await runAndDie(world, happening.worker, happening.atRequest, happening.moment);
      return;
    case 'together':
      await world.time.run(
        Promise.all([sendOwed(world.tools), checkSent(world.tools), sendOwed(world.tools)]),
      );
      return;
    case 'wait':
      world.time.advance(happening.ms);
      return;
    case 'open':
      world.gateway.openAll();
      return;
    case 'deaf':
      world.gateway.answersQueries = happening.answersQueries;
  }
}

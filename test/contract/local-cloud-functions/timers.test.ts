import { movableClock } from '../../../local/clock';
import { parseCron } from '../../../local/cloud/timers/cron';
import { type Scheduler, startScheduler } from '../../../local/cloud/timers/scheduler';
import { openWorld, resultOf, type World } from './world';

const START_MS = Date.parse('2026-11-21T08:00:30Z'); // Saturday, 16:00:30 in Beijing
const MINUTE_MS = 60_000;

describe('timer expressions', () => {
  const next = (expression: string, fromMs = START_MS) => {
    const dueMs = parseCron(expression).nextAfterMs(fromMs);
    return dueMs === null ? null : new Date(dueMs).toISOString();
  };

  it.each([
    ['0 */5 * * * * *', '2026-11-21T08:05:00.000Z', 'every five minutes'],
    ['0 1/10 * * * * *', '2026-11-21T08:01:00.000Z', 'every ten minutes from minute 1'],
    ['0 0 2 1 * * *', '2026-11-30T18:00:00.000Z', '02:00 in Beijing on the first of a month'],
    ['0 0 10 1 * MON *', '2026-11-23T02:00:00.000Z', 'Mondays or the first of a month'],
    ['0 0 0 1 1 * 2030', '2029-12-31T16:00:00.000Z', 'one instant in one year'],
    ['0 0 0 31 2 * *', null, 'a day that never comes'],
  ] as [string, string | null, string][])('%s is next due at %s: %s', (expression, expected) => {
    expect(next(expression)).toBe(expected);
  });

  it.each(['0 0 2 1 * *', '0  0 2 1 * * *', '0 0 0 * * 7 *', '0 0 0 ? * * *', '0 0 25 * * * *'])(
    'the platform has no %s',
    (expression) => {
      expect(() => parseCron(expression)).toThrow(/"|Invalid/);
    },
  );
});

describe('the scheduler', () => {
  let scheduler: Scheduler;
  afterEach(() => scheduler.stop());

  function schedule(...expressions: string[]) {
    const clock = movableClock(0, () => START_MS);
    const fired: [string, string][] = [];
    const functions = expressions.map((expression, i) => ({
      name: `f${i}`,
      bundlePath: '',
      timeoutMs: 0,
      memoryMb: 0,
      openapi: new Set<string>(),
      timer: { name: 't', schedule: parseCron(expression) },
    }));
    const fire = (name: string, dueAtMs: number) =>
      fired.push([name, new Date(dueAtMs).toISOString()]);
    scheduler = startScheduler({ clock, functions: () => functions, fire });
    return { clock, fired };
  }

  it('fires each timer once when the clock jumps over many of its instants', () => {
    const { clock, fired } = schedule('0 * * * * * *', '0 0 3 * * * *');
    clock.moveBy(3 * 86_400_000);
    expect(fired).toEqual([
      ['f0', '2026-11-21T08:01:00.000Z'],
      ['f1', '2026-11-21T19:00:00.000Z'],
    ]);
  });

  it('does not fire an instant again, and plans anew when the clock is moved back', () => {
    const { clock, fired } = schedule('0 * * * * * *');
    clock.moveBy(MINUTE_MS);
    clock.moveBy(1000);
    expect(fired).toHaveLength(1);
    clock.setOffset(-MINUTE_MS);
    expect(fired).toHaveLength(1);
    clock.setOffset(0);
    expect(fired).toEqual([
      ['f0', '2026-11-21T08:01:00.000Z'],
      ['f0', '2026-11-21T08:00:00.000Z'],
    ]);
  });

  it('is silent once stopped', () => {
    const { clock, fired } = schedule('0 * * * * * *');
    scheduler.stop();
    clock.moveBy(MINUTE_MS);
    expect(fired).toEqual([]);
  });
});

describe('a function with a timer', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ clock: movableClock(0, () => START_MS), timers: 'running' });
  });
  afterAll(() => world.close());

  const admin = async <T>(action: string, body: object): Promise<T> => {
    const reply = await fetch(world.cloud.adminUrl, {
      method: 'POST',
      body: JSON.stringify({ action, ...body }),
    });
    const { data } = (await reply.json()) as { data: T };
    return data;
  };
  const note = (action: 'insertDocument' | 'removeDocument', rest: object) =>
    admin(`database.${action}`, { collectionName: 'notes', ...rest });
  const nextLogEntry = () =>
    new Promise<{ ok: boolean; errMessage?: string }>((resolve) => {
      const unsubscribe = world.cloud.log.subscribe((entry) => {
        unsubscribe();
        resolve(entry);
      });
    });
  const ticks = async () => {
    const { list } = await admin<{ list: string[] }>('database.getDocument', {
      collectionName: 'ticks',
      queryType: 'WHERE',
      query: '{}',
      limit: 100,
    });
    return list.map((doc) => JSON.parse(doc) as Record<string, unknown>);
  };

  it('is called with the documented event and nobody’s identity', async () => {
    const ended = nextLogEntry();
    world.clock.moveBy(MINUTE_MS);
    expect(await ended).toMatchObject({ function: 'ticker', source: 'wx_trigger', ok: true });
    expect(await ticks()).toMatchObject([
      {
        event: {
          Type: 'Timer',
          TriggerName: 'every-minute',
          Time: '2026-11-21T08:01:00Z',
        },
        wxContext: { ENV: 'local-env', SOURCE: 'wx_trigger' },
        trigger: 'timer',
      },
    ]);
  });

  it('is skipped, with a line in the log, while its last run still works', async () => {
    await note('insertDocument', { data: ['{"_id":"hold"}'] });
    const before = (await ticks()).length;
    const first = world.cloud.runTimer('ticker');
    const skipped = nextLogEntry();
    world.clock.moveBy(MINUTE_MS);
    expect(await skipped).toMatchObject({ ok: false, errMessage: expect.stringContaining('skip') });
    await note('removeDocument', { query: '{"_id":"hold"}', queryType: 'DOC', multi: false });
    expect(await resultOf(first)).toBe('done');
    expect(await ticks()).toHaveLength(before + 1);
  });

  it('can be run by hand, and only by the name of a function that has a timer', async () => {
    expect(await resultOf(world.cloud.runTimer('ticker'))).toBe('done');
    await expect(world.cloud.runTimer('probe')).rejects.toThrow('probe has no timer');
  });
});

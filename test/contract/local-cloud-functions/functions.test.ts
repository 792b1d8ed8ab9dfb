import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalCloudOptions, startLocalCloud } from '../../../local/cloud';
import { ALICE, BOB, openWorld, resultOf, type World } from './world';

interface Seen {
  readonly event: Record<string, unknown>;
  readonly wxContext: Record<string, unknown>;
  readonly environment: Record<string, string>;
  readonly functionName: string;
  readonly loadedAtMs: number;
  readonly events: number;
}

interface Kept {
  readonly openid: string;
  readonly instance: number;
}

describe('functions in the local cloud', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ workers: 2 });
  });
  afterAll(() => world.close());

  const probe = <T = Seen>(data: object = {}, identity: typeof ALICE | null = ALICE) =>
    resultOf<T>(world.cloud.invoke('probe', data, identity));
  const lastLog = () => world.cloud.log.entries().at(-1)!;

  it('learn who calls from their environment alone', async () => {
    const seen = await probe({ packet: 1 }, BOB);
    expect(seen.wxContext).toEqual({
      OPENID: BOB.openid,
      UNIONID: 'uBob',
      APPID: 'touristappid',
      CLIENTIP: '127.0.0.1',
      ENV: 'local-env',
      SOURCE: 'wx_client',
    });
    expect(seen.functionName).toBe('probe');
  });

  it('receive the userInfo that the platform adds, whatever the phone sent under that name', async () => {
    const { event } = await probe({ packet: 1, userInfo: { openId: 'forged' } });
    expect(event).toEqual({
      packet: 1,
      userInfo: { appId: 'touristappid', openId: ALICE.openid },
    });
  });

  it('see configured variables and nothing of the host', async () => {
    const { environment } = await probe();
    expect(environment['SETTING']).toBe('configured');
    expect(environment).not.toHaveProperty('PATH');
  });

  it('see nothing of the caller before', async () => {
    await Promise.all([probe({}, BOB), probe({}, BOB)]);
    const seen = await probe({}, null);
    expect(JSON.stringify([seen.environment, seen.wxContext])).not.toContain('Bob');
  });

  it('never mix up callers that come at the same time, on as many instances as allowed', async () => {
    const callers = Array.from({ length: 20 }, (_, i) => ({ openid: `oCaller${i}` }));
    for (const _wave of [1, 2]) {
      const seen = await Promise.all(
        callers.map((caller) => probe<Kept>({ do: 'keep-identity-after-await' }, caller)),
      );
      expect(seen.map(({ openid }) => openid)).toEqual(callers.map(({ openid }) => openid));
      expect(new Set(seen.map(({ instance }) => instance)).size).toBe(2);
    }
  });

  it('are killed at their time limit, and the next call gets a fresh instance', async () => {
    const reply = await world.cloud.invoke('probe', { do: 'spin' }, ALICE);
    expect(reply).toEqual({
      ok: false,
      errCode: -504003,
      errMsg: expect.stringContaining('Invoking task timed out after 1 seconds'),
    });
    expect(lastLog().consoleLines).toEqual(['spinning']);
    expect((await probe()).wxContext['OPENID']).toBe(ALICE.openid);
  });

  it.each([
    ['throws', { do: 'throw' }, -504002, 'on purpose'],
    ['ends its process', { do: 'exit' }, -504002, 'ended its process'],
    ['returns more than 1 MB', { do: 'return-large' }, -604001, 'size exceed limit'],
    ['is sent more than 100 KB', { text: 'x'.repeat(100 * 1024) }, -501001, 'bytes'],
  ])('answer as the platform does when one %s', async (_, data, errCode, words) => {
    const reply = await world.cloud.invoke('probe', data, ALICE);
    expect(reply).toEqual({ ok: false, errCode, errMsg: expect.stringContaining(words) });
  });

  it('can be ended in the middle of an event, as by a machine that fails', async () => {
    const broken = world.cloud.invoke('probe', { do: 'spin' }, ALICE);
    let crashed: string | null = null;
    while (crashed === null) crashed = await world.cloud.crashInstance();
    expect(crashed).toBe('probe');
    expect(await broken).toMatchObject({ ok: false });
    expect(await world.cloud.crashInstance()).toBeNull();
    expect(await probe()).toMatchObject({ functionName: 'probe' });
  });

  it('that do not exist are refused by name', async () => {
    const reply = await world.cloud.invoke('nobody', {}, ALICE);
    expect(reply).toMatchObject({ ok: false, errCode: -501000 });
  });

  it('live on the movable clock, whatever way they ask for the time', async () => {
    world.clock.moveBy(86_400_000);
    const beforeMs = world.clock.now();
    const dates = await probe<Record<string, number | string | boolean>>({ do: 'dates' });
    const afterMs = world.clock.now();
    world.clock.moveBy(-86_400_000);

    for (const key of ['now', 'constructed']) {
      expect(dates[key]).toBeGreaterThanOrEqual(beforeMs);
      expect(dates[key]).toBeLessThanOrEqual(afterMs);
    }
    expect(dates['called']).toBeGreaterThanOrEqual(beforeMs - 1000); // Date() has whole seconds
    expect(dates).toMatchObject({ given: '1970-01-02T00:00:00.000Z', isDate: true });
  });

  it('leave one log entry per call, with console lines and without openids', async () => {
    const heard: unknown[] = [];
    const unsubscribe = world.cloud.log.subscribe((entry) => heard.push(entry));
    await probe({ do: 'log', action: 'write' }, { openid: 'oShort' });
    unsubscribe();
    expect(heard).toEqual([
      {
        atMs: expect.any(Number),
        function: 'probe',
        action: 'write',
        source: 'wx_client',
        durationMs: expect.any(Number),
        ok: true,
        consoleLines: [
          'I am oSho*** { nested: true }',
          'written to the stream',
          'error and o012*** too',
        ],
      },
    ]);
    expect(lastLog()).toBe(heard[0]);
  });

  it('turn a CloudID into its open data at the top level only', async () => {
    world.cloud.openapi.answer('cloudbase.getOpenData', ({ cloud_id }) => ({ steps: cloud_id }));
    const { event } = await probe({ run: { $cloudID: 'c1' }, deep: { run: { $cloudID: 'c2' } } });
    expect(event).toMatchObject({
      run: { cloudID: 'c1', data: { steps: 'c1' } },
      deep: { run: 'c2' },
    });
  });

  it('are called by a phone over HTTP', async () => {
    const body = { name: 'probe', data: { do: 'keep-identity-after-await' }, identity: ALICE };
    const reply = await fetch(`${world.cloud.url}/invoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(await reply.json()).toMatchObject({ ok: true, result: { openid: ALICE.openid } });
  });

  it('cannot be called by another page of the same browser', async () => {
    const body = JSON.stringify({ name: 'probe', data: {}, identity: ALICE });
    const reply = await fetch(`${world.cloud.url}/invoke`, { method: 'POST', body });
    expect(reply.status).toBe(400);
  });

  it('are taken up anew after a rebuild', async () => {
    const bundle = join(world.functionsDir, 'probe', 'index.js');
    appendFileSync(bundle, '\nmodule.exports = { main: async () => "rebuilt" };\n');
    expect(await probe()).not.toBe('rebuilt');
    await world.cloud.reloadFunctions();
    expect(await probe()).toBe('rebuilt');
  });

  it('that cannot be loaded say why', async () => {
    writeFileSync(join(world.functionsDir, 'probe', 'index.js'), 'require("not-bundled");');
    await world.cloud.reloadFunctions();
    const reply = await world.cloud.invoke('probe', {}, ALICE);
    expect(reply).toMatchObject({
      errCode: -504002,
      errMsg: expect.stringContaining("Cannot find module 'not-bundled'"),
    });
  });
});

describe('what the platform would not accept', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  async function startWith(change: Partial<LocalCloudOptions>): Promise<void> {
    const cloud = await startLocalCloud({
      dataDir: null,
      functionsDir: null,
      functionEnv: {},
      collections: [],
      clock: world.clock,
      ...change,
    });
    await cloud.close();
  }

  it.each([
    ['a long trigger name', { triggers: [{ name: 'n'.repeat(61), type: 'timer', config: '' }] }],
    ['two triggers', { triggers: [1, 2].map((n) => trigger(`t${n}`, '0 0 0 * * * *')) }],
    ['a 5-field expression', { triggers: [trigger('t', '*/5 * * * *')] }],
    ['the last day of a month', { triggers: [trigger('t', '0 0 0 L * * *')] }],
    ['a timeout over a minute', { timeout: 61 }],
    ['an unknown setting', { timeOut: 3 }],
  ])('is refused at start: %s', async (_, config) => {
    const file = join(world.functionsDir, 'probe', 'config.json');
    writeFileSync(file, JSON.stringify(config));
    await expect(startWith({ functionsDir: world.functionsDir })).rejects.toThrow(file);
  });

  it('is refused at start: more than 4 KB of variables', async () => {
    const functionEnv = { KEY: 'x'.repeat(4096) };
    await expect(startWith({ functionEnv })).rejects.toThrow('the platform allows 4096');
  });
});

function trigger(name: string, config: string): object {
  return { name, type: 'timer', config };
}

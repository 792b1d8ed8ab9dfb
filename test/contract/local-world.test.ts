import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { officialOpenidOf, openidOf, unionidOf } from '../../local/players/phones';
import { startWorld, type World } from '../../local/world/world';
import { createV3Client } from '../wire/sandbox/v3-client';

/** Stand in the places of the product's functions: what matters here is the world around them. */
const FUNCTIONS = {
  'payment-callback': `async (event) => ({ statusCode: event.path === '/transfer' ? 204 : 500 })`,
  'identity-link': `async ({ path, queryStringParameters: query }) => {
    const account = process.env.OFFICIAL_ACCOUNT_BASE_URL;
    const appid = process.env.WECHATPAY_WXAPPID;
    if (path === '/') {
      const link = new URL(account + '/connect/oauth2/authorize');
      link.search = new URLSearchParams({ appid, redirect_uri: process.env.IDENTITY_LINK_URL + '/back',
        response_type: 'code', scope: 'snsapi_base', state: query.ticket });
      return { statusCode: 302, headers: { location: link.href } };
    }
    const token = new URL(account + '/sns/oauth2/access_token');
    token.search = new URLSearchParams({ appid, secret: process.env.OFFICIAL_ACCOUNT_SECRET,
      code: query.code, grant_type: 'authorization_code' });
    return { ticket: query.state, account: await (await fetch(token)).json() };
  }`,
  player: `async () => Object.fromEntries(
    ['WX_OPENID', 'WX_APPID', 'WX_UNIONID'].map((name) => [name, process.env[name]]))`,
};

describe('the local world', () => {
  let folder: string;
  let world: World;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'local-world-'));
    for (const [name, main] of Object.entries(FUNCTIONS)) {
      mkdirSync(join(folder, 'functions', name), { recursive: true });
      writeFileSync(join(folder, 'functions', name, 'index.js'), `exports.main = ${main};`);
    }
    world = await startWorld({
      dataFolder: join(folder, 'data'),
      functionsFolder: join(folder, 'functions'),
      workers: 1,
      timers: 'running',
    });
  });
  afterAll(async () => {
    await world.close();
    rmSync(folder, { recursive: true });
  });

  it('tells functions the openid and appid of the mini program', async () => {
    const reply = await world.cloud.invoke('player', {}, world.identityOf('li'));
    expect(reply).toEqual({
      ok: true,
      result: { WX_OPENID: openidOf('li'), WX_APPID: world.sandbox.merchant.miniAppid },
    });
  });

  it('leads a player through the link to the openid at the official account', async () => {
    const link = `${world.functionEnv['IDENTITY_LINK_URL']}?ticket=t1`;
    const landed = await world.officialAccount.authorize('li', link);
    expect(JSON.parse(landed.text)).toMatchObject({
      ticket: 't1',
      account: { openid: officialOpenidOf('li') },
    });
  });

  it('knows a player by one unionid in both accounts when they are bound together', async () => {
    world.officialAccount.set({ unionid: true });
    const link = `${world.functionEnv['IDENTITY_LINK_URL']}?ticket=t2`;
    const landed = await world.officialAccount.authorize('li', link);
    const unionid = unionidOf('li');
    expect(JSON.parse(landed.text)).toMatchObject({ account: { unionid } });
    const reply = await world.cloud.invoke('player', {}, world.identityOf('li'));
    expect(reply).toMatchObject({ result: { WX_UNIONID: unionid } });
    world.officialAccount.set({ unionid: false });
  });

  it('lets the provider call the function back by itself', async () => {
    const v3 = createV3Client(world.sandbox, world.clock.now);
    const created = await v3.create({
      openid: openidOf('li'),
      notify_url: `${world.functionEnv['WECHATPAY_NOTIFY_URL']}/transfer`,
    });
    v3.close();
    const { callbacks, onChange, transfers } = world.sandbox;
    const delivered = new Promise<void>((resolve) => {
      onChange(() => callbacks.deliveries().length > 0 && resolve());
    });
    transfers.confirm(String(created.body['out_bill_no']));
    await delivered;
    expect(callbacks.deliveries()).toMatchObject([
      { event: 'transfer-finished', status: 204, acknowledged: true },
    ]);
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type OfficialAccount, startOfficialAccount } from '../../local/official-account';

const APPID = 'wx8888888888888888';
const SECRET = 'secret-of-the-account';
const MINUTE_MS = 60_000;

let nowMs = Date.UTC(2026, 10, 21, 4);
let account: OfficialAccount;
let merchant: Server;
let merchantUrl: string;

beforeAll(async () => {
  account = await startOfficialAccount({
    appid: APPID,
    secret: SECRET,
    nowMs: () => nowMs,
    openidOf: (phoneId) => `oOfficial-${phoneId}`,
    unionidOf: (phoneId) => `oUnion-${phoneId}`,
  });
  merchant = createServer((req, res) => {
    if (req.url === '/link') res.writeHead(302, { location: authorizeUrl() }).end();
    else res.end(`landed ${req.url}`);
  });
  await new Promise<void>((resolve) => merchant.listen(0, '127.0.0.1', resolve));
  merchantUrl = `http://127.0.0.1:${(merchant.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await account.close();
  await new Promise((resolve) => merchant.close(resolve));
});

type Params = Readonly<Record<string, string>>;

function authorizeUrl(changes: Params = {}): string {
  const params = {
    appid: APPID,
    redirect_uri: `${merchantUrl}/back?campaign=1`,
    response_type: 'code',
    scope: 'snsapi_base',
    state: 'ticket1',
    ...changes,
  };
  return `${account.baseUrl}/connect/oauth2/authorize?${new URLSearchParams(params)}#wechat_redirect`;
}

async function codeFor(phoneId: string): Promise<string> {
  const landed = await account.authorize(phoneId, `${merchantUrl}/link`);
  return new URL(landed.url).searchParams.get('code')!;
}

async function exchange(code: string, changes: Params = {}): Promise<Record<string, unknown>> {
  const params = {
    appid: APPID,
    secret: SECRET,
    code,
    grant_type: 'authorization_code',
    ...changes,
  };
  const reply = await fetch(
    `${account.baseUrl}/sns/oauth2/access_token?${new URLSearchParams(params)}`,
  );
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/plain']);
  return (await reply.json()) as Record<string, unknown>;
}

describe('a link inside WeChat', () => {
  it('leads a scripted player through the account back to the merchant, code and state with it', async () => {
    const landed = await account.authorize('li', `${merchantUrl}/link`);
    expect(landed).toMatchObject({ status: 200, text: expect.stringMatching(/^landed \/back\?/) });
    const query = new URL(landed.url).searchParams;
    expect(query.get('campaign')).toBe('1');
    expect(query.get('state')).toBe('ticket1');
    expect(query.get('code')).toMatch(/^\w{32}$/);
  });

  it('does not know who opens it outside WeChat', async () => {
    const page = await fetch(authorizeUrl(), { redirect: 'manual' });
    expect([page.status, await page.text()]).toEqual([
      200,
      expect.stringContaining('请在微信客户端打开链接'),
    ]);
  });

  it.each<[string, Params]>([
    ['AppID 参数错误', { appid: 'wx6666666666666666' }],
    ['redirect_uri 不能为空', { redirect_uri: '' }],
    ['redirect_uri 域名与后台配置不一致', { redirect_uri: 'https://example.com/back' }],
    ['response_type 参数错误', { response_type: 'token' }],
    ['Scope 参数错误', { scope: 'snsapi_userinfo' }],
    ['state 只能有字母和数字', { state: 'a.b' }],
    ['state 只能有字母和数字', { state: 'a'.repeat(129) }],
  ])('shows an error and gives no code: %s', async (words, changes) => {
    const landed = await account.authorize('li', authorizeUrl(changes));
    expect(landed.url.startsWith(account.baseUrl)).toBe(true);
    expect(landed.text).toContain(words);
  });
});

describe('a code', () => {
  it('tells the openid of the player, once', async () => {
    const code = await codeFor('li');
    expect(await exchange(code)).toEqual({
      access_token: expect.any(String),
      expires_in: 7200,
      refresh_token: expect.any(String),
      openid: 'oOfficial-li',
      scope: 'snsapi_base',
    });
    expect(await exchange(code)).toMatchObject({
      errcode: 40163,
      errmsg: expect.stringMatching(/^code been used/),
    });
  });

  it('lives for five minutes', async () => {
    const [early, late] = [await codeFor('li'), await codeFor('li')];
    nowMs += 5 * MINUTE_MS - 1;
    expect(await exchange(early)).toMatchObject({ openid: 'oOfficial-li' });
    nowMs += 1;
    expect(await exchange(late)).toMatchObject({ errcode: 40029 });
  });

  it('is for whoever opened the link', async () => {
    const [li, wang] = [await codeFor('li'), await codeFor('wang')];
    expect(await exchange(wang)).toMatchObject({ openid: 'oOfficial-wang' });
    expect(await exchange(li)).toMatchObject({ openid: 'oOfficial-li' });
  });

  it.each<[number, Params]>([
    [41002, { appid: '' }],
    [40013, { appid: 'wx6666666666666666' }],
    [41004, { secret: '' }],
    [40125, { secret: 'another' }],
    [40002, { grant_type: 'client_credential' }],
    [41008, { code: '' }],
    [40029, { code: 'never-issued' }],
  ])('is refused with %i, and stays good', async (errcode, changes) => {
    const code = await codeFor('li');
    expect(await exchange(code, changes)).toMatchObject({ errcode });
    expect(await exchange(code)).toMatchObject({ openid: 'oOfficial-li' });
  });

  it('tells the unionid while the account is bound to an open platform account', async () => {
    account.set({ unionid: true });
    expect(await exchange(await codeFor('li'))).toMatchObject({ unionid: 'oUnion-li' });
    account.set({ unionid: false });
    expect(await exchange(await codeFor('li'))).not.toHaveProperty('unionid');
  });
});

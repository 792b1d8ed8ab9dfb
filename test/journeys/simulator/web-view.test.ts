/** A page of another server inside the mini program, and the official account that must know whose phone it is on. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type OfficialAccount, startOfficialAccount } from '../../../local/official-account';
import { trapProgram } from '../../support/trap-program';

const program = trapProgram();
const { errors } = program;

let account: OfficialAccount;
let merchant: Server;
let merchantUrl: string;

const PAGES: Readonly<Record<string, string>> = {
  '/start': '<a href="/link">去关联</a>',
  '/back':
    "<button onclick=\"parent.postMessage({ miniProgram: 'postMessage', options: { data: 'linked' } }, '*'); parent.postMessage({ miniProgram: 'navigateBack' }, '*')\">返回小程序</button>",
};

beforeAll(async () => {
  account = await startOfficialAccount({
    appid: 'wx8888888888888888',
    secret: 'secret',
    nowMs: Date.now,
    openidOf: (phoneId) => `oOfficial-${phoneId}`,
    unionidOf: (phoneId) => phoneId,
  });
  merchant = createServer((req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? '/', merchantUrl);
    if (pathname === '/link') return res.writeHead(302, { location: authorizeUrl() }).end();
    const code = searchParams.get('code');
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    return res.end(`${PAGES[pathname] ?? ''}<p id="code">${code ?? ''}</p>`);
  });
  await new Promise<void>((resolve) => merchant.listen(0, '127.0.0.1', resolve));
  merchantUrl = `http://127.0.0.1:${(merchant.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await account.close();
  merchant.closeAllConnections();
  await new Promise((resolve) => merchant.close(resolve));
});

function authorizeUrl(): string {
  const params = {
    appid: 'wx8888888888888888',
    redirect_uri: `${merchantUrl}/back`,
    response_type: 'code',
    scope: 'snsapi_base',
    state: 't1',
  };
  return `${account.baseUrl}/connect/oauth2/authorize?${new URLSearchParams(params)}`;
}

async function openidOf(code: string): Promise<unknown> {
  const params = {
    appid: 'wx8888888888888888',
    secret: 'secret',
    code,
    grant_type: 'authorization_code',
  };
  const url = `${account.baseUrl}/sns/oauth2/access_token?${new URLSearchParams(params)}`;
  return ((await (await fetch(url)).json()) as { openid?: string }).openid;
}

const route = (src: string) => `pages/web/web?src=${encodeURIComponent(src)}`;

describe('a web-view', () => {
  it('is known to the official account as its own phone, after any number of pages', async () => {
    const page = await program.open(route(`${merchantUrl}/start`), { phoneId: 'wang' });
    const frame = page.frameLocator('iframe');
    await frame.getByText('去关联').click();
    await frame.getByText('返回小程序').waitFor();
    const code = await frame.locator('#code').textContent();
    expect(await openidOf(code ?? '')).toBe('oOfficial-wang');
    expect(errors()).toEqual([]);
  });

  it('goes back on the word of the page inside, and tells then what the page posted', async () => {
    const page = await program.open('pages/home/home');
    const url = `/${route(`${merchantUrl}/back`)}`;
    await page.evaluate(`wx.navigateTo({ url: ${JSON.stringify(url)} })`);
    await page.frameLocator('iframe').getByText('返回小程序').click();
    await page.locator('iframe').waitFor({ state: 'detached' });
    expect(await page.evaluate('simulator.currentPage().route')).toBe('pages/home/home');
    expect(await page.evaluate("wx.getStorageSync('heard')")).toBe('["linked"]');
  });

  it('fills the page below the navigation bar, and tells when its page has loaded', async () => {
    const page = await program.open(route(`${merchantUrl}/back`));
    await page.waitForFunction('simulator.currentPage().data.loads === 1');
    const bar = await program.box('.sim-navigation-bar');
    expect(await program.box('iframe')).toEqual({
      x: 0,
      y: bar.y + bar.height,
      width: 375,
      height: 812 - bar.y - bar.height,
    });
  });

  it('tells an address that is none', async () => {
    const page = await program.open(route('javascript:alert(1)'));
    await page.waitForFunction("simulator.currentPage().data.error === 'javascript:alert(1)'");
    expect(await page.locator('iframe').count()).toBe(0);
  });
});

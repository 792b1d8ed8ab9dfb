import { openWorld, type World } from './world';

interface Seen {
  readonly event: Record<string, unknown>;
  readonly wxContext: Record<string, unknown>;
}

describe('a function that is called over HTTP', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ workers: 1, httpFunctions: ['web', 'not-deployed'] });
  });
  afterAll(() => world.close());

  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${world.cloud.url}/http/${path}`, { redirect: 'manual', ...init });
  const see = async (path: string, init?: RequestInit) =>
    (await (await call(path, init)).json()) as Seen;

  it('receives the request as the documented event', async () => {
    const { event } = await see('web/notify/transfer?a=1&b=%E7%BA%A2', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Signed': 'yes' },
      body: '{"amount":"红包"}',
    });
    expect(event).toEqual({
      path: '/notify/transfer',
      httpMethod: 'POST',
      headers: expect.objectContaining({ 'content-type': 'application/json', 'x-signed': 'yes' }),
      queryStringParameters: { a: '1', b: '红' },
      requestContext: { requestId: expect.any(String), envId: 'local-env' },
      body: '{"amount":"红包"}',
      isBase64Encoded: false,
    });
  });

  it.each(['web', 'web/'])('has the path / at its own route: %s', async (path) => {
    expect((await see(path)).event).toMatchObject({ path: '/', httpMethod: 'GET', body: '' });
  });

  it('gets a binary body as base64, and XML as it is', async () => {
    const post = (type: string, body: Uint8Array) =>
      see('web', { method: 'POST', headers: { 'content-type': type }, body: new Uint8Array(body) });
    const binary = await post('application/octet-stream', new Uint8Array([0, 255]));
    expect(binary.event).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
    const xml = await post('text/xml', Buffer.from('<xml/>'));
    expect(xml.event).toMatchObject({ body: '<xml/>', isBase64Encoded: false });
  });

  it('knows no caller, whatever the request claims', async () => {
    const { wxContext } = await see('web', { headers: { 'x-wx-openid': 'oForged' } });
    expect(wxContext).not.toHaveProperty('OPENID');
    expect(wxContext).toMatchObject({ SOURCE: 'wx_http' });
  });

  it('answers with status, headers and body of its own', async () => {
    const reply = await call('web/integrated');
    expect(reply.status).toBe(302);
    expect(reply.headers.get('location')).toBe('/elsewhere');
    expect(reply.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await reply.text()).toBe('去别处');
  });

  it('answers with bytes that it returned as base64', async () => {
    expect([...new Uint8Array(await (await call('web/binary')).arrayBuffer())]).toEqual([0, 255]);
  });

  it('answers plainly with what else it returns', async () => {
    const text = await call('web/text');
    expect(text.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await text.text()).toBe('成功');
    const json = await call('web');
    expect([json.status, json.headers.get('content-type')]).toEqual([
      200,
      'application/json; charset=utf-8',
    ]);
  });

  it.each([
    ['probe', 404, 'INVALID_PATH'],
    ['nobody', 404, 'INVALID_PATH'],
    ['not-deployed', 404, 'FUNCTION_NOT_FOUND'],
    ['web/throw', 500, 'FUNCTIONS_EXECUTE_FAIL'],
    ['web/spin', 504, 'FUNCTIONS_TIME_LIMIT_EXCEEDED'],
  ])('or the platform answers for it: %s is %i %s', async (path, status, code) => {
    const reply = await call(path);
    expect([reply.status, await reply.json()]).toMatchObject([status, { code }]);
  });

  it.each([100 * 1024, 2 * 1024 * 1024])('never sees a body of %i bytes: 413', async (bytes) => {
    const reply = await call('web', { method: 'POST', body: 'x'.repeat(bytes) });
    expect(reply.status).toBe(413);
  });
});

it('can be told the address at which the cloud listens', async () => {
  const world = await openWorld({
    workers: 1,
    httpFunctions: ['web'],
    functionEnv: (url) => ({ NOTIFY_URL: `${url}/http/web` }),
  });
  const reply = await world.cloud.invoke('probe', {}, null);
  await world.close();
  expect(reply).toMatchObject({
    result: { environment: { NOTIFY_URL: `${world.cloud.url}/http/web` } },
  });
});

it('tells functions the appid of its mini program', async () => {
  const world = await openWorld({ workers: 1, appid: 'wx6666666666666666' });
  const reply = await world.cloud.invoke('probe', {}, { openid: 'oAlice' });
  await world.close();
  const appid = 'wx6666666666666666';
  expect(reply).toMatchObject({
    result: { wxContext: { APPID: appid }, event: { userInfo: { appId: appid } } },
  });
});

import { request } from 'node:http';
import { outcomeOf, type Params, SEND, sendParams, sign } from './client';
import { createWorlds, type World } from './world';

const worlds = createWorlds();
let world: World;
beforeAll(async () => {
  world = await worlds.start({ limits: { packetsPerPlayerDay: 100 } });
});
beforeEach(() => world.advance(1_000));
afterAll(() => worlds.close());

let serial = 0;

/** The signed fields of a new bill. */
function signedParams(changes: Params = {}): Params {
  serial += 1;
  const params = sendParams(world.sandbox, { mch_billno: `dialect${serial}`, ...changes });
  return { ...params, sign: sign(params, world.sandbox.merchant.apiKey) };
}

const escaped = (value: string) =>
  value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const elements = (params: Params, write: (value: string) => string) =>
  Object.entries(params).map(([name, value]) => `<${name}>${write(value)}</${name}>`);
const plain = (params: Params) => elements(params, escaped).join('');

async function post(body: string | Buffer, headers?: Record<string, string>) {
  return outcomeOf(await world.client.post(SEND, body, headers));
}

describe('requests as well-known clients write them', () => {
  it('may use entities instead of CDATA', async () => {
    const params = signedParams({ remark: 'a<b & "c"' });
    expect(await post(`<xml>${plain(params)}</xml>`)).toBe('SUCCESS');
    expect(world.sandbox.bills().at(-1)?.remark).toBe('a<b & "c"');
  });

  it('may use character references and split CDATA sections', async () => {
    const params = signedParams({ remark: 'A]]>B中' });
    const body = plain(params).replace(
      'A]]&gt;B中',
      '&#65;<![CDATA[]]]]><![CDATA[>]]>&#x42;&#20013;',
    );
    expect(await post(`<xml>${body}</xml>`)).toBe('SUCCESS');
  });

  it('may be pretty-printed, with declaration, byte order mark and empty elements', async () => {
    const fields = elements(signedParams(), escaped).join('\r\n\t');
    const body = `\uFEFF<?xml version="1.0" encoding="UTF-8"?>\r\n<xml>\r\n\t<scene_id/>\r\n\t<risk_info></risk_info>\r\n\t${fields}\r\n</xml>\r\n`;
    expect(await post(body)).toBe('SUCCESS');
  });

  it.each([
    ['text/xml', { 'Content-Type': 'text/xml' }],
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['another host, in chunks', { Host: 'api.mch.weixin.qq.com', 'Transfer-Encoding': 'chunked' }],
  ])('may say they are %s', async (_what, headers) => {
    expect(await post(`<xml>${plain(signedParams())}</xml>`, headers)).toBe('SUCCESS');
  });

  it('keep a billno of digits only as it is', async () => {
    const digits = '0019000001092026112100000001';
    await post(`<xml>${plain(signedParams({ mch_billno: digits }))}</xml>`);
    expect(world.sandbox.bill(digits)?.billNo).toBe(digits);
  });
});

describe('XML_ERROR', () => {
  it.each<[string, (good: string) => string | Buffer]>([
    ['an empty body', () => ''],
    ['JSON', () => '{}'],
    ['an open end', (good) => good.slice(0, -3)],
    ['a DOCTYPE', (good) => `<!DOCTYPE xml [<!ENTITY a "b">]>${good}`],
    ['an unknown entity', (good) => good.replace('<xml>', '<xml><a>&nbsp;</a>')],
    ['a nested field', (good) => good.replace('<xml>', '<xml><a><b>1</b></a>')],
    ['an attribute', (good) => good.replace('<xml>', '<xml><a b="c">1</a>')],
    ['a field twice', (good) => good.replace('<xml>', '<xml><total_amount>1</total_amount>')],
    ['another root', (good) => good.replaceAll('xml>', 'root>')],
    ['a reference to no character', (good) => good.replace('<xml>', '<xml><a>&#0;</a>')],
    ['text after the root', (good) => `${good}<xml></xml>`],
    ['a control character', (good) => good.replace('<xml>', '<xml><a>\u0000</a>')],
    ['bytes that are not UTF-8', (good) => Buffer.concat([Buffer.from([0xff]), Buffer.from(good)])],
    ['more than 64 KB', (good) => good.replace('<xml>', `<xml><a>${'x'.repeat(70_000)}</a>`)],
  ])('is the answer to %s', async (_what, broken) => {
    const before = world.sandbox.bills().length;
    expect(await post(broken(`<xml>${plain(signedParams())}</xml>`))).toBe('XML_ERROR');
    expect(world.sandbox.bills()).toHaveLength(before);
  });
});

it('answers return_code FAIL to a call that is not a POST', async () => {
  const reply = await world.client.get(SEND);
  expect([reply.status, reply.field('return_code')]).toEqual([200, 'FAIL']);
  expect(reply.field('return_msg')).toContain('post');
});

it('answers 404 to a path it does not know and records no call', async () => {
  const before = world.sandbox.calls().length;
  const reply = await world.client.post('/mmpaymkttransfers/unknown', '');
  expect(reply.status).toBe(404);
  expect(world.sandbox.calls()).toHaveLength(before);
});

it('does not speak plain HTTP', async () => {
  const url = world.sandbox.baseUrl.replace('https', 'http');
  const ended = new Promise((resolve) => {
    request(url, () => resolve('answered'))
      .on('error', () => resolve('refused'))
      .end();
  });
  expect(await ended).toBe('refused');
});

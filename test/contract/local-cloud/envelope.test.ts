import { createServer, type Server } from 'node:http';
import { type AdminEndpointOptions, adminEndpoint } from '../../../local/cloud/http/envelope';
import { adminUrl, closeServer } from '../../support/sdk-cloud';

let server: Server | null = null;
afterEach(async () => {
  if (server !== null) await closeServer(server);
  server = null;
});

async function started(options: Partial<AdminEndpointOptions> = {}): Promise<string> {
  const created = createServer(adminEndpoint({ json: async () => ({}), ...options }));
  server = created;
  await new Promise<void>((resolve) => created.listen(0, '127.0.0.1', resolve));
  return adminUrl(created);
}

async function posted(url: string, body: string | FormData) {
  const response = await fetch(url, { method: 'POST', body });
  return { status: response.status, reply: (await response.json()) as Record<string, unknown> };
}

describe('the admin endpoint', () => {
  it('hands on the action with its body and adds a request id to the answer', async () => {
    const url = await started({ json: async (action, body) => ({ data: [action, body.n] }) });
    const { status, reply } = await posted(url, '{"action":"database.x","n":1}');
    expect(status).toBe(200);
    expect(reply).toEqual({ requestId: 'local-1', data: ['database.x', 1] });
  });

  it.each([
    ['no JSON', 'not json', 'INVALID_PARAM'],
    ['no object', '[1]', 'INVALID_PARAM'],
    ['no action', '{"n":1}', 'INVALID_PARAM'],
    ['far too long', ' '.repeat(17 * 1024 * 1024 + 1), 'EXCEED_MAX_PAYLOAD_SIZE'],
  ])('answers a body that is %s with a code and HTTP 200', async (_what, body, code) => {
    const { status, reply } = await posted(await started(), body);
    expect(status).toBe(200);
    expect(reply).toMatchObject({ code, requestId: 'local-1' });
  });

  it('answers what a broken handler threw as SYS_ERR', async () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const url = await started({ json: () => Promise.reject(new Error('broken')) });
    const { reply } = await posted(url, '{"action":"a"}');
    expect(reply).toMatchObject({ code: 'SYS_ERR', message: 'broken' });
    expect(console.error).toHaveBeenCalled();
  });

  it('hands on the fields of a form and answers with bytes', async () => {
    const url = await started({
      multipart: async (fields) => ({
        contentType: 'application/octet-stream',
        body: Buffer.concat([fields.get('action')!, fields.get('requestData')!]),
      }),
    });
    const form = new FormData();
    form.set('action', 'wx.openApi');
    form.set('requestData', new Blob([new Uint8Array([0, 255])]), 'bytes');
    const response = await fetch(url, { method: 'POST', body: form });
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes).toEqual(Buffer.concat([Buffer.from('wx.openApi'), Buffer.from([0, 255])]));
  });
});

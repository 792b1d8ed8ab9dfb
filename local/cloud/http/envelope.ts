import type { IncomingMessage, ServerResponse } from 'node:http';
import busboy from 'busboy';
import { readBytes } from '../control/body';

export interface AdminEndpointOptions {
  /** Everything the SDK sends as JSON: `database.*`, `functions.*`, `storage.*`. */
  readonly json: (
    action: string,
    body: Record<string, unknown>,
  ) => Promise<Record<string, unknown>>;
  /** `wx.openApi` and `wx.wxPayApi` travel as forms and answer with protobuf or plain text. */
  readonly multipart?: (
    fields: Map<string, Buffer>,
  ) => Promise<{ contentType: string; body: Buffer }>;
}

/** The database takes 16 MB in a packet; the rest is the envelope. */
const BODY_BYTES_MAX = 17 * 1024 * 1024;

class RefusedRequest extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Listener for `POST /admin`, the one address that `wx-server-sdk` calls. Replies are always
 * HTTP 200, errors too: the SDK turns any other status into a number without a meaning.
 *
 * Errors, in order: INVALID_REQUEST_SOURCE (not a POST), EXCEED_MAX_PAYLOAD_SIZE, INVALID_PARAM
 * (a body that is not an action), whatever the handler answers, SYS_ERR (the handler threw: a bug).
 */
export function adminEndpoint(
  options: AdminEndpointOptions,
): (req: IncomingMessage, res: ServerResponse) => void {
  let requestCount = 0;
  return (req, res) => {
    requestCount += 1;
    const requestId = `local-${requestCount}`;
    answer(options, req).then(
      (reply) => send(res, requestId, reply),
      (error: unknown) => send(res, requestId, { json: failure(error) }),
    );
  };
}

type Reply =
  | { readonly json: Record<string, unknown> }
  | { readonly contentType: string; readonly body: Buffer };

async function answer(options: AdminEndpointOptions, req: IncomingMessage): Promise<Reply> {
  if (req.method !== 'POST') {
    req.resume();
    throw new RefusedRequest('INVALID_REQUEST_SOURCE', 'the SDK calls this address with POST');
  }
  const contentType = req.headers['content-type'] ?? '';
  if (contentType.startsWith('multipart/form-data')) {
    if (options.multipart === undefined) {
      req.resume();
      throw new RefusedRequest('INVALID_PARAM', 'forms are not answered here');
    }
    return options.multipart(await readForm(req));
  }
  const body = parseAction(await readBody(req));
  return { json: await options.json(body.action, body) };
}

async function readBody(req: IncomingMessage): Promise<string> {
  const body = await readBytes(req, BODY_BYTES_MAX);
  if (body === null) throw tooLarge();
  return body.toString('utf8');
}

function parseAction(text: string): Record<string, unknown> & { action: string } {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new RefusedRequest('INVALID_PARAM', 'the body is not JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new RefusedRequest('INVALID_PARAM', 'the body is not a JSON object');
  }
  const action = 'action' in body ? body.action : undefined;
  if (typeof action !== 'string') {
    throw new RefusedRequest('INVALID_PARAM', 'the body names no action');
  }
  return { ...body, action };
}

function readForm(req: IncomingMessage): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, Buffer>();
    const form = busboy({
      headers: req.headers,
      limits: { fieldSize: BODY_BYTES_MAX, fileSize: BODY_BYTES_MAX },
    });
    form.on('field', (name, value, info) => {
      if (info.valueTruncated) reject(tooLarge());
      fields.set(name, Buffer.from(value, 'utf8'));
    });
    form.on('file', (name, stream) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => reject(tooLarge()));
      stream.on('end', () => fields.set(name, Buffer.concat(chunks)));
    });
    form.on('close', () => resolve(fields));
    form.on('error', (error) => reject(new RefusedRequest('INVALID_PARAM', String(error))));
    req.on('error', reject);
    req.pipe(form);
  });
}

function tooLarge(): RefusedRequest {
  return new RefusedRequest(
    'EXCEED_MAX_PAYLOAD_SIZE',
    `a request has ${BODY_BYTES_MAX} bytes at most`,
  );
}

function failure(error: unknown): Record<string, unknown> {
  if (error instanceof RefusedRequest) return { code: error.code, message: error.message };
  console.error(error);
  return { code: 'SYS_ERR', message: error instanceof Error ? error.message : String(error) };
}

function send(res: ServerResponse, requestId: string, reply: Reply): void {
  const binary = 'body' in reply;
  const body = binary ? reply.body : Buffer.from(JSON.stringify({ requestId, ...reply.json }));
  res.writeHead(200, {
    'content-type': binary ? reply.contentType : 'application/json; charset=utf-8',
    'content-length': body.byteLength,
  });
  res.end(body);
}

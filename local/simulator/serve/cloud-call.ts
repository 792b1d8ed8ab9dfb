import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SimulatorOptions } from './serve';

type Handlers = Pick<SimulatorOptions, 'callFunction' | 'fileUrl'>;

const BODY_LIMIT_BYTES = 1024 * 1024;

/** Answers `/cloud/callFunction` and `/cloud/getTempFileURL`; a failure comes back as `failure`. */
export async function answerCloudCall(
  handlers: Handlers,
  phoneId: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const body = JSON.parse(await readBody(request)) as Record<string, unknown>;
    const result = await dispatch(handlers, phoneId, path, body);
    sendJson(response, { result: result ?? null });
  } catch (error) {
    const { errMsg, errCode, message } = error as {
      errMsg?: string;
      errCode?: number;
      message?: string;
    };
    const failure = { errMsg: errMsg ?? message ?? String(error), errCode: errCode ?? -1 };
    // Status 200: a browser would report any other on the console as an error of the page.
    sendJson(response, { failure });
  }
}

function dispatch(
  handlers: Handlers,
  phoneId: string,
  path: string,
  body: Record<string, unknown>,
) {
  if (path === '/cloud/callFunction' && typeof body.name === 'string') {
    return handlers.callFunction(phoneId, body.name, body.data);
  }
  if (path === '/cloud/getTempFileURL' && typeof body.fileId === 'string') {
    if (!handlers.fileUrl) throw new Error('this simulator serves no cloud files');
    return handlers.fileUrl(phoneId, body.fileId);
  }
  throw new Error(`the simulator does not understand ${path}`);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_LIMIT_BYTES) throw new Error('the request is larger than 1 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sendJson(response: ServerResponse, value: unknown) {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

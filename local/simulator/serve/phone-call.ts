import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { PaymentAnswer } from '../payments';
import type { SimulatorOptions } from './serve';

type Handlers = Pick<SimulatorOptions, 'callFunction' | 'fileUrl' | 'payments'>;

const BODY_LIMIT_BYTES = 1024 * 1024;

const PaymentBody = v.object({
  call: v.picklist(['requestPayment', 'requestMerchantTransfer', 'sendBizRedPacket']),
  params: v.record(v.string(), v.string()),
  scene: v.pipe(v.number(), v.integer()),
});

/**
 * Answers what leaves the phone: `/cloud/callFunction`, `/cloud/getTempFileURL`, `/payments/open` and
 * `/payments/agree`. A failure comes back as `failure`.
 */
export async function answerPhoneCall(
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
  if (path === '/payments/open' || path === '/payments/agree') {
    return Promise.resolve(answerPayment(handlers, phoneId, path, body));
  }
  throw new Error(`the simulator does not understand ${path}`);
}

function answerPayment(
  { payments }: Handlers,
  phoneId: string,
  path: string,
  body: unknown,
): PaymentAnswer {
  const request = v.parse(PaymentBody, body);
  if (!payments) return { ok: false, errMsg: `${request.call}:fail no WeChat Pay here` };
  return path === '/payments/open'
    ? payments.open(phoneId, request)
    : payments.agree(phoneId, request);
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

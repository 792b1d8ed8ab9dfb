import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBytes } from '../control/body';
import type { Listener } from '../control/front-door';
import { sendJson } from '../control/json-http';
import type { Runner } from '../functions/runner';
import { httpResponse } from './http-response';
import { httpEvent } from './request-event';

export const HTTP_ROUTE = '/http/';

/** Large enough to let an event over the platform's 100 KB reach the check that refuses it. */
const BODY_BYTES_MAX = 1024 * 1024;

/** Undocumented for these calls; the word the platform has for its other HTTP interface. */
const SOURCE = 'wx_http';

/** What a caller hears instead of an answer of the function. The codes are the platform's. */
const STATUS_OF: Readonly<Record<string, number>> = {
  FUNCTION_NOT_FOUND: 404,
  EXCEED_MAX_PAYLOAD_SIZE: 413,
  FUNCTIONS_TIME_LIMIT_EXCEEDED: 504,
};
const FUNCTION_BROKE = 500;

/**
 * 云接入: any method on `/http/<function>/<path…>` runs the function, without anybody's identity.
 * Errors, in order: 404 (no such route, or no such function behind it), 413 (an event over 100 KB),
 * 504 (its time was up), 500 (it threw).
 *
 * @param routed the functions that the deployment gives a route; no other can be reached.
 */
export function httpAccess(runner: Pick<Runner, 'invoke'>, routed: readonly string[]): Listener {
  return async (req: IncomingMessage, res: ServerResponse) => {
    const requestId = randomUUID();
    const refuse = (status: number, code: string, message: string) =>
      sendJson(res, status, { requestId, code, message });

    const url = new URL(req.url ?? '/', 'http://127.0.0.1');
    const [name = '', ...rest] = url.pathname.slice(HTTP_ROUTE.length).split('/');
    const body = await readBytes(req, BODY_BYTES_MAX);
    if (!routed.includes(name)) return refuse(404, 'INVALID_PATH', `no HTTP route for ${name}`);
    if (body === null) return refuse(413, 'EXCEED_MAX_PAYLOAD_SIZE', 'the body is too large');

    const event = httpEvent(req, {
      path: `/${rest.join('/')}`,
      query: url.searchParams,
      body,
      requestId,
    });
    const invoked = await runner.invoke(name, event, SOURCE, null);
    if (!invoked.ok) {
      const { code, message } = invoked.failure;
      return refuse(STATUS_OF[code] ?? FUNCTION_BROKE, code, message);
    }
    const { statusCode, headers, body: answer } = httpResponse(JSON.parse(invoked.result));
    res.writeHead(statusCode, { ...headers } as Record<string, string | string[]>);
    res.end(answer);
  };
}

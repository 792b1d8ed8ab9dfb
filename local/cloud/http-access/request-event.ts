import type { IncomingMessage } from 'node:http';
import { ENV_ID } from '../functions/environment';

/**
 * 集成请求: the event of a function that is called over HTTP.
 * https://docs.cloudbase.net/service/access-cloud-function
 */
export interface HttpEvent {
  /** Behind the function's route, never empty: `/` for the route itself. */
  readonly path: string;
  readonly httpMethod: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of a name that comes twice, the last value. */
  readonly queryStringParameters: Readonly<Record<string, string>>;
  readonly requestContext: { readonly requestId: string; readonly envId: string };
  /** Base64 when `isBase64Encoded`; empty when there is none. */
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

export interface ReceivedRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly requestId: string;
}

export function httpEvent(req: IncomingMessage, received: ReceivedRequest): HttpEvent {
  const isBase64Encoded = !isText(req.headers['content-type']);
  return {
    path: received.path,
    httpMethod: req.method ?? 'GET',
    headers: Object.fromEntries(
      Object.entries(req.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    ),
    queryStringParameters: Object.fromEntries(received.query),
    requestContext: { requestId: received.requestId, envId: ENV_ID },
    body: received.body.toString(isBase64Encoded ? 'base64' : 'utf8'),
    isBase64Encoded,
  };
}

/** Which bodies travel as base64 is not documented beyond "binary": here, all but the usual texts. */
function isText(contentType = 'text/plain'): boolean {
  const type = contentType.split(';')[0]!.trim().toLowerCase();
  return (
    /^text\/|[/+](?:json|xml|javascript)$/.test(type) ||
    type === 'application/x-www-form-urlencoded'
  );
}

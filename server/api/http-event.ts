import * as v from 'valibot';

/**
 * A request as HTTP access (云接入) hands it to a function,
 * https://docs.cloudbase.net/service/access-cloud-function. A phone could call the function with the
 * same event: nothing in it is proof of anything. The page does not say whether what is empty is null.
 */
const HttpEvent = v.object({
  path: v.string(),
  httpMethod: v.string(),
  headers: v.nullish(v.record(v.string(), v.string()), {}),
  queryStringParameters: v.nullish(v.record(v.string(), v.string()), {}),
  body: v.nullish(v.string(), ''),
  isBase64Encoded: v.nullish(v.boolean(), false),
});

export interface HttpRequest {
  readonly path: string;
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Null: no request over HTTP at all. */
export function httpRequestOf(event: unknown): HttpRequest | null {
  const parsed = v.safeParse(HttpEvent, event);
  if (!parsed.success) return null;
  const { path, httpMethod, headers, queryStringParameters, body, isBase64Encoded } = parsed.output;
  const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    path,
    method: httpMethod.toUpperCase(),
    headers: Object.fromEntries(lowered),
    query: queryStringParameters,
    body: isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body,
  };
}

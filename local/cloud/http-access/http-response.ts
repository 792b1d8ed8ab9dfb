import * as v from 'valibot';

export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

const HeaderValue = v.union([
  v.pipe(
    v.union([v.string(), v.number(), v.boolean()]),
    v.transform((value) => String(value)),
  ),
  v.array(v.string()),
]);

/** 集成响应: an object with a status code is the whole answer, not its content. */
const IntegrationResponse = v.object({
  statusCode: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
  headers: v.optional(v.record(v.string(), HeaderValue), {}),
  body: v.optional(v.string(), ''),
  isBase64Encoded: v.optional(v.boolean(), false),
});

/**
 * The HTTP answer that a function's result becomes: an integration response is taken at its word; a
 * text or a number is sent as plain text, everything else as JSON, with status 200.
 * https://docs.cloudbase.net/service/access-cloud-function
 */
export function httpResponse(result: unknown): HttpResponse {
  const integrated = v.safeParse(IntegrationResponse, result);
  if (integrated.success) {
    const { statusCode, headers, body, isBase64Encoded } = integrated.output;
    return { statusCode, headers, body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') };
  }
  const isPlain = typeof result === 'string' || typeof result === 'number';
  const type = isPlain ? 'text/plain' : 'application/json';
  return {
    statusCode: 200,
    headers: { 'content-type': `${type}; charset=utf-8` },
    body: Buffer.from(isPlain ? String(result) : JSON.stringify(result)),
  };
}

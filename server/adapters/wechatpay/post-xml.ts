import type { HttpsConnection, Nothing } from './https-exchange';

export type XmlAnswer = { readonly kind: 'body'; readonly body: Uint8Array } | Nothing;

/**
 * XML to the v2 interfaces. Sent once and never again: repeating is the sender's decision, with the
 * same bill number.
 */
export async function postXml(
  connection: HttpsConnection,
  path: string,
  body: string,
): Promise<XmlAnswer> {
  const headers = { 'content-type': 'text/xml; charset=utf-8' };
  const answer = await connection.exchange({ method: 'POST', path, headers, body });
  if (answer.kind === 'nothing') return answer;
  // Refusals come with status 200 too; anything else is not the provider's own answer.
  if (answer.status !== 200) {
    return { kind: 'nothing', code: `HTTP_${answer.status}`, serverUntrusted: false };
  }
  return { kind: 'body', body: answer.body };
}

import { type HttpsConnection, httpsConnection, type Nothing } from './https-exchange';
import { XML_BYTES_MOST } from './xml';

export type TransportAnswer = { readonly kind: 'body'; readonly body: Uint8Array } | Nothing;

export interface Transport {
  /** Sends once and never again: repeating is the sender's decision, with the same bill number. */
  post(path: string, body: string): Promise<TransportAnswer>;
  close(): void;
}

export interface TransportOptions {
  readonly baseUrl: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  /** From the first byte out to the last byte in. */
  readonly deadlineMs: number;
  /** See HttpsOptions. */
  readonly extraAuthorityPem?: string | undefined;
}

/** XML to the v2 interfaces, with the merchant's client certificate. */
export function httpsTransport(options: TransportOptions): Transport {
  const { baseUrl, deadlineMs, extraAuthorityPem, ...clientPair } = options;
  const connection = httpsConnection({
    baseUrl,
    deadlineMs,
    extraAuthorityPem,
    clientPair,
    bytesMost: XML_BYTES_MOST,
  });
  return {
    post: (path, body) => postXml(connection, path, body),
    close: () => connection.close(),
  };
}

/** Also for the calls that ask for no certificate. */
export async function postXml(
  connection: HttpsConnection,
  path: string,
  body: string,
): Promise<TransportAnswer> {
  const headers = { 'content-type': 'text/xml; charset=utf-8' };
  const answer = await connection.exchange({ method: 'POST', path, headers, body });
  if (answer.kind === 'nothing') return answer;
  // Refusals come with status 200 too; anything else is not the provider's own answer.
  if (answer.status !== 200) {
    return { kind: 'nothing', code: `HTTP_${answer.status}`, serverUntrusted: false };
  }
  return { kind: 'body', body: answer.body };
}

import { Agent, request } from 'node:https';
import { rootCertificates } from 'node:tls';

/** What came back over a connection whose server proved who it is. */
export type Exchange =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** Names in lower case; a header that came several times is absent. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
    }
  /** No usable answer. Nothing here says whether the request was acted on. */
  | Nothing;

export interface Nothing {
  readonly kind: 'nothing';
  readonly code: string;
  readonly serverUntrusted: boolean;
}

export interface HttpsRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty: the request has none. */
  readonly body: string;
}

export interface HttpsOptions {
  readonly baseUrl: string;
  /** The client certificate, for calls that ask for one. */
  readonly clientPair?: { readonly certificatePem: string; readonly privateKeyPem: string };
  /** From the first byte out to the last byte in. */
  readonly deadlineMs: number;
  /** A longer answer is not read to its end. */
  readonly bytesMost: number;
  /** An authority besides the public ones. The composition never sets it; tests of the wire do. */
  readonly extraAuthorityPem?: string | undefined;
}

export interface HttpsConnection {
  /** Sends once and never again: repeating is the caller's decision. */
  exchange(outgoing: HttpsRequest): Promise<Exchange>;
  /** Ends idle connections. */
  close(): void;
}

const SOCKETS_MOST = 32;

/** Node's names for a server certificate that is not what it should be. */
const UNTRUSTED: ReadonlySet<string> = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** HTTPS to the provider. The server's certificate is always verified. */
export function httpsConnection(options: HttpsOptions): HttpsConnection {
  const { clientPair, extraAuthorityPem } = options;
  const agent = new Agent({
    ...(clientPair && { cert: clientPair.certificatePem, key: clientPair.privateKeyPem }),
    ...(extraAuthorityPem && { ca: [...rootCertificates, extraAuthorityPem] }),
    rejectUnauthorized: true,
    keepAlive: true,
    maxSockets: SOCKETS_MOST,
    minVersion: 'TLSv1.2',
  });

  function exchange({ method, path, headers, body }: HttpsRequest): Promise<Exchange> {
    return new Promise((resolve) => {
      const outgoing = request(new URL(path, options.baseUrl), {
        method,
        agent,
        headers: {
          ...headers,
          ...(method === 'POST' && { 'content-length': Buffer.byteLength(body) }),
        },
      });
      const deadline = setTimeout(() => finish(nothing('TIMEOUT')), options.deadlineMs);

      function finish(ended: Exchange): void {
        clearTimeout(deadline);
        resolve(ended);
        if (ended.kind === 'nothing') outgoing.destroy();
      }

      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        const code = error.code ?? 'NETWORK';
        finish({ kind: 'nothing', code, serverUntrusted: UNTRUSTED.has(code) });
      });
      outgoing.on('response', (incoming) => {
        const chunks: Buffer[] = [];
        let length = 0;
        incoming.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length > options.bytesMost) finish(nothing('TOO_LARGE'));
          else chunks.push(chunk);
        });
        incoming.on('error', (error: NodeJS.ErrnoException) => {
          finish(nothing(error.code ?? 'NETWORK'));
        });
        incoming.on('end', () => {
          finish({
            kind: 'answer',
            status: incoming.statusCode ?? 0,
            headers: singleHeaders(incoming.rawHeaders),
            body: Buffer.concat(chunks),
          });
        });
      });
      outgoing.end(body);
    });
  }

  return { exchange, close: () => agent.destroy() };
}

/** Headers that came exactly once, by name in lower case; `raw` is names and values in turns. */
function singleHeaders(raw: readonly string[]): Readonly<Record<string, string>> {
  const values = new Map<string, string[]>();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i]!.toLowerCase();
    values.set(name, [...(values.get(name) ?? []), raw[i + 1]!]);
  }
  const single = [...values].filter(([, all]) => all.length === 1);
  return Object.fromEntries(single.map(([name, [value]]) => [name, value!]));
}

function nothing(code: string): Nothing {
  return { kind: 'nothing', code, serverUntrusted: false };
}

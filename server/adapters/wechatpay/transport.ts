import { Agent, request } from 'node:https';
import { rootCertificates } from 'node:tls';
import { XML_BYTES_MOST } from './xml';

export type TransportAnswer =
  | { readonly kind: 'body'; readonly body: Uint8Array }
  /** No usable answer. Nothing here says whether the request was acted on. */
  | { readonly kind: 'nothing'; readonly code: string; readonly serverUntrusted: boolean };

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
  /** An authority besides the public ones. The composition never sets it; tests of the wire do. */
  readonly extraAuthorityPem?: string;
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

/** HTTPS with the merchant's client certificate. The server's certificate is always verified. */
export function httpsTransport(options: TransportOptions): Transport {
  const agent = new Agent({
    cert: options.certificatePem,
    key: options.privateKeyPem,
    ...(options.extraAuthorityPem && { ca: [...rootCertificates, options.extraAuthorityPem] }),
    rejectUnauthorized: true,
    keepAlive: true,
    maxSockets: SOCKETS_MOST,
    minVersion: 'TLSv1.2',
  });

  function post(path: string, body: string): Promise<TransportAnswer> {
    return new Promise((resolve) => {
      const outgoing = request(new URL(path, options.baseUrl), {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'text/xml; charset=utf-8',
          'content-length': Buffer.byteLength(body),
        },
      });
      const deadline = setTimeout(() => finish(nothing('TIMEOUT')), options.deadlineMs);

      function finish(answer: TransportAnswer): void {
        clearTimeout(deadline);
        resolve(answer);
        if (answer.kind === 'nothing') outgoing.destroy();
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
          if (length > XML_BYTES_MOST) finish(nothing('TOO_LARGE'));
          else chunks.push(chunk);
        });
        incoming.on('error', (error: NodeJS.ErrnoException) => {
          finish(nothing(error.code ?? 'NETWORK'));
        });
        incoming.on('end', () => {
          // Refusals come with status 200 too; anything else is not the provider's own answer.
          if (incoming.statusCode !== 200) finish(nothing(`HTTP_${incoming.statusCode}`));
          else finish({ kind: 'body', body: Buffer.concat(chunks) });
        });
      });
      outgoing.end(body);
    });
  }

  return { post, close: () => agent.destroy() };
}

function nothing(code: string): TransportAnswer {
  return { kind: 'nothing', code, serverUntrusted: false };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Api, ApiAnswer } from './api';
import type { KeyedCertificate } from './certificates';
import type { Failure } from './failures';

export interface HttpsServer {
  readonly baseUrl: string;
  /** Also ends connections that wait for an answer they will never get. */
  close(): Promise<void>;
}

export interface HttpsServerOptions {
  readonly certificate: KeyedCertificate;
  /** 0 takes a free one. */
  readonly port: number;
  readonly schedule: (afterMs: number, run: () => void) => void;
  readonly provenMchId: (socket: TLSSocket) => string | null;
  readonly answer: Api;
  /** What must have been delivered before an answer that a plan holds back. */
  readonly deliverCallbacks: () => Promise<void>;
}

const REQUEST_BYTES_MAX = 64 * 1024;

/**
 * Asks every client for its certificate and lets everyone in: like the real service, a missing or
 * foreign certificate is answered inside the call, not by breaking the handshake. TLS is not told
 * our authority: who signed the certificate is judged by `provenMchId` alone.
 */
export async function startHttpsServer(options: HttpsServerOptions): Promise<HttpsServer> {
  const connections = new Map<number, Socket>();
  const server = createServer({
    cert: options.certificate.certificatePem,
    key: options.certificate.privateKeyPem,
    requestCert: true,
    rejectUnauthorized: false,
  });

  // The connection below TLS: only there can a reset be sent.
  server.on('connection', (socket: Socket) => {
    const port = socket.remotePort ?? 0;
    connections.set(port, socket);
    socket.on('close', () => connections.delete(port));
  });

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    readBody(request, (body) => {
      const answer = options.answer({
        method: request.method ?? '',
        path: (request.url ?? '').split('?')[0] ?? '',
        target: request.url ?? '',
        headers: request.headers,
        remoteAddress: request.socket.remoteAddress ?? '',
        body,
        provenMchId: options.provenMchId(request.socket as TLSSocket),
      });
      if (body === null) response.setHeader('Connection', 'close');
      const reset = () => connections.get(request.socket.remotePort ?? 0)?.resetAndDestroy();
      const send = () => transmit(response, answer, reset, options.schedule);
      if (answer?.failure?.kind === 'callback-first') void options.deliverCallbacks().then(send);
      else send();
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `https://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of connections.values()) socket.destroy();
      await closed;
    },
  };
}

/** Whole bodies only; null as soon as one is too large. A caller that goes away is no call. */
function readBody(request: IncomingMessage, done: (body: Buffer | null) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    if (bytes > REQUEST_BYTES_MAX) return;
    bytes += chunk.length;
    chunks.push(chunk);
    if (bytes > REQUEST_BYTES_MAX) done(null);
  });
  request.on('end', () => {
    if (bytes <= REQUEST_BYTES_MAX) done(Buffer.concat(chunks));
  });
}

function transmit(
  response: ServerResponse,
  answer: ApiAnswer | null,
  reset: () => void,
  schedule: HttpsServerOptions['schedule'],
): void {
  if (response.destroyed) return;
  if (!answer) {
    response.writeHead(404).end();
    return;
  }
  const { http, failure } = answer;
  if (failure?.kind === 'no-answer') return;
  if (failure?.kind === 'reset') {
    reset();
    return;
  }
  response.writeHead(http.status, { ...http.headers, 'Content-Length': http.body.length });
  sendBody(response, http.body, failure, reset, schedule);
}

function sendBody(
  response: ServerResponse,
  body: Buffer,
  failure: Failure | null,
  reset: () => void,
  schedule: HttpsServerOptions['schedule'],
): void {
  if (failure?.kind === 'reset-mid-answer') {
    const half = body.subarray(0, Math.ceil(body.length / 2));
    // A reset right behind the bytes would overtake them on the way to the reader.
    response.write(half, () => setTimeout(reset, 20));
    return;
  }
  if (failure?.kind === 'slow-drip') {
    drip(response, body, failure.everyMs, schedule);
    return;
  }
  response.end(body);
}

function drip(
  response: ServerResponse,
  body: Buffer,
  everyMs: number,
  schedule: HttpsServerOptions['schedule'],
): void {
  if (response.destroyed) return;
  if (body.length <= 1) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, 1));
  schedule(everyMs, () => drip(response, body.subarray(1), everyMs, schedule));
}

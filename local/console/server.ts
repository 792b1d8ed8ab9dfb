import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Command, readCommand } from './command';

export interface ConsoleActions {
  readonly state: () => unknown;
  readonly run: (command: Command) => void;
}

export interface ConsoleServer {
  readonly url: string;
  /** Tells every open page to show the present state. */
  changed(): void;
  close(): Promise<void>;
}

const BODY_BYTES_MOST = 4_096;
const CHANGE_GATHER_MS = 150;

/** The page that `npm start` opens. Loopback only, and only for pages of its own address. */
export async function serveConsole(
  actions: ConsoleActions,
  preferredPort: number,
): Promise<ConsoleServer> {
  const script = await bundlePage();
  const html = readFileSync(join(__dirname, 'browser/index.html'), 'utf8');
  const css = readFileSync(join(__dirname, 'browser/console.css'), 'utf8');
  const listeners = new Set<ServerResponse>();
  let pending: NodeJS.Timeout | null = null;

  const send = (response: ServerResponse) =>
    response.write(`data: ${JSON.stringify(actions.state())}\n\n`);
  const changed = () => {
    pending ??= setTimeout(() => {
      pending = null;
      for (const listener of listeners) send(listener);
    }, CHANGE_GATHER_MS);
  };

  const server = createServer((request, response) => {
    if (!isOwnAddress(request, server.address() as AddressInfo)) return answer(response, 403, 'no');
    const path = request.url?.split('?')[0];
    if (request.method === 'POST' && path === '/api/command') {
      return void command(request, response, actions).then(changed);
    }
    if (path === '/') return answer(response, 200, html, 'text/html');
    if (path === '/console.css') return answer(response, 200, css, 'text/css');
    if (path === '/console.js') return answer(response, 200, script, 'text/javascript');
    if (path === '/api/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
      return send(response);
    }
    return answer(response, 404, 'not found');
  });
  const port = await listen(server, preferredPort);

  return {
    url: `http://127.0.0.1:${port}/`,
    changed,
    close: () => {
      if (pending) clearTimeout(pending);
      for (const listener of listeners) listener.end();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A page of another site may reach loopback through the person's browser, but not under our name. */
function isOwnAddress(request: IncomingMessage, { port }: AddressInfo): boolean {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = request.headers;
  if (!host || !own.includes(host)) return false;
  return origin === undefined || own.some((address) => origin === `http://${address}`);
}

async function command(
  request: IncomingMessage,
  response: ServerResponse,
  actions: ConsoleActions,
): Promise<void> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MOST) return answer(response, 413, 'too long');
    chunks.push(chunk);
  }
  const order = readCommand(Buffer.concat(chunks).toString('utf8'));
  if (order === null) return answer(response, 400, 'not a command of this console');
  actions.run(order);
  answer(response, 204, '');
}

function answer(response: ServerResponse, status: number, body: string, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8` });
  response.end(body);
}

async function bundlePage(): Promise<string> {
  const bundled = await build({
    entryPoints: [join(__dirname, 'browser/console.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
  });
  return bundled.outputFiles[0]?.text ?? '';
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

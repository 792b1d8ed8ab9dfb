import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import * as v from 'valibot';

export interface ConsoleActions {
  readonly state: () => unknown;
  readonly addPhone: (name: string) => void;
  readonly openBill: (billNo: string) => void;
  readonly expireBill: (billNo: string) => void;
  readonly moveClock: (byMs: number) => void;
  readonly crowd: (count: number) => void;
}

export interface ConsoleServer {
  readonly url: string;
  /** Tells every open page to show the present state. */
  changed(): void;
  close(): Promise<void>;
}

const BODY_BYTES_MOST = 4_096;
const CHANGE_GATHER_MS = 150;
const WEEK_MS = 7 * 24 * 3_600_000;

const COMMAND = v.variant('do', [
  v.strictObject({
    do: v.literal('add-phone'),
    name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(12)),
  }),
  v.strictObject({ do: v.literal('open-bill'), billNo: v.pipe(v.string(), v.maxLength(32)) }),
  v.strictObject({ do: v.literal('expire-bill'), billNo: v.pipe(v.string(), v.maxLength(32)) }),
  v.strictObject({
    do: v.literal('move-clock'),
    byMs: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(WEEK_MS)),
  }),
  v.strictObject({
    do: v.literal('crowd'),
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
  }),
]);

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
  const parsed = v.safeParse(COMMAND, parseJson(Buffer.concat(chunks).toString('utf8')));
  if (!parsed.success) return answer(response, 400, 'not a command of this console');
  const order = parsed.output;
  if (order.do === 'add-phone') actions.addPhone(order.name);
  if (order.do === 'open-bill') actions.openBill(order.billNo);
  if (order.do === 'expire-bill') actions.expireBill(order.billNo);
  if (order.do === 'move-clock') actions.moveClock(order.byMs);
  if (order.do === 'crowd') actions.crowd(order.count);
  answer(response, 204, '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendJson } from './json-http';

export interface FrontDoor {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

export type Listener = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

/** Chooses who answers a request: the key is `METHOD /path`, `/path`, or `/prefix/`. */
export type Routes = ReadonlyMap<string, Listener>;

/** Listens on loopback alone; port 0 takes any free one. */
export async function openFrontDoor(port: number, routes: () => Routes): Promise<FrontDoor> {
  const server = createServer((req, res) => {
    void answer(routes(), req, res);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: actualPort } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${actualPort}`, close: () => close(server) };
}

async function answer(routes: Routes, req: IncomingMessage, res: ServerResponse): Promise<void> {
  try {
    // A foreign name that resolves to loopback would let any web page in.
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(req.headers.host ?? '')) {
      sendJson(res, 403, { error: 'this server answers to 127.0.0.1 only' });
      return;
    }
    const path = (req.url ?? '/').split('?')[0]!;
    const prefix = path.slice(0, path.indexOf('/', 1) + 1);
    const listener = routes.get(`${req.method} ${path}`) ?? routes.get(path) ?? routes.get(prefix);
    if (listener) await listener(req, res);
    else sendJson(res, 404, { error: `nothing at ${req.method} ${path}` });
  } catch (error) {
    console.error(error);
    if (!res.headersSent) sendJson(res, 500, { error: String(error) });
    else res.destroy();
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

import { watch } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { type BuildOptions, type BuildResult, buildMiniProgram } from '../build/build';
import type { Payments } from '../payments';
import { buildFailedPage } from './build-failed-page';
import { JWEIXIN } from './jweixin';
import { answerPhoneCall } from './phone-call';
import { sendFile } from './static-files';

export interface SimulatorOptions {
  build: BuildOptions;
  /** 0 or absent: any free port. */
  port?: number;
  /** Answers `wx.cloud.callFunction` of one phone. What it throws reaches the page's `fail`. */
  callFunction: (phoneId: string, name: string, data: unknown) => Promise<unknown>;
  /** Answers `wx.cloud.getTempFileURL`: an address for a `cloud://` file. */
  fileUrl?: (phoneId: string, fileId: string) => Promise<string>;
  /** Answers `wx.requestPayment` and its kin; without it they fail. */
  payments?: Payments;
  /** Builds again when the source changes; open pages load themselves anew. */
  watch?: boolean;
}

export interface Simulator {
  url: string;
  /** The address of a phone; its storage is its own. `page` is a code path with an optional query. */
  phoneUrl(phoneId: string, page?: string): string;
  /** The result of the newest build. */
  lastBuild(): BuildResult;
  rebuild(): Promise<BuildResult>;
  /** For mounting in another server: answers `/jweixin.js` and paths below `/phone/`, and says whether it did. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  close(): Promise<void>;
}

const REBUILD_DELAY_MS = 150;

/** Builds the mini program and serves it: every phone is a path, `/phone/<phoneId>/`. */
export async function serveSimulator(options: SimulatorOptions): Promise<Simulator> {
  let build = await buildMiniProgram(options.build);
  const outDir = resolve(options.build.outDir);
  const waitingPages = new Set<ServerResponse>();

  async function rebuild(): Promise<BuildResult> {
    build = await buildMiniProgram(options.build);
    for (const page of waitingPages) page.write('data: rebuilt\n\n');
    return build;
  }

  function handle(request: IncomingMessage, response: ServerResponse): boolean {
    const { pathname, search } = new URL(request.url ?? '/', 'http://phone');
    if (pathname === '/jweixin.js') {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(JWEIXIN);
      return true;
    }
    const [, phoneId, rest] = /^\/phone\/([\w-]+)(\/.*)?$/.exec(pathname) ?? [];
    if (phoneId === undefined) return false;
    if (rest === undefined) redirect(response, `/phone/${phoneId}/${search}`);
    else if (/^\/(cloud|payments)\//.test(rest)) {
      void answerPhoneCall(options, phoneId, rest, request, response);
    } else if (rest === '/rebuilt') listenForRebuild(response, waitingPages);
    // A failed build is shown in the page. An older bundle would look like the new source.
    else if (!build.ok && rest === '/') sendHtml(response, 500, buildFailedPage(build.error));
    else if (!build.ok && rest === '/app.js') sendHtml(response, 500, 'build failed');
    else sendFile(response, outDir, rest);
    return true;
  }

  const server = createServer((request, response) => {
    if (!handle(request, response)) redirect(response, '/phone/1/');
  });
  await new Promise<void>((ready) => server.listen(options.port ?? 0, '127.0.0.1', ready));
  const stopWatching = options.watch
    ? rebuildOnChange(options.build.miniprogramRoot, rebuild)
    : () => {};
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    phoneUrl: (phoneId, page) =>
      `${url}/phone/${phoneId}/${page ? `#/${page.replace(/^\//, '')}` : ''}`,
    lastBuild: () => build,
    rebuild,
    handle,
    close() {
      stopWatching();
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

function rebuildOnChange(folder: string, rebuild: () => Promise<unknown>): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(rebuild, REBUILD_DELAY_MS);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}

function listenForRebuild(response: ServerResponse, waitingPages: Set<ServerResponse>) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': waiting\n\n');
  waitingPages.add(response);
  response.on('close', () => waitingPages.delete(response));
}

function redirect(response: ServerResponse, location: string) {
  response.writeHead(302, { location }).end();
}

function sendHtml(response: ServerResponse, status: number, html: string) {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(html);
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MovableClock } from '../clock';
import { type Listener, openFrontDoor, type Routes } from './control/front-door';
import { controlRoutes } from './control/routes';
import { type CollectionDeclaration, openDatabase } from './database';
import { baseEnvironment, type Environment, type Identity } from './functions/environment';
import type { InvocationLogBook } from './functions/invocation-log';
import { phoneEvent } from './functions/phone-event';
import { type Invoked, startRunner } from './functions/runner';
import { sdkActions } from './functions/sdk-actions';
import { adminEndpoint } from './http/envelope';
import { HTTP_ROUTE, httpAccess } from './http-access/http-access';
import { type Openapi, openapiEndpoint } from './openapi/openapi';
import { diskFileStore, memoryFileStore } from './storage/file-store';
import { openStorage } from './storage/storage';
import { startScheduler } from './timers/scheduler';
import { timerRuns } from './timers/timer-runs';

export type { CollectionDeclaration } from './database';
export type { InvocationLog } from './functions/invocation-log';
export type { OpenapiAnswer, OpenapiCall } from './openapi/openapi';
export { fileIdOf } from './storage/storage';

export interface LocalCloudOptions {
  /** Holds `database.db` and `files/`; null keeps everything in memory. */
  readonly dataDir: string | null;
  /** The built functions, one folder each; null has none. */
  readonly functionsDir: string | null;
  /**
   * What is configured for the functions in the console: settings and secrets, 4 KB in all. Whoever
   * needs this cloud's own address for it gives a function: the port is known only once it listens.
   */
  readonly functionEnv: Environment | ((cloudUrl: string) => Environment);
  /** The mini program's. `touristappid` unless given, as in DevTools without one. */
  readonly appid?: string;
  /** The functions that have an HTTP route (`/http/<name>`); none unless given. */
  readonly httpFunctions?: readonly string[];
  readonly collections: readonly CollectionDeclaration[];
  readonly clock: MovableClock;
  /** Instances of each function at most; they start when needed. 4 unless given. */
  readonly workers?: number;
  /** 'by-hand': nothing fires but `runTimer`. 'running' unless given. */
  readonly timers?: 'running' | 'by-hand';
  /** Any free port unless given. */
  readonly port?: number;
}

/** Who calls; the appid is the cloud's own unless given. */
export type PhoneIdentity = Omit<Identity, 'appid'> & { readonly appid?: string };

/** What `wx.cloud.callFunction` receives: the function's result, or the platform's error. */
export type InvokeReply =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly errCode: number; readonly errMsg: string };

export interface LocalCloud {
  readonly url: string;
  /** The address for `TCB_CONTEXT_CNFG`. */
  readonly adminUrl: string;
  /** A phone calls a function. */
  invoke(name: string, data: unknown, identity: PhoneIdentity | null): Promise<InvokeReply>;
  /** Runs a function's timer now. @throws Error when it has none. */
  runTimer(functionName: string): Promise<InvokeReply>;
  readonly files: {
    /** Stores a file in cloud storage; answers its file id. */
    put(path: string, bytes: Uint8Array): Promise<string>;
  };
  readonly openapi: Openapi;
  readonly log: InvocationLogBook;
  /**
   * Ends a busy instance in the middle of its event, as a machine that fails does; its caller gets
   * the platform's error. Answers the function's name, null when nothing runs.
   */
  crashInstance(): Promise<string | null>;
  /** Takes up rebuilt bundles and configurations; running events end on the old ones. */
  reloadFunctions(): Promise<void>;
  close(): Promise<void>;
}

const TOURIST_APPID = 'touristappid';

/**
 * Starts the stand-in: database, functions, timers, storage and open APIs behind the address that
 * the real `wx-server-sdk` calls. What is emulated and how exactly is in README.md next to this file.
 *
 * @throws Error when a bundle or configuration would not be accepted by the platform.
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const { appid = TOURIST_APPID, clock, dataDir, functionEnv } = options;
  const nowMs = () => clock.now();
  if (dataDir !== null) mkdirSync(dataDir, { recursive: true });

  const database = await openDatabase({
    file: dataDir === null ? null : join(dataDir, 'database.db'),
    collections: options.collections,
    nowMs,
  });
  // The functions need the address before the routes can know the functions.
  let routes: Routes = new Map();
  const door = await openFrontDoor(options.port ?? 0, () => routes);
  const adminUrl = `${door.url}/admin`;

  try {
    const storage = openStorage(
      dataDir === null ? memoryFileStore() : diskFileStore(join(dataDir, 'files')),
      door.url,
      nowMs,
    );
    const runner = startRunner({
      functionsDir: options.functionsDir,
      environment: baseEnvironment(
        adminUrl,
        typeof functionEnv === 'function' ? functionEnv(door.url) : functionEnv,
      ),
      clock,
      instancesPerFunction: options.workers ?? 4,
    });
    const openapi = openapiEndpoint(runner.callerOf, nowMs);
    const timers = timerRuns(runner, clock);
    const scheduler =
      options.timers === 'by-hand'
        ? null
        : startScheduler({
            clock,
            functions: runner.functions,
            fire: (name, dueAtMs) => void timers.run(name, dueAtMs),
          });

    const cloud: LocalCloud = {
      url: door.url,
      adminUrl,
      async invoke(name, data, identity) {
        if (typeof data !== 'object' || Array.isArray(data)) {
          throw new TypeError('the data of a call is an object');
        }
        const caller = identity && { appid, ...identity };
        const event = phoneEvent(data ?? {}, caller, openapi.openData);
        return toReply(await runner.invoke(name, event, 'wx_client', caller));
      },
      runTimer: async (name) => toReply(await timers.run(name, clock.now())),
      files: { put: storage.put },
      openapi,
      log: runner.log,
      crashInstance: runner.crashInstance,
      async reloadFunctions() {
        await runner.reload();
        scheduler?.reload();
      },
      async close() {
        scheduler?.stop();
        await runner.close();
        await door.close();
        await database.close();
      },
    };
    routes = new Map<string, Listener>([
      ...controlRoutes(cloud, clock),
      [
        '/admin',
        adminEndpoint({
          json: sdkActions({ database, storage, runner }),
          multipart: openapi.handle,
        }),
      ],
      ['/storage/', storage.serve],
      [HTTP_ROUTE, httpAccess(runner, options.httpFunctions ?? [])],
    ]);
    return cloud;
  } catch (error) {
    await door.close();
    await database.close();
    throw error;
  }
}

/** The text is what a phone shows: code, its meaning where the SDK names one, then the message. */
function toReply(invoked: Invoked): InvokeReply {
  if (invoked.ok) return { ok: true, result: JSON.parse(invoked.result) };
  const { errCode, message } = invoked.failure;
  return {
    ok: false,
    errCode,
    errMsg: `cloud.callFunction:fail Error: errCode: ${errCode} | errMsg: ${message}`,
  };
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CollectionDeclaration, Database } from '../../local/cloud/database';
import { openDatabase } from '../../local/cloud/database';
import { sdkEnvironment } from '../../local/cloud/functions/environment';
import { adminEndpoint } from '../../local/cloud/http/envelope';

/** The SDK's own type, with everything it was configured through already set. */
export type Cloud = typeof import('wx-server-sdk');

export interface SdkCloud {
  /** The unmodified `wx-server-sdk`, initialised. It is one object per process. */
  readonly cloud: Cloud;
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts an in-memory database behind a port of its own and points the real SDK at it, through
 * environment variables alone. The SDK reads its address at every request, so the newest server of
 * a process is the one that is called.
 */
export async function startSdkCloud(
  collections: readonly CollectionDeclaration[],
  nowMs: () => number = Date.now,
): Promise<SdkCloud> {
  return sdkCloudOn(await openDatabase({ file: null, collections, nowMs }));
}

/** The same on a database that the test opened itself. */
export async function sdkCloudOn(database: Database): Promise<SdkCloud> {
  const server = await serveDatabase(database);
  const url = adminUrl(server);
  return {
    cloud: await sdkPointedAt(url),
    url,
    async close() {
      await closeServer(server);
      await database.close();
    },
  };
}

export async function serveDatabase(database: Pick<Database, 'handle'>): Promise<Server> {
  const server = createServer(
    adminEndpoint({ json: (action, body) => database.handle(action, body) }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

export function adminUrl(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/admin`;
}

export function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
  });
}

export async function sdkPointedAt(url: string): Promise<Cloud> {
  Object.assign(process.env, sdkEnvironment(url), { SILENCE: 'true' });
  const sdk = await import('wx-server-sdk');
  const cloud: Cloud = 'default' in sdk ? (sdk.default as unknown as Cloud) : sdk;
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string }); // the SDK's types lag behind
  return cloud;
}

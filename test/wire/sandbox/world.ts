import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  prepareCertificates,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../../local/wechatpay';
import { type Client, createClient } from './client';

/** Noon in Beijing, 2026-11-21. */
export const NOON_MS = Date.UTC(2026, 10, 21, 4);

export interface World {
  readonly sandbox: Sandbox;
  readonly client: Client;
  /** Moves the sandbox's clock. */
  advance(ms: number): void;
  setNow(atMs: number): void;
}

export interface Worlds {
  /** A fresh sandbox at noon with its client. Keys are made once per test file: they are slow. */
  start(options?: Omit<SandboxOptions, 'dataDir' | 'nowMs'>): Promise<World>;
  /** A data folder that holds credentials and no history. */
  newDataDir(): Promise<string>;
  /** Ends everything that was started. */
  close(): Promise<void>;
}

export function createWorlds(): Worlds {
  const root = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
  const keys = join(root, 'keys');
  const endings: (() => Promise<void> | void)[] = [];
  let prepared: Promise<unknown> | null = null;
  let count = 0;

  const newDataDir = async () => {
    prepared ??= prepareCertificates(keys);
    await prepared;
    count += 1;
    const dataDir = join(root, String(count));
    cpSync(keys, dataDir, { recursive: true });
    return dataDir;
  };

  return {
    newDataDir,
    async start(options = {}) {
      let nowMs = NOON_MS;
      const dataDir = await newDataDir();
      const sandbox = await startSandbox({ ...options, dataDir, nowMs: () => nowMs });
      const client = createClient(sandbox);
      endings.push(async () => {
        client.close();
        await sandbox.close();
      });
      return {
        sandbox,
        client,
        advance: (ms) => {
          nowMs += ms;
        },
        setNow: (atMs) => {
          nowMs = atMs;
        },
      };
    },
    async close() {
      for (const end of endings) await end();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

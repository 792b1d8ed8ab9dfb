import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  prepareCertificates,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../../local/wechatpay';
import { type Client, createClient } from './client';
import { createV3Client, type V3Client } from './v3-client';

/** Noon in Beijing, 2026-11-21. */
export const NOON_MS = Date.UTC(2026, 10, 21, 4);

export interface World {
  readonly sandbox: Sandbox;
  readonly client: Client;
  readonly v3: V3Client;
  nowMs(): number;
  /** Moves the sandbox's clock. */
  advance(ms: number): void;
  setNow(atMs: number): void;
}

type StartOptions = Omit<SandboxOptions, 'dataDir' | 'nowMs'>;

export interface Worlds {
  /** A fresh sandbox at noon with its client. Keys are made once per test file: they are slow. */
  start(options?: StartOptions): Promise<World>;
  /** What a sandbox finds that starts after this one was killed now: the same folder, copied. */
  startAfterKill(killed: World): Promise<World>;
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

  const startIn = async (dataDir: string, startMs: number, options: StartOptions) => {
    let nowMs = startMs;
    const sandbox = await startSandbox({ ...options, dataDir, nowMs: () => nowMs });
    const client = createClient(sandbox);
    const v3 = createV3Client(sandbox, () => nowMs);
    endings.push(async () => {
      client.close();
      v3.close();
      await sandbox.close();
    });
    return {
      sandbox,
      client,
      v3,
      nowMs: () => nowMs,
      advance: (ms: number) => {
        nowMs += ms;
      },
      setNow: (atMs: number) => {
        nowMs = atMs;
      },
    };
  };

  return {
    newDataDir,
    start: async (options = {}) => startIn(await newDataDir(), NOON_MS, options),
    startAfterKill(killed) {
      const dataDir = dirname(killed.sandbox.caFile ?? '');
      const copy = `${dataDir}-after-kill`;
      cpSync(dataDir, copy, { recursive: true });
      return startIn(copy, killed.nowMs(), {});
    },
    async close() {
      for (const end of endings) await end();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

import { randomBytes } from 'node:crypto';
import { type Sandbox, startSandbox } from '../../local/wechatpay';
import type { PayoutChannel } from '../../miniprogram/shared/channels';
import { CHANNEL_ADAPTERS } from '../../server/adapters/wechatpay/channels';
import type { Environment } from '../../server/adapters/wechatpay/settings';
import type { GatewayTools } from '../../server/adapters/wechatpay/tools';
import type { PayoutGateway } from '../../server/ports/payout-gateway';

/** Noon in Beijing, 2026-11-21. */
export const NOON_MS = Date.UTC(2026, 10, 21, 4);

export const P12_FILE_ID = 'cloud://env.merchant/apiclient_cert.p12';
export const PUBLIC_KEY_FILE_ID = 'cloud://env.merchant/pub_key.pem';
export const PLATFORM_CERTIFICATE_FILE_ID = 'cloud://env.merchant/platform_cert.pem';

/** Long enough for a busy machine; faults that wait for it are given a shorter one. */
const DEADLINE_MS = 5_000;

export interface GatewayWorld {
  readonly sandbox: Sandbox;
  /** What a deployment for this sandbox has set, for every channel. */
  readonly env: Environment;
  readonly tools: GatewayTools;
  /** File id → bytes, as in cloud storage. */
  readonly stored: Map<string, Uint8Array>;
  advance(ms: number): void;
  clock(): number;
  /** The channel as the composition opens it, with other settings or tools. */
  open(
    channel: PayoutChannel,
    changes?: { readonly env?: Environment; readonly tools?: Partial<GatewayTools> },
  ): PayoutGateway;
  close(): Promise<void>;
}

/**
 * The real gateways, over real TLS, to a sandbox whose clock the test moves. Making keys takes a
 * second; whoever starts many worlds hands in folders that hold them.
 */
export async function startGatewayWorld(dataDir: string | null = null): Promise<GatewayWorld> {
  let nowMs = NOON_MS;
  const clock = () => nowMs;
  const sandbox = await startSandbox({ dataDir, nowMs: clock });
  const { merchant } = sandbox;
  const stored = new Map<string, Uint8Array>([
    [P12_FILE_ID, new Uint8Array(merchant.p12)],
    [PUBLIC_KEY_FILE_ID, bytesOf(merchant.platformPublicKeyPem)],
    [PLATFORM_CERTIFICATE_FILE_ID, bytesOf(merchant.platformCertificatePem)],
  ]);
  const env = environmentFor(sandbox);
  const tools: GatewayTools = {
    files: { download: async (fileId) => stored.get(fileId) ?? null },
    clock,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    deadlineMs: DEADLINE_MS,
    extraAuthorityPem: sandbox.caPem,
  };
  const opened: PayoutGateway[] = [];

  return {
    sandbox,
    env,
    tools,
    stored,
    clock,
    open(channel, changes = {}) {
      const gateway = CHANNEL_ADAPTERS[channel].open(
        { ...env, ...changes.env },
        { ...tools, ...changes.tools },
      );
      opened.push(gateway);
      return gateway;
    },
    advance(ms) {
      nowMs += ms;
    },
    async close() {
      for (const gateway of opened) gateway.close();
      await sandbox.close();
    },
  };
}

function environmentFor({ baseUrl, merchant }: Sandbox): Environment {
  return {
    TCB_CONTEXT_CNFG: '{"URL":"http://127.0.0.1:1/admin"}',
    WECHATPAY_BASE_URL: baseUrl,
    WECHATPAY_MCH_ID: merchant.mchId,
    WECHATPAY_API_KEY: merchant.apiKey,
    WECHATPAY_API_V3_KEY: merchant.apiV3Key,
    WECHATPAY_WXAPPID: merchant.wxappid,
    WECHATPAY_MINI_APPID: merchant.miniAppid,
    WECHATPAY_CERTIFICATE_FILE_ID: P12_FILE_ID,
    WECHATPAY_PUBLIC_KEY_ID: merchant.platformPublicKeyId,
    WECHATPAY_PUBLIC_KEY_FILE_ID: PUBLIC_KEY_FILE_ID,
    WECHATPAY_NOTIFY_URL: 'http://127.0.0.1:1/notice',
  };
}

/** Stores a PEM pair and answers with the settings that name it instead of the p12 file. */
export function storePem(
  world: GatewayWorld,
  pair: { readonly certificatePem: string; readonly privateKeyPem: string },
): Environment {
  world.stored.set('cloud://cert.pem', bytesOf(pair.certificatePem));
  world.stored.set('cloud://key.pem', bytesOf(pair.privateKeyPem));
  return {
    WECHATPAY_CERTIFICATE_FILE_ID: '',
    WECHATPAY_CERT_PEM_FILE_ID: 'cloud://cert.pem',
    WECHATPAY_KEY_PEM_FILE_ID: 'cloud://key.pem',
  };
}

export function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}

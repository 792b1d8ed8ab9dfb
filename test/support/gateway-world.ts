import { randomBytes } from 'node:crypto';
import { type Merchant, type Sandbox, startSandbox } from '../../local/wechatpay';
import type { CertificateSource } from '../../server/adapters/wechatpay/credentials';
import {
  type SendRedPackOptions,
  sendRedPackGateway,
} from '../../server/adapters/wechatpay/gateway';
import type { PayoutGateway } from '../../server/ports/payout-gateway';

/** Noon in Beijing, 2026-11-21. */
export const NOON_MS = Date.UTC(2026, 10, 21, 4);

export const P12_FILE_ID = 'cloud://env.merchant/apiclient_cert.p12';

/** Long enough for a busy machine; faults that wait for it are given a shorter one. */
const DEADLINE_MS = 5_000;

export interface GatewayWorld {
  readonly sandbox: Sandbox;
  readonly gateway: PayoutGateway;
  /** File id → bytes, as in cloud storage. */
  readonly stored: Map<string, Uint8Array>;
  advance(ms: number): void;
  clock(): number;
  /** Another gateway to the same sandbox. */
  gatewayWith(changes: Partial<SendRedPackOptions>): PayoutGateway;
  close(): Promise<void>;
}

/** The real gateway, over real TLS and XML, to a sandbox whose clock the test moves. */
export async function startGatewayWorld(): Promise<GatewayWorld> {
  let nowMs = NOON_MS;
  const clock = () => nowMs;
  const sandbox = await startSandbox({ dataDir: null, nowMs: clock });
  const { merchant } = sandbox;
  const stored = new Map<string, Uint8Array>([[P12_FILE_ID, new Uint8Array(merchant.p12)]]);
  const opened: PayoutGateway[] = [];

  function gatewayWith(changes: Partial<SendRedPackOptions>): PayoutGateway {
    const gateway = sendRedPackGateway({
      merchant: merchantOf(merchant),
      certificate: { kind: 'p12', fileId: P12_FILE_ID },
      files: { download: async (fileId) => stored.get(fileId) ?? null },
      clock,
      randomBytes: (length) => new Uint8Array(randomBytes(length)),
      baseUrl: sandbox.baseUrl,
      deadlineMs: DEADLINE_MS,
      extraAuthorityPem: sandbox.caPem,
      ...changes,
    });
    opened.push(gateway);
    return gateway;
  }

  return {
    sandbox,
    stored,
    clock,
    gateway: gatewayWith({}),
    gatewayWith,
    advance(ms) {
      nowMs += ms;
    },
    async close() {
      for (const gateway of opened) gateway.close();
      await sandbox.close();
    },
  };
}

export function merchantOf({ mchId, apiKey, wxappid }: Merchant) {
  return { mchId, apiKey, wxappid, clientIp: '127.0.0.1' };
}

/** Stores a PEM pair and answers where it lies. */
export function storePem(
  world: GatewayWorld,
  pair: { readonly certificatePem: string; readonly privateKeyPem: string },
): CertificateSource {
  world.stored.set('cloud://cert.pem', new Uint8Array(Buffer.from(pair.certificatePem)));
  world.stored.set('cloud://key.pem', new Uint8Array(Buffer.from(pair.privateKeyPem)));
  return { kind: 'pem', certificateFileId: 'cloud://cert.pem', keyFileId: 'cloud://key.pem' };
}

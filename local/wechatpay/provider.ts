import { createHash, X509Certificate } from 'node:crypto';
import type { Api, RecordedCall } from './api';
import type { Plans } from './failures';
import type { Limits, Switches } from './limits';
import type { Memory } from './memory';
import type { Credentials, Merchant } from './merchant';
import type { Numbers } from './numbers';
import { rateWindow } from './rate';
import { issuePackageInfo } from './transfers/package-info';
import { decryptOaep } from './transfers/transfer-request';
import { createV3Api } from './transfers/v3-api';
import { createAuthorizer } from './transfers/v3-authorization';
import type { IsUserOf } from './users';
import { createV2Api } from './v2-api';

export interface ProviderOptions {
  readonly credentials: Credentials;
  readonly merchant: Merchant;
  readonly memory: Memory;
  readonly limits: Limits;
  readonly switches: () => Switches;
  readonly isUserOf: IsUserOf;
  readonly numbers: Numbers;
  readonly plans: Plans;
  readonly nowMs: () => number;
  readonly onCall: (call: RecordedCall) => void;
}

export interface Provider {
  /** Every path of both generations. */
  readonly answer: Api;
  /** From now on v3 calls may be signed with this certificate's key. */
  admit(certificatePem: string): void;
}

/** The provider's calls, put together from what they work on. */
export function createProvider(options: ProviderOptions): Provider {
  const certificates = new Map<string, X509Certificate>();
  const admit = (certificatePem: string) => {
    const certificate = new X509Certificate(certificatePem);
    certificates.set(certificate.serialNumber, certificate);
  };
  admit(options.merchant.certificatePem);
  const answerV2 = v2Api(options);
  const answerV3 = v3Api(options, certificates);
  return { admit, answer: (request) => answerV2(request) ?? answerV3(request) };
}

function v2Api({
  merchant,
  memory,
  limits,
  switches,
  isUserOf,
  numbers,
  ...rest
}: ProviderOptions): Api {
  const { mchId, apiKey, wxappid, miniAppid } = merchant;
  return createV2Api({
    ...rest,
    apiKey,
    shop: {
      mchId,
      wxappid,
      miniAppid,
      bills: memory.bills,
      orders: memory.orders,
      balanceFen: memory.balanceFen,
      limits,
      switches,
      isUserOf,
      perSecond: rateWindow(limits.sendsPerSecond, 1_000),
      perMinute: rateWindow(limits.sendsPerMinute, 60_000),
      lastSendAtMs: new Map(),
      numbers,
      packageOf: (listId) => packageOf(listId, merchant),
    },
  });
}

function v3Api(options: ProviderOptions, certificates: ReadonlyMap<string, X509Certificate>): Api {
  const { credentials, merchant, memory, limits, switches, isUserOf, numbers, ...rest } = options;
  const { mchId, apiV3Key, miniAppid, wxappid } = merchant;
  const { platform } = credentials;
  return createV3Api({
    ...rest,
    authorizer: createAuthorizer(mchId, certificates),
    platform,
    foreignKeyPem: credentials.server.privateKeyPem,
    shop: {
      mchId,
      appids: [miniAppid, wxappid],
      transfers: memory.transfers,
      balanceFen: memory.balanceFen,
      limits,
      switches,
      isUserOf,
      calls: rateWindow(limits.transferCallsPerSecond, 1_000),
      cancels: rateWindow(limits.transferCancelsPerSecond, 1_000),
      newTransferBillNo: numbers.transferBillNo,
      packageInfo: (outBillNo, issuedAtMs) => issuePackageInfo({ outBillNo, issuedAtMs }, apiV3Key),
      decryptUserName: (text, serial) => {
        const isForPublicKey = serial === platform.publicKeyId;
        return decryptOaep(text, (isForPublicKey ? platform : platform.certificate).privateKeyPem);
      },
    },
  });
}

/** What opens a 小程序红包, in the raw form of live ones. The same for the same packet. */
function packageOf(listId: string, { mchId, apiKey }: Merchant): string {
  const sendId = createHash('sha256').update(`${listId} ${apiKey}`).digest('hex');
  const sign = createHash('md5').update(sendId).digest('hex');
  return `sendid=${sendId}&ver=8&sign=${sign}&mchid=${mchId}&spid=${mchId}`;
}

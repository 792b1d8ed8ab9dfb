import type { Clock } from '../../ports/clock';
import type { Files } from '../../ports/files';
import type { CredentialReport, PayoutGateway } from '../../ports/payout-gateway';
import type { RandomBytes } from '../../ports/random';
import { replyOf, signedBody } from './call';
import {
  type CertificateSource,
  type Credentials,
  credentialLoader,
  type Loaded,
} from './credentials';
import { QUERY_PATH, queryFields, readQueryReply } from './gethbinfo';
import { type Merchant, readSendReply, SEND_PATH, sendFields } from './sendredpack';
import type { Fields } from './signature';
import { httpsTransport, type Transport, type TransportAnswer } from './transport';

export interface SendRedPackOptions {
  readonly merchant: Merchant;
  readonly certificate: CertificateSource;
  readonly files: Files;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly baseUrl: string;
  readonly deadlineMs: number;
  /** See TransportOptions. */
  readonly extraAuthorityPem?: string;
}

/** 现金红包 as a payout gateway. Certificate and connections are kept for the instance's life. */
export function sendRedPackGateway(options: SendRedPackOptions): PayoutGateway {
  const { merchant, clock } = options;
  const load = credentialLoader({
    mchId: merchant.mchId,
    apiKey: merchant.apiKey,
    source: options.certificate,
    files: options.files,
    clock,
  });
  let connected: { readonly credentials: Credentials; readonly transport: Transport } | null = null;

  function transportFor(credentials: Credentials): Transport {
    if (connected?.credentials !== credentials) {
      connected?.transport.close();
      const { certificatePem, privateKeyPem } = credentials;
      const { baseUrl, deadlineMs, extraAuthorityPem } = options;
      const transport = httpsTransport({
        baseUrl,
        deadlineMs,
        certificatePem,
        privateKeyPem,
        ...(extraAuthorityPem && { extraAuthorityPem }),
      });
      connected = { credentials, transport };
    }
    return connected.transport;
  }

  function post(path: string, fields: Fields, credentials: Credentials): Promise<TransportAnswer> {
    const body = signedBody(fields, merchant.apiKey, options.randomBytes);
    return transportFor(credentials).post(path, body);
  }

  return {
    async send(order) {
      const loaded = await load();
      // Nothing has left: the order is as unpaid as before.
      if (!loaded.ok) return { kind: 'refused', code: loaded.fault, class: 'stop-merchant' };
      const answer = await post(SEND_PATH, sendFields(order, merchant), loaded.credentials);
      return readSendReply(replyOf(answer, merchant.apiKey), order, merchant);
    },

    async query(order) {
      const loaded = await load();
      if (!loaded.ok) return { kind: 'unknown', code: loaded.fault };
      const answer = await post(QUERY_PATH, queryFields(order, merchant), loaded.credentials);
      return readQueryReply(replyOf(answer, merchant.apiKey), order, merchant);
    },

    checkCredentials: async () => reportOf(await load()),

    close() {
      connected?.transport.close();
      connected = null;
    },
  };
}

function reportOf(loaded: Loaded): CredentialReport {
  return loaded.ok
    ? { fault: null, certificateExpiresAtMs: loaded.credentials.notAfterMs }
    : { fault: loaded.fault, detail: loaded.detail };
}

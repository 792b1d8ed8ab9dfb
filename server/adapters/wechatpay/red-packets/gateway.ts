import type { PayoutGateway, PayoutOrder } from '../../../ports/payout-gateway';
import { replyOf, signedBody } from '../call';
import {
  type CertificateSource,
  type Credentials,
  credentialLoader,
  reportOf,
} from '../credentials';
import type { Fields } from '../signature';
import type { GatewayTools } from '../tools';
import { httpsTransport, type Transport, type TransportAnswer } from '../transport';
import { QUERY_PATH, queryFields, readQueryReply } from './gethbinfo';
import type { RedPacketMerchant } from './merchant';
import { readSendReply } from './send';

/** What one red packet product has of its own. */
export interface RedPacketProduct {
  readonly merchant: RedPacketMerchant;
  readonly sendPath: string;
  /** The fields of a send, without nonce and signature. */
  readonly sendFields: (order: PayoutOrder) => Fields;
  readonly phoneCall?: PayoutGateway['phoneCall'];
}

export interface RedPacketOptions extends GatewayTools {
  readonly certificate: CertificateSource;
  readonly baseUrl: string;
}

/** A v2 red packet product as a payout gateway. Certificate and connections live with the instance. */
export function redPacketGateway(
  { merchant, sendPath, sendFields, phoneCall }: RedPacketProduct,
  options: RedPacketOptions,
): PayoutGateway {
  const load = credentialLoader({
    mchId: merchant.mchId,
    apiKey: merchant.apiKey,
    source: options.certificate,
    files: options.files,
    clock: options.clock,
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
        extraAuthorityPem,
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
      if (!loaded.ok) return { kind: 'refused', code: loaded.fault, refusal: 'merchant' };
      const answer = await post(sendPath, sendFields(order), loaded.credentials);
      return readSendReply(replyOf(answer, merchant.apiKey), order, merchant);
    },

    async query(order) {
      const loaded = await load();
      if (!loaded.ok) return { kind: 'unknown', code: loaded.fault };
      const answer = await post(QUERY_PATH, queryFields(order, merchant), loaded.credentials);
      return readQueryReply(replyOf(answer, merchant.apiKey), order, merchant);
    },

    ...(phoneCall && { phoneCall }),

    checkCredentials: async () => reportOf(await load()),

    close() {
      connected?.transport.close();
      connected = null;
    },
  };
}

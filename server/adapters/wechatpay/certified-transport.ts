import type { CredentialFault, CredentialReport } from '../../ports/payout-gateway';
import {
  type CertificateSource,
  type Credentials,
  credentialLoader,
  reportOf,
} from './credentials';
import { type HttpsConnection, httpsConnection } from './https-exchange';
import { postXml, type XmlAnswer } from './post-xml';
import type { GatewayTools } from './tools';
import { XML_BYTES_MOST } from './xml';

export interface CertifiedOptions extends GatewayTools {
  readonly mchId: string;
  readonly apiKey: string;
  readonly certificate: CertificateSource;
  readonly baseUrl: string;
}

export interface CertifiedTransport {
  /** Sends once and never again; `not-ready`: nothing left this machine. */
  post(
    path: string,
    body: string,
  ): Promise<XmlAnswer | { readonly kind: 'not-ready'; readonly fault: CredentialFault }>;
  check(): Promise<CredentialReport>;
  /** `errorCode` is the provider's: one about the certificate lets its files be read again. */
  heed(errorCode: string): void;
  close(): void;
}

/** XML to the v2 interfaces that ask for the merchant's certificate; both live with the instance. */
export function certifiedTransport(options: CertifiedOptions): CertifiedTransport {
  const { mchId, apiKey, certificate, files, clock, baseUrl, deadlineMs, extraAuthorityPem } =
    options;
  const credentials = credentialLoader({ mchId, apiKey, source: certificate, files, clock });
  let connected: { readonly with: Credentials; readonly connection: HttpsConnection } | null = null;

  function connectionFor(own: Credentials): HttpsConnection {
    if (connected?.with !== own) {
      connected?.connection.close();
      const { certificatePem, privateKeyPem } = own;
      const connection = httpsConnection({
        baseUrl,
        deadlineMs,
        extraAuthorityPem,
        clientPair: { certificatePem, privateKeyPem },
        bytesMost: XML_BYTES_MOST,
      });
      connected = { with: own, connection };
    }
    return connected.connection;
  }

  return {
    async post(path, body) {
      const loaded = await credentials.load();
      if (!loaded.ok) return { kind: 'not-ready', fault: loaded.fault };
      return postXml(connectionFor(loaded.credentials), path, body);
    },
    check: async () => reportOf(await credentials.load()),
    heed(errorCode) {
      if (errorCode === 'CA_ERROR') credentials.doubt();
    },
    close() {
      connected?.connection.close();
      connected = null;
    },
  };
}

import * as v from 'valibot';
import type {
  CredentialFault,
  CredentialReport,
  SecurityAlert,
} from '../../../ports/payout-gateway';
import { type CertificateSource, credentialLoader, reportOf } from '../credentials';
import { type Exchange, httpsConnection } from '../https-exchange';
import type { GatewayTools } from '../tools';
import { forgeryOf } from './authenticity';
import { authorizationOf, type V3Request } from './authorization';
import { JSON_BYTES_MOST, readJson } from './json';
import { type PlatformKeySource, type PlatformKeys, platformKeyLoader } from './platform-keys';

/** What a call proved. Only WeChat Pay's own words are a success or an error. */
export type V3Answer =
  | { readonly kind: 'success'; readonly json: unknown }
  | { readonly kind: 'error'; readonly code: string; readonly message: string }
  /** Nothing left this machine. */
  | { readonly kind: 'not-ready'; readonly fault: CredentialFault }
  | { readonly kind: 'unknown'; readonly code: string; readonly alert?: SecurityAlert };

export interface V3Options extends GatewayTools {
  readonly mchId: string;
  readonly apiV3Key: string;
  readonly certificate: CertificateSource;
  readonly platformKeys: PlatformKeySource;
  readonly baseUrl: string;
}

export interface V3Client {
  /** Sends once and never again. */
  call(request: V3Request): Promise<V3Answer>;
  checkCredentials(): Promise<CredentialReport>;
  close(): void;
}

/** The v3 interfaces: JSON, requests signed with the merchant's key, answers with WeChat Pay's. */
export function v3Client(options: V3Options): V3Client {
  const { mchId, clock, files, randomBytes, baseUrl, deadlineMs, extraAuthorityPem } = options;
  const credentials = credentialLoader({
    mchId,
    apiKey: options.apiV3Key,
    apiKeyName: 'WECHATPAY_API_V3_KEY',
    source: options.certificate,
    files,
    clock,
  });
  const platformKeys = platformKeyLoader({ source: options.platformKeys, files, clock });
  const connection = httpsConnection({
    baseUrl,
    deadlineMs,
    extraAuthorityPem,
    bytesMost: JSON_BYTES_MOST,
  });

  return {
    async call(request) {
      const own = await credentials.load();
      if (!own.ok) return { kind: 'not-ready', fault: own.fault };
      const theirs = await platformKeys.load();
      if (!theirs.ok) return { kind: 'not-ready', fault: theirs.fault };

      const signer = { mchId, ...own.credentials };
      const nonce = Buffer.from(randomBytes(16)).toString('hex');
      const answer = await connection.exchange({
        ...request,
        headers: {
          authorization: authorizationOf(request, signer, { atMs: clock(), nonce }),
          accept: 'application/json',
          'user-agent': USER_AGENT,
          // Without it a merchant who has both gets answers signed by either.
          'wechatpay-serial': theirs.keys.preferredSerial,
          ...(request.body !== '' && { 'content-type': 'application/json; charset=utf-8' }),
        },
      });
      const read = readAnswer(answer, theirs.keys, clock());
      if (read.kind === 'error' && read.code === 'SIGN_ERROR') credentials.doubt();
      if (read.kind === 'unknown' && read.code.startsWith('SIGNATURE_SERIAL_UNKNOWN')) {
        platformKeys.doubt();
      }
      return read;
    },

    async checkCredentials() {
      const own = await credentials.load();
      if (!own.ok) return reportOf(own);
      const theirs = await platformKeys.load();
      return theirs.ok ? reportOf(own) : { fault: theirs.fault, detail: theirs.detail };
    },

    close: () => connection.close(),
  };
}

/** Required, and it must not be empty. */
const USER_AGENT = 'red-packet-party/1';

const ErrorBody = v.object({
  code: v.pipe(v.string(), v.regex(/^[A-Z][A-Z0-9_]{1,60}$/)),
  message: v.fallback(v.string(), ''),
});

/**
 * Errors are signed like successes. One that is not may come from a machine in between, or from
 * somebody who would like a payment to be given up: it proves nothing, but says where to look.
 */
function readAnswer(answer: Exchange, keys: PlatformKeys, nowMs: number): V3Answer {
  if (answer.kind === 'nothing') {
    const { code, serverUntrusted } = answer;
    return { kind: 'unknown', code, ...(serverUntrusted && { alert: 'bad-server-certificate' }) };
  }
  const { status } = answer;
  const forgery = forgeryOf(answer, keys, nowMs);
  if (forgery === 'SIGNATURE_MISSING' && status >= 500) {
    return { kind: 'unknown', code: `HTTP_${status}` };
  }
  if (forgery) {
    const code = status === 200 ? forgery : `${forgery}_${status}`;
    return { kind: 'unknown', code, alert: 'bad-signature' };
  }
  const reading = readJson(answer.body);
  if (status === 200) {
    return reading.ok
      ? { kind: 'success', json: reading.value }
      : { kind: 'unknown', code: reading.reason };
  }
  const error = v.safeParse(ErrorBody, reading.ok ? reading.value : null);
  return error.success
    ? { kind: 'error', ...error.output }
    : { kind: 'unknown', code: `HTTP_${status}` };
}

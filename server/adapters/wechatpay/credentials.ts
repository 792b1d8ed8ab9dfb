import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Clock } from '../../ports/clock';
import type { Files } from '../../ports/files';
import type { CredentialFault, CredentialReport } from '../../ports/payout-gateway';
import { keptFiles } from './kept-files';
import { type KeyedPem, openP12 } from './p12';

/** Where the merchant certificate lies in cloud storage: as downloaded, or as a pair of PEM files. */
export type CertificateSource =
  | { readonly kind: 'p12'; readonly fileId: string }
  | { readonly kind: 'pem'; readonly certificateFileId: string; readonly keyFileId: string };

export interface Credentials extends KeyedPem {
  /** Upper-case hex; names the key that signs a v3 request. */
  readonly serialNo: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

export type Loaded =
  | { readonly ok: true; readonly credentials: Credentials }
  | { readonly ok: false; readonly fault: CredentialFault; readonly detail: string };

export interface CredentialOptions {
  readonly mchId: string;
  readonly apiKey: string;
  /** Which of the two keys it is; the v2 key unless named. */
  readonly apiKeyName?: 'WECHATPAY_API_KEY' | 'WECHATPAY_API_V3_KEY';
  readonly source: CertificateSource;
  readonly files: Files;
  readonly clock: Clock;
}

export interface CredentialLoader {
  readonly load: () => Promise<Loaded>;
  /** The provider refuses them: a certificate may be replaced long before it expires. */
  readonly doubt: () => void;
}

/**
 * Loads the merchant certificate once per instance and keeps it in memory. The dates are compared
 * with the clock every time, and while something is wrong, here or at the provider, the files are read
 * again, so that a replaced certificate needs no other action (F-23).
 *
 * The first of these that applies is returned: API_KEY_SHAPE, CERTIFICATE_NOT_DOWNLOADED,
 * CERTIFICATE_WRONG_PASSPHRASE, CERTIFICATE_LEGACY_P12, CERTIFICATE_UNREADABLE,
 * CERTIFICATE_KEY_MISMATCH, CERTIFICATE_WRONG_MERCHANT, CERTIFICATE_NOT_YET_VALID,
 * CERTIFICATE_EXPIRED.
 */
export function credentialLoader(options: CredentialOptions): CredentialLoader {
  const kept = keptFiles<Credentials>(options.clock);

  async function load(): Promise<Loaded> {
    if (!/^[0-9A-Za-z]{32}$/.test(options.apiKey)) {
      const name = options.apiKeyName ?? 'WECHATPAY_API_KEY';
      return fault('API_KEY_SHAPE', `${name} has 32 letters and digits`);
    }
    const known = kept.value();
    if (known) {
      const stillValid = checkDates(known, options.clock());
      if (stillValid.ok) return stillValid;
      kept.drop();
    }
    const pem = await readPem(options);
    if (!pem.ok) return pem;
    const loaded = checkPair(pem.pem, options);
    if (loaded.ok) kept.keep(loaded.credentials);
    return loaded;
  }

  return { load, doubt: kept.doubt };
}

export function reportOf(loaded: Loaded): CredentialReport {
  return loaded.ok
    ? { fault: null, certificateExpiresAtMs: loaded.credentials.notAfterMs }
    : { fault: loaded.fault, detail: loaded.detail };
}

type PemRead =
  | { readonly ok: true; readonly pem: KeyedPem }
  | { readonly ok: false; readonly fault: CredentialFault; readonly detail: string };

async function readPem({ source, files, mchId }: CredentialOptions): Promise<PemRead> {
  if (source.kind === 'p12') {
    const bytes = await files.download(source.fileId);
    return bytes ? openP12(bytes, mchId) : notDownloaded('apiclient_cert.p12');
  }
  const certificate = await files.download(source.certificateFileId);
  if (!certificate) return notDownloaded('apiclient_cert.pem');
  const key = await files.download(source.keyFileId);
  if (!key) return notDownloaded('apiclient_key.pem');
  const certificatePem = Buffer.from(certificate).toString('utf8');
  return { ok: true, pem: { certificatePem, privateKeyPem: Buffer.from(key).toString('utf8') } };
}

function notDownloaded(name: string): PemRead {
  return { ok: false, fault: 'CERTIFICATE_NOT_DOWNLOADED', detail: name };
}

function checkPair(pem: KeyedPem, { mchId, clock }: CredentialOptions): Loaded {
  const certificate = readCertificate(pem.certificatePem);
  if (!certificate) return fault('CERTIFICATE_UNREADABLE', 'the certificate is not PEM');
  const key = readKey(pem.privateKeyPem);
  if (!key) return fault('CERTIFICATE_UNREADABLE', 'the private key is not PEM, or encrypted');
  if (!certificate.checkPrivateKey(key)) {
    return fault('CERTIFICATE_KEY_MISMATCH', 'the private key belongs to another certificate');
  }
  // A merchant certificate carries the merchant number as its common name.
  const commonName = /^CN=(.*)$/m.exec(certificate.subject)?.[1];
  if (commonName !== mchId) {
    return fault('CERTIFICATE_WRONG_MERCHANT', `the certificate is for ${commonName ?? 'nobody'}`);
  }
  const credentials: Credentials = {
    ...pem,
    serialNo: certificate.serialNumber,
    notBeforeMs: Date.parse(certificate.validFrom),
    notAfterMs: Date.parse(certificate.validTo),
  };
  return checkDates(credentials, clock());
}

function checkDates(credentials: Credentials, nowMs: number): Loaded {
  const { notBeforeMs, notAfterMs } = credentials;
  if (nowMs < notBeforeMs) return fault('CERTIFICATE_NOT_YET_VALID', isoDay(notBeforeMs));
  if (nowMs >= notAfterMs) return fault('CERTIFICATE_EXPIRED', isoDay(notAfterMs));
  return { ok: true, credentials };
}

function isoDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

function readCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null; // the caller says so, as a code
  }
}

function readKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null; // the caller says so, as a code
  }
}

function fault(code: CredentialFault, detail: string): Loaded {
  return { ok: false, fault: code, detail };
}

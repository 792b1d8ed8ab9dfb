import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Clock } from '../../../ports/clock';
import type { Files } from '../../../ports/files';
import { keptFiles } from '../kept-files';

/**
 * What WeChat Pay's own signatures are verified with: the 微信支付公钥, or the 平台证书 of older
 * merchants. Both while a merchant moves from one to the other: answers then come with either.
 */
export interface PlatformKeySource {
  readonly publicKey: { readonly id: string; readonly fileId: string } | null;
  readonly certificateFileId: string | null;
}

export interface PlatformKeys {
  /** What a request names, so that its answer is signed with this one. */
  readonly preferredSerial: string;
  /** By the Wechatpay-Serial of a message; null for a serial that is not ours or no longer valid. */
  keyOf(serial: string): KeyObject | null;
}

export type PlatformKeysLoaded =
  | { readonly ok: true; readonly keys: PlatformKeys }
  | { readonly ok: false; readonly fault: 'PLATFORM_KEY_UNREADABLE'; readonly detail: string };

export interface PlatformKeyOptions {
  readonly source: PlatformKeySource;
  readonly files: Files;
  readonly clock: Clock;
}

interface KeptKeys {
  readonly publicKey: { readonly id: string; readonly key: KeyObject } | null;
  readonly certificate: X509Certificate | null;
}

export interface PlatformKeyLoader {
  readonly load: () => Promise<PlatformKeysLoaded>;
  /** A message names a serial that is none of ours: the certificate may be followed by another. */
  readonly doubt: () => void;
}

/**
 * Loads the files once per instance; while one of them is missing, wrong or out of date, again every
 * time. A certificate counts only between its dates, which are compared with the clock at every use.
 */
export function platformKeyLoader(options: PlatformKeyOptions): PlatformKeyLoader {
  const { source, files, clock } = options;
  const kept = keptFiles<KeptKeys>(clock);

  async function textOf(fileId: string): Promise<string> {
    const bytes = await files.download(fileId);
    return bytes ? Buffer.from(bytes).toString('utf8') : '';
  }

  /** A text says what is wrong. */
  async function read(): Promise<KeptKeys | string> {
    const { publicKey, certificateFileId } = source;
    const key = publicKey && readPublicKey(await textOf(publicKey.fileId));
    if (publicKey && !key) return 'the public key is not there, or not PEM';
    const certificate = certificateFileId && readCertificate(await textOf(certificateFileId));
    if (certificateFileId && !certificate) {
      return 'the platform certificate is not there, or not PEM';
    }
    return {
      publicKey: publicKey && key ? { id: publicKey.id, key } : null,
      certificate: certificate || null,
    };
  }

  async function load(): Promise<PlatformKeysLoaded> {
    const known = kept.value();
    const knownKeys = known && keysOf(known, clock());
    if (knownKeys) return { ok: true, keys: knownKeys };
    const found = await read();
    if (typeof found === 'string') return fault(found);
    const keys = keysOf(found, clock());
    if (!keys) return fault('the platform certificate is not valid now');
    kept.keep(found);
    return { ok: true, keys };
  }

  return { load, doubt: kept.doubt };
}

function keysOf({ publicKey, certificate }: KeptKeys, nowMs: number): PlatformKeys | null {
  const known = new Map<string, KeyObject>();
  if (publicKey) known.set(publicKey.id, publicKey.key);
  if (certificate && isValidAt(certificate, nowMs)) {
    known.set(certificate.serialNumber.toUpperCase(), certificate.publicKey);
  }
  const [preferredSerial] = known.keys();
  if (preferredSerial === undefined) return null;
  return { preferredSerial, keyOf: (serial) => known.get(serial) ?? null };
}

function isValidAt(certificate: X509Certificate, nowMs: number): boolean {
  return Date.parse(certificate.validFrom) <= nowMs && nowMs < Date.parse(certificate.validTo);
}

function readPublicKey(pem: string): KeyObject | null {
  // A certificate or a private key would yield a public key too, but not WeChat Pay's.
  if (!pem.includes('-----BEGIN PUBLIC KEY-----')) return null;
  try {
    return createPublicKey(pem);
  } catch {
    return null; // the caller says so, as a fault
  }
}

function readCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null; // the caller says so, as a fault
  }
}

function fault(detail: string): PlatformKeysLoaded {
  return { ok: false, fault: 'PLATFORM_KEY_UNREADABLE', detail };
}

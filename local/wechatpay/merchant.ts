import { randomBytes, X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  FAR_AHEAD_MS,
  type KeyedCertificate,
  LONG_AGO_MS,
  makeAuthority,
  makeClientCertificate,
  makeRsaKeys,
  makeServerCertificate,
} from './certificates';
import { packLegacyP12, packP12 } from './p12';
import { isPlatform, makePlatform, type Platform } from './platform';

/** The one merchant of the sandbox, its official account and its mini program: fixed, to be named. */
export const MCH_ID = '1900000109';
export const WXAPPID = 'wx8888888888888888';
export const MINI_APPID = 'wx6666666666666666';

export interface MerchantCertificate extends KeyedCertificate {
  /** AES-256. The passphrase of both is the merchant number. */
  readonly p12: Buffer;
  /** 3DES and RC2-40, the shape merchants download and Node refuses. */
  readonly legacyP12: Buffer;
}

export interface Merchant extends MerchantCertificate {
  readonly mchId: string;
  /** Signs v2 calls. */
  readonly apiKey: string;
  /** The official account. */
  readonly wxappid: string;
  /** The mini program; bound to the merchant like the official account. */
  readonly miniAppid: string;
  /** Decrypts v3 callbacks: 32 characters. */
  readonly apiV3Key: string;
  /** Of the merchant's certificate, upper-case hex: names the key that signs v3 calls. */
  readonly serialNo: string;
  /** Verifies v3 answers whose Wechatpay-Serial is `platformPublicKeyId`; encrypts user_name. */
  readonly platformPublicKeyPem: string;
  readonly platformPublicKeyId: string;
  /** Verifies v3 answers after `set({ platformSignature: 'certificate' })`. Another key pair. */
  readonly platformCertificatePem: string;
}

export interface Credentials {
  readonly authority: KeyedCertificate;
  readonly server: KeyedCertificate;
  readonly client: KeyedCertificate;
  /** Signs v2 calls: 32 characters. */
  readonly apiKey: string;
  /** Encrypts v3 callbacks: 32 characters. */
  readonly apiV3Key: string;
  readonly platform: Platform;
}

/** One file for all of it: a start that is cut short leaves either everything or nothing. */
const CREDENTIALS_FILE = 'credentials.json';

/** The authority's certificate alone, for programs that want a file. */
export function caFileIn(dataDir: string): string {
  return join(dataDir, 'ca.pem');
}

/** Reads the credentials in `dataDir` or makes them there (mode 0600); null keeps them in memory. */
export async function loadCredentials(dataDir: string | null): Promise<Credentials> {
  if (dataDir === null) return makeCredentials();

  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const path = join(dataDir, CREDENTIALS_FILE);
  if (!existsSync(path)) writePrivately(path, textOf(await makeCredentials()));
  const credentials = await readCredentials(path);
  writePrivately(caFileIn(dataDir), credentials.authority.certificatePem);
  return credentials;
}

export function toMerchant(credentials: Credentials): Merchant {
  const { client, platform } = credentials;
  return Object.assign(withP12(client, MCH_ID), {
    mchId: MCH_ID,
    wxappid: WXAPPID,
    miniAppid: MINI_APPID,
    apiKey: credentials.apiKey,
    apiV3Key: credentials.apiV3Key,
    serialNo: new X509Certificate(client.certificatePem).serialNumber,
    platformPublicKeyPem: platform.publicKeyPem,
    platformPublicKeyId: platform.publicKeyId,
    platformCertificatePem: platform.certificate.certificatePem,
  });
}

export interface MerchantCertificateOptions {
  /** Another number makes a certificate of another merchant. */
  readonly mchId?: string;
  readonly notBeforeMs?: number;
  readonly notAfterMs?: number;
  /** The private key is one that does not belong to the certificate. */
  readonly mismatchedKey?: boolean;
  /** Who signs it; a new authority that no sandbox knows when left out. */
  readonly authority?: KeyedCertificate;
}

/**
 * A merchant certificate for tests of what can be wrong with one: expired, not valid yet, of
 * another merchant, with a foreign key, or signed by nobody the sandbox knows. The p12 files of a
 * mismatched pair are packed as they are.
 */
export async function makeMerchantCertificate(
  options: MerchantCertificateOptions = {},
): Promise<MerchantCertificate> {
  const mchId = options.mchId ?? MCH_ID;
  const pair = await makeClientCertificate(options.authority ?? (await makeAuthority()), {
    mchId,
    notBeforeMs: options.notBeforeMs ?? LONG_AGO_MS,
    notAfterMs: options.notAfterMs ?? FAR_AHEAD_MS,
  });
  if (!options.mismatchedKey) return withP12(pair, mchId);
  return withP12({ ...pair, privateKeyPem: (await makeRsaKeys()).privateKey }, mchId);
}

/** Packed when asked for: it takes a tenth of a second, and most tests use PEM. */
function withP12(pair: KeyedCertificate, mchId: string): MerchantCertificate {
  return {
    ...pair,
    get p12() {
      return packP12(pair, mchId);
    },
    get legacyP12() {
      return packLegacyP12(pair, mchId);
    },
  };
}

async function makeCredentials(): Promise<Credentials> {
  const authority = await makeAuthority();
  const [server, client, v3] = await Promise.all([
    makeServerCertificate(authority),
    makeClientCertificate(authority, {
      mchId: MCH_ID,
      notBeforeMs: LONG_AGO_MS,
      notAfterMs: FAR_AHEAD_MS,
    }),
    makeV3Credentials(authority),
  ]);
  return { authority, server, client, apiKey: newKey(), ...v3 };
}

async function makeV3Credentials(authority: KeyedCertificate) {
  return { apiV3Key: newKey(), platform: await makePlatform(authority) };
}

function newKey(): string {
  return randomBytes(16).toString('hex');
}

function textOf(credentials: Credentials): string {
  return JSON.stringify(credentials, null, 2);
}

function writePrivately(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.part`;
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, path);
}

/** A folder made before the sandbox knew v3 gets those credentials on top of its own. */
async function readCredentials(path: string): Promise<Credentials> {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isV2Credentials(value)) {
    throw new Error(
      `${path} is damaged. Remove its folder: the sandbox then starts with a new one.`,
    );
  }
  if (isCredentials(value)) return value;
  const completed = { ...value, ...(await makeV3Credentials(value.authority)) };
  writePrivately(path, textOf(completed));
  return completed;
}

function isV2Credentials(value: unknown): value is Omit<Credentials, 'apiV3Key' | 'platform'> {
  const { authority, server, client, apiKey } = Object(value);
  return [authority, server, client].every(isPair) && typeof apiKey === 'string';
}

function isCredentials(value: unknown): value is Credentials {
  const { apiV3Key, platform } = Object(value);
  return isV2Credentials(value) && typeof apiV3Key === 'string' && isPlatform(platform);
}

function isPair(value: unknown): value is KeyedCertificate {
  const { certificatePem, privateKeyPem } = Object(value);
  return typeof certificatePem === 'string' && typeof privateKeyPem === 'string';
}

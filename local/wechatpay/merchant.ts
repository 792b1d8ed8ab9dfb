import { randomBytes } from 'node:crypto';
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

/** The one merchant of the sandbox, and its official account. Fixed, so that notes can name them. */
export const MCH_ID = '1900000109';
export const WXAPPID = 'wx8888888888888888';

export interface MerchantCertificate extends KeyedCertificate {
  /** AES-256. The passphrase of both is the merchant number. */
  readonly p12: Buffer;
  /** 3DES and RC2-40, the shape merchants download and Node refuses. */
  readonly legacyP12: Buffer;
}

export interface Merchant extends MerchantCertificate {
  readonly mchId: string;
  readonly apiKey: string;
  readonly wxappid: string;
}

export interface Credentials {
  readonly authority: KeyedCertificate;
  readonly server: KeyedCertificate;
  readonly client: KeyedCertificate;
  /** Signs v2 calls: 32 characters. */
  readonly apiKey: string;
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
  if (!existsSync(path)) writePrivately(path, JSON.stringify(await makeCredentials(), null, 2));
  const credentials = readCredentials(path);
  writePrivately(caFileIn(dataDir), credentials.authority.certificatePem);
  return credentials;
}

export function toMerchant(credentials: Credentials): Merchant {
  return Object.assign(withP12(credentials.client, MCH_ID), {
    mchId: MCH_ID,
    wxappid: WXAPPID,
    apiKey: credentials.apiKey,
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
  const [server, client] = await Promise.all([
    makeServerCertificate(authority),
    makeClientCertificate(authority, {
      mchId: MCH_ID,
      notBeforeMs: LONG_AGO_MS,
      notAfterMs: FAR_AHEAD_MS,
    }),
  ]);
  return { authority, server, client, apiKey: randomBytes(16).toString('hex') };
}

function writePrivately(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.part`;
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, path);
}

function readCredentials(path: string): Credentials {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (isCredentials(value)) return value;
  throw new Error(`${path} is damaged. Remove its folder: the sandbox then starts with a new one.`);
}

function isCredentials(value: unknown): value is Credentials {
  const { authority, server, client, apiKey } = Object(value);
  return [authority, server, client].every(isPair) && typeof apiKey === 'string';
}

function isPair(value: unknown): value is KeyedCertificate {
  const { certificatePem, privateKeyPem } = Object(value);
  return typeof certificatePem === 'string' && typeof privateKeyPem === 'string';
}

/*
 * The variables of everything that speaks to WeChat Pay, read strictly. One that is not set is an
 * answer, because it is what the organiser is told (F-67); a value that cannot be meant is an error,
 * and the process must not start with it. Values are never printed. docs/payments.md lists them.
 */
import { NIGHT, parseQuietHours, type QuietHours } from '../../domain/quiet-hours';
import type { CertificateSource } from './credentials';
import { payEndpoint, WECHAT_PAY_URL } from './endpoint';
import type { PlatformKeySource } from './v3/platform-keys';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Those of `names` that are not set, in their order. */
export function unset(env: Environment, names: readonly string[]): readonly string[] {
  return names.filter((name) => !env[name]);
}

/** Throws an Error that names the variable unless its value has this shape. */
export function matching(env: Environment, name: string, shape: RegExp): string {
  const value = env[name] ?? '';
  if (!shape.test(value)) throw new Error(`${name} does not look like one`);
  return value;
}

export function mchIdOf(env: Environment): string {
  return matching(env, 'WECHATPAY_MCH_ID', /^\d{8,10}$/);
}

export function appidOf(
  env: Environment,
  name: 'WECHATPAY_WXAPPID' | 'WECHATPAY_MINI_APPID',
): string {
  return matching(env, name, /^wx[0-9a-zA-Z]{16}$/);
}

/** Where the provider is, checked against where the database is. */
export function baseUrlOf(env: Environment): string {
  return payEndpoint(env['WECHATPAY_BASE_URL'], env['TCB_CONTEXT_CNFG']);
}

/** Which variables say where the merchant certificate lies: the p12 file, or a begun PEM pair. */
export function certificateNames(env: Environment): readonly string[] {
  return usesPem(env)
    ? ['WECHATPAY_CERT_PEM_FILE_ID', 'WECHATPAY_KEY_PEM_FILE_ID']
    : ['WECHATPAY_CERTIFICATE_FILE_ID'];
}

export function certificateOf(env: Environment): CertificateSource {
  if (!usesPem(env)) return { kind: 'p12', fileId: env['WECHATPAY_CERTIFICATE_FILE_ID'] ?? '' };
  return {
    kind: 'pem',
    certificateFileId: env['WECHATPAY_CERT_PEM_FILE_ID'] ?? '',
    keyFileId: env['WECHATPAY_KEY_PEM_FILE_ID'] ?? '',
  };
}

/**
 * Where the provider reports to: WECHATPAY_NOTIFY_URL and the path of one kind of notice. HTTPS,
 * without a query (page 4012716434, notify_url); on this machine, plain HTTP as well.
 */
export function notifyUrlOf(env: Environment, path: `/${string}`): string {
  const shape = baseUrlOf(env) === WECHAT_PAY_URL ? PUBLIC_URL : LOCAL_URL;
  return matching(env, 'WECHATPAY_NOTIFY_URL', shape) + path;
}

const PUBLIC_URL = /^https:\/\/[\w.-]+(?::\d+)?(?:\/[\w.-]+)*$/;
const LOCAL_URL = /^https?:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?(?:\/[\w.-]+)*$/;

/** Which variables are not set; the public key unless only the certificate was configured. */
export function missingPlatformKeys(env: Environment): readonly string[] {
  const names = ['WECHATPAY_PUBLIC_KEY_ID', 'WECHATPAY_PUBLIC_KEY_FILE_ID'];
  const missing = unset(env, names);
  const hasCertificate = Boolean(env['WECHATPAY_PLATFORM_CERT_FILE_ID']);
  return hasCertificate && missing.length === names.length ? [] : missing;
}

/** Throws when the id of the public key cannot be one. */
export function platformKeySourceOf(env: Environment): PlatformKeySource {
  const fileId = env['WECHATPAY_PUBLIC_KEY_FILE_ID'];
  return {
    publicKey: fileId
      ? { id: matching(env, 'WECHATPAY_PUBLIC_KEY_ID', /^PUB_KEY_ID_\d{10,60}$/), fileId }
      : null,
    certificateFileId: env['WECHATPAY_PLATFORM_CERT_FILE_ID'] || null,
  };
}

/** The rule of the night is on unless somebody wrote that it is not. */
export function quietHoursOf(text: string | undefined): QuietHours | null {
  if (text === undefined || text === '') return NIGHT;
  const parsed = parseQuietHours(text);
  if (!parsed) throw new Error("WECHATPAY_QUIET_HOURS is 'off', 'HH-HH', or 'HH-HH/seconds'");
  return parsed.quiet;
}

function usesPem(env: Environment): boolean {
  const pem = env['WECHATPAY_CERT_PEM_FILE_ID'] || env['WECHATPAY_KEY_PEM_FILE_ID'];
  return Boolean(pem) && !env['WECHATPAY_CERTIFICATE_FILE_ID'];
}

import { NIGHT, parseQuietHours, type QuietHours } from '../../domain/quiet-hours';
import type { CertificateSource } from './credentials';
import { payEndpoint } from './endpoint';
import type { Merchant } from './sendredpack';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface WeChatPaySettings {
  readonly merchant: Merchant;
  readonly certificate: CertificateSource;
  readonly baseUrl: string;
  readonly quietHours: QuietHours | null;
}

export type SettingsReading =
  | { readonly ok: true; readonly settings: WeChatPaySettings }
  /** A variable that is not set, by name. Payouts pause with it; everything else goes on (F-67). */
  | { readonly ok: false; readonly missing: string };

const LOCAL_ADDRESS = '127.0.0.1';

/**
 * The payout functions' environment, read strictly. A missing secret is an answer, because it is
 * what the organiser is told; a value that cannot be meant is an error, and the process must not
 * start with it. docs/payments.md lists the variables.
 */
export function readSettings(env: Environment): SettingsReading {
  const baseUrl = payEndpoint(env['WECHATPAY_BASE_URL'], env['TCB_CONTEXT_CNFG']);
  const quietHours = quietHoursOf(env['WECHATPAY_QUIET_HOURS']);
  const names = ['WECHATPAY_MCH_ID', 'WECHATPAY_API_KEY', 'WECHATPAY_WXAPPID', ...fileNames(env)];
  const missing = names.find((name) => !env[name]);
  if (missing !== undefined) return { ok: false, missing };

  const mchId = matching(env, 'WECHATPAY_MCH_ID', /^\d{8,10}$/);
  const wxappid = matching(env, 'WECHATPAY_WXAPPID', /^wx[0-9a-zA-Z]{16}$/);
  const apiKey = env['WECHATPAY_API_KEY'] ?? '';
  const clientIp = env['WECHATPAY_CLIENT_IP'] || LOCAL_ADDRESS;
  return {
    ok: true,
    settings: {
      merchant: { mchId, wxappid, apiKey, clientIp },
      certificate: certificateOf(env),
      baseUrl,
      quietHours,
    },
  };
}

/** The rule of the night is on unless somebody wrote that it is not. */
export function quietHoursOf(text: string | undefined): QuietHours | null {
  if (text === undefined || text === '') return NIGHT;
  const parsed = parseQuietHours(text);
  if (!parsed) throw new Error("WECHATPAY_QUIET_HOURS is 'off', 'HH-HH', or 'HH-HH/seconds'");
  return parsed.quiet;
}

/** The p12 file, unless the pair of PEM files is what somebody began to configure. */
function fileNames(env: Environment): readonly string[] {
  return usesPem(env)
    ? ['WECHATPAY_CERT_PEM_FILE_ID', 'WECHATPAY_KEY_PEM_FILE_ID']
    : ['WECHATPAY_CERTIFICATE_FILE_ID'];
}

function usesPem(env: Environment): boolean {
  const pem = env['WECHATPAY_CERT_PEM_FILE_ID'] || env['WECHATPAY_KEY_PEM_FILE_ID'];
  return Boolean(pem) && !env['WECHATPAY_CERTIFICATE_FILE_ID'];
}

function certificateOf(env: Environment): CertificateSource {
  if (!usesPem(env)) return { kind: 'p12', fileId: env['WECHATPAY_CERTIFICATE_FILE_ID'] ?? '' };
  return {
    kind: 'pem',
    certificateFileId: env['WECHATPAY_CERT_PEM_FILE_ID'] ?? '',
    keyFileId: env['WECHATPAY_KEY_PEM_FILE_ID'] ?? '',
  };
}

function matching(env: Environment, name: string, shape: RegExp): string {
  const value = env[name] ?? '';
  if (!shape.test(value)) throw new Error(`${name} does not look like one`);
  return value;
}

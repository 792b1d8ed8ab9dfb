import { fileIdOf } from '../cloud';
import type { OfficialAccount } from '../official-account';
import { ORGANISER, openidOf } from '../players/phones';
import type { Sandbox } from '../wechatpay';

/** What an operator would type into the cloud's console, and upload beside it. */
export const CERTIFICATE_PATH = 'merchant/apiclient_cert.p12';
export const PUBLIC_KEY_PATH = 'merchant/pub_key.pem';

/** The functions that get a route: others call them, not phones. */
export const HTTP_FUNCTIONS = ['payment-callback', 'identity-link'] as const;

export interface SettingsOptions {
  readonly sandbox: Pick<Sandbox, 'baseUrl' | 'merchant'>;
  readonly officialAccount: Pick<OfficialAccount, 'baseUrl'>;
  readonly officialAccountSecret: string;
  readonly ticketSecret: string;
}

/** The functions' environment variables; `cloudUrl` is where the functions are reached. */
export function functionSettings(
  { sandbox, officialAccount, officialAccountSecret, ticketSecret }: SettingsOptions,
  cloudUrl: string,
): Record<string, string> {
  const { merchant } = sandbox;
  return {
    TICKET_SECRET: ticketSecret,
    OWNER_OPENIDS: openidOf(ORGANISER.phoneId),
    WECHATPAY_BASE_URL: sandbox.baseUrl,
    WECHATPAY_MCH_ID: merchant.mchId,
    WECHATPAY_API_KEY: merchant.apiKey,
    WECHATPAY_WXAPPID: merchant.wxappid,
    WECHATPAY_MINI_APPID: merchant.miniAppid,
    WECHATPAY_CERTIFICATE_FILE_ID: fileIdOf(CERTIFICATE_PATH),
    WECHATPAY_API_V3_KEY: merchant.apiV3Key,
    WECHATPAY_PUBLIC_KEY_ID: merchant.platformPublicKeyId,
    WECHATPAY_PUBLIC_KEY_FILE_ID: fileIdOf(PUBLIC_KEY_PATH),
    WECHATPAY_NOTIFY_URL: `${cloudUrl}/http/payment-callback`,
    OFFICIAL_ACCOUNT_SECRET: officialAccountSecret,
    OFFICIAL_ACCOUNT_BASE_URL: officialAccount.baseUrl,
    IDENTITY_LINK_URL: `${cloudUrl}/http/identity-link`,
  };
}

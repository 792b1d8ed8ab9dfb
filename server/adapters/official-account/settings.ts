import { isStandInCloud } from '../wechatpay/endpoint';
import type { AuthorizeSettings } from './authorize-url';

type Environment = Readonly<Record<string, string | undefined>>;

export interface OfficialAccountSettings extends AuthorizeSettings {
  readonly secret: string;
  readonly apiBaseUrl: string;
}

const AUTHORIZE_URL = 'https://open.weixin.qq.com';
const API_URL = 'https://api.weixin.qq.com';

/**
 * Null when no official account is set up: then its channel cannot be chosen. The stand-in of both
 * hosts is believed only while the cloud is a stand-in as well, or this throws.
 */
export function readOfficialAccount(env: Environment): OfficialAccountSettings | null {
  const appid = env['WECHATPAY_WXAPPID'];
  const secret = env['OFFICIAL_ACCOUNT_SECRET'];
  const linkUrl = env['IDENTITY_LINK_URL'];
  const standInUrl = env['OFFICIAL_ACCOUNT_BASE_URL'];
  if (standInUrl && !isStandInCloud(env['TCB_CONTEXT_CNFG'])) {
    throw new Error('OFFICIAL_ACCOUNT_BASE_URL names a stand-in, but the cloud is a real one');
  }
  if (!appid || !secret || !linkUrl) return null;
  return {
    appid,
    secret,
    linkUrl,
    authorizeBaseUrl: standInUrl || AUTHORIZE_URL,
    apiBaseUrl: standInUrl || API_URL,
  };
}

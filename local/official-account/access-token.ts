import { randomBytes } from 'node:crypto';
import type { Codes } from './codes';

export interface AccessTokenOptions {
  readonly appid: string;
  readonly secret: string;
  readonly codes: Codes;
  readonly openidOf: (phoneId: string) => string;
  /** Null while the account is bound to no open platform account. */
  readonly unionidOf: (phoneId: string) => string | null;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * 通过 code 换取网页授权 access_token. The first of these that applies is answered: 41002 no appid,
 * 40013 invalid appid, 41004 no secret, 40125 invalid appsecret, 40002 invalid grant_type, 41008 no
 * code, 40029 invalid code (an expired one too), 40163 code been used.
 */
export function answerAccessToken(query: URLSearchParams, options: AccessTokenOptions): Json {
  const given = (name: string) => query.get(name) ?? '';
  if (given('appid') === '') return failure(41002, 'appid missing');
  if (given('appid') !== options.appid) return failure(40013, 'invalid appid');
  if (given('secret') === '') return failure(41004, 'appsecret missing');
  if (given('secret') !== options.secret) return failure(40125, 'invalid appsecret');
  if (given('grant_type') !== 'authorization_code') return failure(40002, 'invalid grant_type');
  if (given('code') === '') return failure(41008, 'missing code');

  const use = options.codes.use(given('code'));
  if (use.outcome === 'used') return failure(40163, 'code been used');
  if (use.outcome !== 'accepted') return failure(40029, 'invalid code');
  const unionid = options.unionidOf(use.phoneId);
  return {
    access_token: token(),
    expires_in: 7200,
    refresh_token: token(),
    openid: options.openidOf(use.phoneId),
    scope: 'snsapi_base',
    ...(unionid !== null && { unionid }),
  };
}

function failure(errcode: number, errmsg: string): Json {
  const hex = randomBytes(12).toString('hex');
  const rid = [hex.slice(0, 8), hex.slice(8, 16), hex.slice(16)].join('-');
  return { errcode, errmsg: `${errmsg}, rid: ${rid}` };
}

function token(): string {
  return randomBytes(48).toString('base64url');
}

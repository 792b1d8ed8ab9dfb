import { WEB_VIEW_NAME_START } from '../simulator/web-view-name';
import type { Codes } from './codes';

export const AUTHORIZE_PATH = '/connect/oauth2/authorize';

/** Says whose phone it is; the real page knows by WeChat's own login. */
export const PHONE_PARAMETER = '_phone';

export type AuthorizeAnswer =
  | { readonly redirectTo: string }
  /** A page that the user sees. */
  | { readonly html: string };

/** As documented. What WeChat does with another state is not known; here it is an error. */
const STATE = /^[0-9A-Za-z]{0,128}$/;
const LOOPBACK = /^(?:127\.0\.0\.1|localhost)$/;

/**
 * 网页授权, without a question (snsapi_base). The first of these that applies is shown as an error:
 * the appid is not the account's, no redirect_uri, one outside this machine (the account's
 * 网页授权域名), a response_type other than code, a scope other than snsapi_base, a state with more
 * than 128 letters and digits. Then the user is sent back with a code.
 * https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
 */
export function answerAuthorize(
  query: URLSearchParams,
  appid: string,
  codes: Codes,
): AuthorizeAnswer {
  const state = query.get('state') ?? '';
  const redirectUri = parseUrl(query.get('redirect_uri') ?? '');
  if (query.get('appid') !== appid) return errorPage('AppID 参数错误', 40013);
  if (!query.get('redirect_uri')) return errorPage('redirect_uri 不能为空', 10011);
  if (!redirectUri || !LOOPBACK.test(redirectUri.hostname)) {
    return errorPage('redirect_uri 域名与后台配置不一致', 10003);
  }
  if (query.get('response_type') !== 'code') return errorPage('response_type 参数错误', 10005);
  if (!query.get('scope')) return errorPage('scope 不能为空', 10010);
  if (query.get('scope') !== 'snsapi_base')
    return errorPage('Scope 参数错误或没有 Scope 权限', 10005);
  if (!STATE.test(state)) return errorPage('state 只能有字母和数字，最多 128 个', 10013);

  const phoneId = query.get(PHONE_PARAMETER);
  if (phoneId === null) return { html: WHO_ARE_YOU };
  redirectUri.searchParams.append('code', codes.issue(phoneId));
  redirectUri.searchParams.append('state', state);
  return { redirectTo: redirectUri.href };
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function errorPage(reason: string, code: number): AuthorizeAnswer {
  return { html: page(`<h1>Oops! Something went wrong:(</h1><p>${reason}</p><p>${code}</p>`) };
}

/** The frame's name says which phone it is on; in an ordinary window there is none. */
const WHO_ARE_YOU = page(`<p>请在微信客户端打开链接</p><script>
const start = ${JSON.stringify(WEB_VIEW_NAME_START)};
if (window.name.startsWith(start)) {
  const here = new URL(location.href);
  here.searchParams.set(${JSON.stringify(PHONE_PARAMETER)}, window.name.slice(start.length));
  location.replace(here);
}
</script>`);

function page(content: string): string {
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>微信</title><style>body{font:16px/1.6 sans-serif;text-align:center;padding:20vh 24px 0;color:#353535}
h1{font-size:20px;font-weight:500}p{margin:8px 0}</style>${content}</html>`;
}

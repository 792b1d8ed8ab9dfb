export interface AuthorizeSettings {
  readonly appid: string;
  /** Where visitors come back to: the public address of the function `identity-link`. */
  readonly linkUrl: string;
  readonly authorizeBaseUrl: string;
}

/**
 * 网页授权 with scope snsapi_base: silent, and it yields nothing but the openid. The order of the
 * parameters and the fragment are prescribed,
 * https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
 */
export function authorizeUrl(settings: AuthorizeSettings, state: string): string {
  const { appid, linkUrl, authorizeBaseUrl } = settings;
  const query = new URLSearchParams([
    ['appid', appid],
    ['redirect_uri', linkUrl],
    ['response_type', 'code'],
    ['scope', 'snsapi_base'],
    ['state', state],
  ]);
  return `${authorizeBaseUrl}/connect/oauth2/authorize?${query}#wechat_redirect`;
}

/**
 * The name of the frame in which a phone's `<web-view>` shows a page. It stays with the frame from
 * page to page, across servers too: a stand-in of a WeChat page reads it in the browser to know on
 * which phone it is open, as the real one knows by WeChat's own login. Nothing else can tell phones of
 * one browser apart: they share their cookies.
 */
export const WEB_VIEW_NAME_START = 'phone:';

export function webViewName(phoneId: string): string {
  return WEB_VIEW_NAME_START + phoneId;
}

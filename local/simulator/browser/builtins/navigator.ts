import { callWx } from '../wx/call-wx';
import type { Builtin } from './define';
import { hoverProperties, installHover } from './hover';

const FUNCTIONS: Record<string, string> = {
  navigate: 'navigateTo',
  redirect: 'redirectTo',
  switchTab: 'switchTab',
  reLaunch: 'reLaunch',
  navigateBack: 'navigateBack',
  exit: 'exitMiniProgram',
};

export const navigator: Builtin = {
  tag: 'navigator',
  properties: {
    ...hoverProperties('navigator-hover'),
    hoverStayTime: { type: Number, value: 600 },
    url: String,
    openType: { type: String, value: 'navigate' },
    delta: { type: Number, value: 1 },
    target: { type: String, value: 'self' },
    appId: String,
    path: String,
    extraData: null,
    version: String,
    shortLink: String,
  },
  setup(host) {
    installHover(host);
    host.node.addListener('tap', () => {
      const name =
        host.text('target') === 'miniProgram'
          ? 'navigateToMiniProgram'
          : (FUNCTIONS[host.text('openType')] ?? 'navigateTo');
      callWx(name, {
        url: absoluteUrl(host.text('url')),
        delta: host.number('delta'),
        appId: host.text('appId'),
        path: host.text('path'),
        success: (result: unknown) => host.emit('success', result),
        fail: (result: unknown) => host.emit('fail', result),
        complete: (result: unknown) => host.emit('complete', result),
      });
    });
  },
};

/** A relative url of a navigator counts from the page it is on. */
function absoluteUrl(url: string): string {
  if (url === '' || url.startsWith('/')) return url;
  const route = location.hash.slice(1).replace(/\?.*$/, '');
  const { pathname, search } = new URL(url, new URL(route, 'http://root'));
  return pathname + search;
}

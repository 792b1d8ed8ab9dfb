import type { MiniProgramBundle } from '../../bundle';
import type { Engine } from '../engine/engine';
import type { Chrome } from '../frame/chrome';
import { ApiFailure } from '../wx/async-api';
import { createEventChannel } from './event-channel';
import { hidePage, openPage, showPage, splitUrl } from './open-page';
import { currentPage, type OpenPage, openPages, pageStack } from './stack';

const STACK_LIMIT = 10;

interface UrlOptions {
  readonly url?: string;
  readonly delta?: number;
  readonly events?: Record<string, (...values: unknown[]) => void>;
}

type RouteApi = (options: UrlOptions) => unknown;

export interface Router {
  readonly apis: Record<string, RouteApi>;
  /** Opens the first page, or the one that the address names. */
  start(url: string): void;
}

/** The page stack and the functions that change it. Refusals are worded as WeChat's. */
export function createRouter(bundle: MiniProgramBundle, engine: Engine, chrome: Chrome): Router {
  const tabs = new Set(bundle.app.tabBar?.list.map(({ pagePath }) => pagePath));
  const restingTabs = new Map<string, OpenPage>();

  function settle() {
    const page = currentPage();
    if (!page) return;
    const hash = `#/${page.route}${page.query ? `?${page.query}` : ''}`;
    if (location.hash !== hash) history.replaceState(null, '', hash);
    chrome.update();
  }

  function checked(url: string | undefined): string {
    const { route, query } = splitUrl(absolute(url ?? ''));
    const failure = engine.failures.get(route);
    if (failure) throw new ApiFailure(`page "${route}" failed to load: ${String(failure)}`);
    if (!bundle.pages.includes(route)) throw new ApiFailure(`page "${route}" is not found`);
    return query ? `${route}?${query}` : route;
  }

  const isTab = (url: string) => tabs.has(splitUrl(url).route);

  function open(url: string, events: UrlOptions['events'] = {}) {
    const [outer, inner] = createEventChannel(events);
    openPage(bundle, engine, chrome.stage, url, inner, (page) => {
      pageStack.push(page);
      settle();
    });
    settle();
    return { eventChannel: outer };
  }

  function closeTop() {
    const page = pageStack.pop();
    if (page) page.destroy();
  }

  function restTop() {
    const page = pageStack.pop();
    if (!page) return;
    hidePage(page);
    restingTabs.set(page.route, page);
  }

  const apis: Record<string, RouteApi> = {
    navigateTo({ url, events }) {
      const target = checked(url);
      if (isTab(target)) throw new ApiFailure('can not navigateTo a tabbar page');
      if (pageStack.length >= STACK_LIMIT) throw new ApiFailure('webview count limit exceed');
      const before = currentPage();
      if (before) hidePage(before);
      return open(target, events);
    },
    redirectTo({ url }) {
      const target = checked(url);
      if (isTab(target)) throw new ApiFailure('can not redirectTo a tabbar page');
      closeTop();
      open(target);
    },
    reLaunch({ url }) {
      const target = checked(url);
      while (pageStack.length > 0) closeTop();
      for (const page of openPages()) page.destroy();
      restingTabs.clear();
      open(target);
    },
    navigateBack({ delta = 1 }) {
      if (pageStack.length < 2) throw new ApiFailure('cannot navigate back at first page.');
      const steps = Math.min(Math.max(1, delta), pageStack.length - 1);
      for (let step = 0; step < steps; step += 1) closeTop();
      const page = currentPage();
      if (page) showPage(page);
      settle();
    },
    switchTab({ url }) {
      const { route } = splitUrl(checked(url));
      if (!tabs.has(route)) throw new ApiFailure('can not switch to no-tabBar page');
      if (currentPage()?.route === route) return;
      while (pageStack.length > 1) closeTop();
      const first = currentPage();
      if (first?.route === route) {
        showPage(first);
      } else {
        if (first && tabs.has(first.route)) restTop();
        else closeTop();
        const resting = restingTabs.get(route);
        restingTabs.delete(route);
        if (resting) {
          pageStack.push(resting);
          showPage(resting);
        } else {
          open(route);
        }
      }
      settle();
    },
  };

  return {
    apis,
    start(url) {
      const wanted = splitUrl(url).route;
      open(bundle.pages.includes(wanted) ? checked(url) : (bundle.pages[0] ?? ''));
      addEventListener('hashchange', () => {
        const asked = location.hash.replace(/^#\/?/, '');
        const { route, query } = splitUrl(asked);
        const page = currentPage();
        const same = page?.route === route && page.query === query;
        if (!same && bundle.pages.includes(route)) apis.reLaunch?.({ url: `/${asked}` });
      });
    },
  };
}

/** `../detail/detail` counts from the page that is open. */
function absolute(url: string): string {
  if (url.startsWith('/')) return url;
  const { pathname, search } = new URL(url, `http://root/${currentPage()?.route ?? ''}`);
  return pathname + search;
}

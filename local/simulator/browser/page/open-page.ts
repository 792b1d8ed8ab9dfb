import type { Root } from 'glass-easel-miniprogram-adapter';
import type { MiniProgramBundle, PageConfig } from '../../bundle';
import type { Engine } from '../engine/engine';
import { make } from '../frame/dom';
import { layoutPage } from '../frame/metrics';
import { resolveTheme } from '../theme';
import { createEventChannel, type EventChannel } from './event-channel';
import { callHook } from './hooks';
import { installPageScroll } from './page-scroll';
import { forgetPage, keepPage, type NavigationOverrides, type OpenPage } from './stack';

const CUSTOM_TAB_BAR = 'custom-tab-bar/index';

let nextId = 1;

/**
 * Opens a page in WeChat's order: components created and attached, `onLoad`, `onShow`, components
 * ready, `onReady`.
 */
export function openPage(
  bundle: MiniProgramBundle,
  engine: Engine,
  stage: HTMLElement,
  url: string,
  channel: EventChannel = createEventChannel()[1],
  enter: (page: OpenPage) => void = () => {},
): OpenPage {
  const { route, query } = splitUrl(url);
  const entry = bundle.components.find(({ path }) => path === route);
  const isTab = bundle.app.tabBar?.list.some(({ pagePath }) => pagePath === route) ?? false;
  const container = make('div.page');
  container.dataset.route = route;
  const viewport = make('div.page-viewport');
  container.append(viewport);
  stage.append(container);

  const config = (): PageConfig =>
    resolveTheme({ ...bundle.app.window, ...entry?.config }, bundle.theme) as PageConfig;
  layoutPage(container, {
    hasNavigationBar: config().navigationStyle !== 'custom',
    // A custom tab bar lies on the page; the page goes down to the edge.
    hasTabBar: isTab && !bundle.app.tabBar?.custom,
  });

  engine.ready.hold();
  const root = attachRoot(engine, 'page', route, viewport);
  const tabBarRoot =
    isTab && bundle.app.tabBar?.custom
      ? attachRoot(engine, 'custom-tab-bar', CUSTOM_TAB_BAR, container)
      : null;
  const overrides: NavigationOverrides = {};
  const instance = root.get();
  const page: OpenPage = {
    id: nextId++,
    route,
    query,
    root,
    instance,
    channel,
    container,
    viewport,
    overrides,
    tabBar: tabBarRoot?.get() ?? null,
    config,
    title: () => overrides.title ?? config().navigationBarTitleText ?? '',
    destroy() {
      callHook(instance, 'onUnload');
      root.release();
      tabBarRoot?.release();
      container.remove();
      forgetPage(page);
    },
  };
  Object.assign(instance, {
    route,
    __route__: route,
    options: parseQuery(query),
    getOpenerEventChannel: () => channel,
  });
  keepPage(page);
  enter(page);
  installPageScroll(page, () => bundle.components.find(({ path }) => path === route)?.config ?? {});
  callHook(instance, 'onLoad', parseQuery(query));
  showPage(page);
  engine.ready.flush();
  callHook(instance, 'onReady');
  return page;
}

export function showPage(page: OpenPage): void {
  page.container.removeAttribute('data-behind');
  callHook(page.instance, 'onShow');
  page.root.getComponent().triggerPageLifetime?.('show', []);
}

export function hidePage(page: OpenPage): void {
  callHook(page.instance, 'onHide');
  page.root.getComponent().triggerPageLifetime?.('hide', []);
  page.container.setAttribute('data-behind', '');
}

export function splitUrl(url: string): { route: string; query: string } {
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  return { route: path.replace(/^\//, ''), query };
}

/** Values stay as written: WeChat does not decode them. */
export function parseQuery(query: string): Record<string, string> {
  const pairs = query.split('&').filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      return [name, value];
    }),
  );
}

function attachRoot(engine: Engine, tag: string, path: string, parent: HTMLElement): Root {
  const root = engine.createRoot(tag, path);
  const placeholder = document.createElement('i');
  parent.append(placeholder);
  root.attach(parent, placeholder);
  return root;
}

import type { Instance } from 'glass-easel-miniprogram-adapter';
import type { MiniProgramBundle, ThemeName } from '../bundle';
import { defineBuiltins } from './builtins';
import { createEngine } from './engine/engine';
import { installInstanceMethods } from './engine/instance-methods';
import { installGestures } from './events/gestures';
import { installStyleEvents } from './events/style-events';
import { createChrome } from './frame/chrome';
import { installMetrics } from './frame/metrics';
import { lastShare } from './frame/share';
import { callHook, parseQuery, splitUrl } from './page/open-page';
import { createRouter } from './page/router';
import { currentPage, openPages, pageStack } from './page/stack';
import builtinStyle from './styles/builtins.css';
import phoneStyle from './styles/phone.css';
import { installTheme, onThemeChange, setTheme } from './theme';
import { clipboardText, shake } from './wx/device';
import { setOffline } from './wx/network';
import { launchOptions, systemApis } from './wx/system';
import { createWx } from './wx/wx';

/** Starts the mini program in this page. Called once, by the generated entry. */
export function boot(bundle: MiniProgramBundle): void {
  document.head.append(styleElement(phoneStyle), styleElement(builtinStyle));
  document.documentElement.dataset.style = bundle.app.style ?? 'v1';
  installTheme(bundle.app.darkmode === true);
  const chrome = createChrome(bundle);
  installMetrics();
  installGestures(chrome.stage);
  installStyleEvents(chrome.stage);
  installInstanceMethods();

  const engine = createEngine(bundle);
  const router = createRouter(bundle, engine, chrome);
  const address = location.hash.replace(/^#\/?/, '') || (bundle.pages[0] ?? '');
  const { route, query } = splitUrl(address);
  const launch = launchOptions(route, parseQuery(query));
  const system = systemApis(bundle.app, launch);
  const wx = createWx({ app: bundle.app, router, system, redrawChrome: chrome.update });

  let app: Instance | undefined;
  Object.assign(globalThis, {
    wx,
    App: (definition: Instance) => {
      app = definition;
    },
    getApp: () => app,
    getCurrentPages: () => pageStack.map(({ instance }) => instance),
    requirePlugin: () => {
      throw new Error('the simulator has no plugins');
    },
    simulator: {
      setOffline,
      setTheme: (theme: ThemeName) => setTheme(theme),
      pages: () => pageStack.map(describePage),
      currentPage: () => {
        const page = currentPage();
        return page ? describePage(page) : null;
      },
      lastShare,
      clipboard: clipboardText,
      shake,
    },
  });

  defineBuiltins(engine);
  bundle.runApp();
  for (const entry of bundle.components) engine.defineComponent(entry);
  onThemeChange((theme) => {
    chrome.update();
    for (const page of openPages()) callHook(page.instance, 'onThemeChange', { theme });
    if (app) callHook(app, 'onThemeChange', { theme });
  });
  addEventListener('mini-program-error', (event) => {
    if (app) callHook(app, 'onError', String((event as CustomEvent).detail));
  });
  document.addEventListener('visibilitychange', () => {
    const hook = document.hidden ? 'onHide' : 'onShow';
    if (app) callHook(app, hook, launch);
    const page = currentPage();
    if (page) callHook(page.instance, hook);
  });

  if (app) {
    callHook(app, 'onLaunch', launch);
    callHook(app, 'onShow', launch);
  }
  router.start(address);
  new EventSource('rebuilt').onmessage = () => location.reload();
}

function describePage({
  route,
  query,
  instance,
}: {
  route: string;
  query: string;
  instance: Instance;
}) {
  return { route, query: parseQuery(query), data: instance.data };
}

function styleElement(text: string): HTMLStyleElement {
  const style = document.createElement('style');
  style.textContent = text;
  return style;
}

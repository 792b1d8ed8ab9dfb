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
import { callHook } from './page/hooks';
import { parseQuery, splitUrl } from './page/open-page';
import { createRouter } from './page/router';
import { currentPage, openPages, pageStack } from './page/stack';
import { reloadAfterBuilds } from './reload';
import builtinStyle from './styles/builtins.css';
import controlStyle from './styles/controls.css';
import overlayStyle from './styles/overlays.css';
import paymentStyle from './styles/payments.css';
import phoneStyle from './styles/phone.css';
import { installTheme, onThemeChange, setTheme } from './theme';
import { tellApp } from './wx/app-events';
import { clipboardText, shake } from './wx/device';
import { setOffline } from './wx/network';
import { launchOptions, systemApis } from './wx/system';
import { createWx } from './wx/wx';

/** Starts the mini program in this page. Called once, by the generated entry. */
export function boot(bundle: MiniProgramBundle): void {
  for (const style of [phoneStyle, overlayStyle, paymentStyle, builtinStyle, controlStyle]) {
    document.head.append(styleElement(style));
  }
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
  const system = systemApis(bundle, launch);
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
  const tell = (hook: string, detail: unknown) => {
    if (app) callHook(app, `on${hook}`, detail);
    tellApp(hook, detail);
  };
  addEventListener('mini-program-error', (event) =>
    tell('Error', String((event as CustomEvent).detail)),
  );
  addEventListener('unhandledrejection', ({ reason }) => tell('UnhandledRejection', { reason }));
  document.addEventListener('visibilitychange', () => {
    const hook = document.hidden ? 'Hide' : 'Show';
    if (app) callHook(app, `on${hook}`, launch);
    tellApp(`App${hook}`, launch);
    const page = currentPage();
    if (page) callHook(page.instance, `on${hook}`);
  });

  if (app) {
    callHook(app, 'onLaunch', launch);
    callHook(app, 'onShow', launch);
  }
  router.start(address);
  reloadAfterBuilds();
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

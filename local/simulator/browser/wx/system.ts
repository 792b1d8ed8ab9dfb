import type { MiniProgramBundle } from '../../bundle';
import { CAPSULE, pageHeight, phoneMetrics } from '../frame/metrics';
import { currentPage } from '../page/stack';
import { currentTheme, offThemeChange, onThemeChange } from '../theme';
import { enterScene, isOldWeChat, launchParameters } from './phone';

const SDK_VERSION = isOldWeChat ? '3.2.5' : '3.7.6';

interface LaunchOptions {
  readonly path: string;
  readonly scene: number;
  readonly query: Record<string, string>;
  readonly shareTicket?: string;
  readonly referrerInfo: Record<string, never>;
  readonly apiCategory: string;
}

export function systemApis({ app, appId }: MiniProgramBundle, launch: LaunchOptions) {
  const hasTabBar = (route: string) =>
    !app.tabBar?.custom && (app.tabBar?.list.some(({ pagePath }) => pagePath === route) ?? false);

  function getWindowInfo() {
    const { width, height, statusBarHeight, safeAreaBottom } = phoneMetrics();
    const page = currentPage();
    const hasNavigationBar = (page?.config() ?? app.window)?.navigationStyle !== 'custom';
    const windowHeight = pageHeight({ hasNavigationBar, hasTabBar: hasTabBar(page?.route ?? '') });
    return {
      pixelRatio: devicePixelRatio,
      screenWidth: width,
      screenHeight: height,
      windowWidth: width,
      windowHeight,
      statusBarHeight,
      screenTop: hasNavigationBar ? statusBarHeight + 44 : 0,
      safeArea: {
        left: 0,
        right: width,
        width,
        top: statusBarHeight,
        bottom: height - safeAreaBottom,
        height: height - safeAreaBottom - statusBarHeight,
      },
    };
  }

  const getAppBaseInfo = () => ({
    SDKVersion: SDK_VERSION,
    version: '8.0.50',
    language: 'zh_CN',
    theme: currentTheme(),
    enableDebug: false,
    fontSizeSetting: 16,
    host: { env: 'WeChat' },
  });
  const getDeviceInfo = () => ({
    platform: 'devtools',
    brand: 'simulator',
    model: 'simulator',
    system: 'iOS 17.0',
    benchmarkLevel: 30,
    memorySize: 4096,
  });
  const getSystemInfoSync = () => ({ ...getWindowInfo(), ...getAppBaseInfo(), ...getDeviceInfo() });

  return {
    sync: {
      getWindowInfo,
      getAppBaseInfo,
      getDeviceInfo,
      getSystemInfoSync,
      getSystemSetting: () => ({
        locationEnabled: true,
        wifiEnabled: true,
        bluetoothEnabled: false,
      }),
      getAppAuthorizeSetting: () => ({
        albumAuthorized: 'authorized',
        notificationAuthorized: 'authorized',
      }),
      getMenuButtonBoundingClientRect() {
        const { width, statusBarHeight } = phoneMetrics();
        const right = width - CAPSULE.right;
        const top = statusBarHeight + CAPSULE.top;
        return {
          width: CAPSULE.width,
          height: CAPSULE.height,
          left: right - CAPSULE.width,
          right,
          top,
          bottom: top + CAPSULE.height,
        };
      },
      getAccountInfoSync: () => ({
        miniProgram: { appId, envVersion: 'develop', version: '' },
      }),
      getLaunchOptionsSync: () => launch,
      getEnterOptionsSync: () => launch,
      onThemeChange: (listener: (result: { theme: string }) => void) => {
        const wrapped = (theme: string) => listener({ theme });
        themeListeners.set(listener, wrapped);
        onThemeChange(wrapped);
      },
      offThemeChange: (listener?: (result: { theme: string }) => void) =>
        offThemeChange(listener && themeListeners.get(listener)),
      onWindowResize: (listener: (result: unknown) => void) => {
        addEventListener('resize', () => listener({ size: getWindowInfo() }));
      },
      offWindowResize() {},
      onMenuButtonBoundingClientRectWeightChange() {},
      offMenuButtonBoundingClientRectWeightChange() {},
      nextTick: (callback: () => void) => queueMicrotask(callback),
      getUpdateManager: () => ({
        onCheckForUpdate: (listener: (result: { hasUpdate: boolean }) => void) =>
          setTimeout(() => listener({ hasUpdate: false })),
        onUpdateReady() {},
        onUpdateFailed() {},
        applyUpdate() {},
      }),
      getPerformance: () => performance,
      getLogManager: () => console,
      getRealtimeLogManager: () => ({ ...logger, setFilterMsg() {}, addFilterMsg() {} }),
      reportEvent() {},
      reportAnalytics() {},
      reportMonitor() {},
    },
    async: { getSystemInfo: getSystemInfoSync, getSystemInfoAsync: getSystemInfoSync },
  };
}

const themeListeners = new WeakMap<object, (theme: string) => void>();

const logger = { info() {}, warn() {}, error() {}, debug() {} };

/** How the mini program was opened; the address decides: `?scene=1008#/pages/…`. */
export function launchOptions(path: string, query: Record<string, string>): LaunchOptions {
  const shareTicket = launchParameters.get('shareTicket') ?? launchParameters.get('group');
  return {
    path,
    query,
    scene: enterScene,
    referrerInfo: {},
    apiCategory: 'default',
    ...(shareTicket && { shareTicket }),
  };
}

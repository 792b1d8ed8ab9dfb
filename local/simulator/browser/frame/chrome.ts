import type { AppConfig, MiniProgramBundle, TabBarConfig } from '../../bundle';
import { fileUrl } from '../file-url';
import { currentPage, pageStack } from '../page/stack';
import { resolveTheme } from '../theme';
import { callWx } from '../wx/call-wx';
import { make, onClick } from './dom';
import { createOverlayLayer } from './overlay';
import { openCapsuleMenu } from './share';
import { applyTabBarState, tabBarHidden } from './tab-bar-state';

export interface Chrome {
  readonly stage: HTMLElement;
  /** Draws the bars for the page that is open. */
  update(): void;
}

/** The phone's parts that belong to WeChat: status bar, navigation bar, capsule, tab bar. */
export function createChrome(bundle: MiniProgramBundle): Chrome {
  const stage = make('div.stage');
  const back = onClick(make('button.navigation-back'), () => {
    if (pageStack.length > 1) callWx('navigateBack', {});
    else callWx('reLaunch', { url: `/${bundle.pages[0]}` });
  });
  back.setAttribute('aria-label', '返回');
  const title = make('div.navigation-title');
  const navigation = make('div.navigation-bar', back, title);
  const clock = make('span', phoneTime());
  const status = make('div.status-bar', clock, make('i.battery'));
  setInterval(() => {
    clock.textContent = phoneTime();
  }, 10_000);
  const capsule = make(
    'div.capsule',
    onClick(make('button.capsule-menu', make('i')), openCapsuleMenu),
    onClick(make('button.capsule-close', make('i')), () => callWx('exitMiniProgram', {})),
  );
  capsule.children[0]?.setAttribute('aria-label', '更多');
  capsule.children[1]?.setAttribute('aria-label', '关闭');
  const tabBar = make('div.tab-bar');
  const phone = document.getElementById('phone') as HTMLElement;
  phone.replaceChildren(stage, status, navigation, capsule, tabBar, createOverlayLayer());

  function update() {
    const page = currentPage();
    if (!page) return;
    const config = page.config();
    const isCustom = config.navigationStyle === 'custom';
    const front =
      page.overrides.frontColor ??
      (config.navigationBarTextStyle === 'black' ? '#000000' : '#ffffff');
    const background =
      page.overrides.backgroundColor ?? config.navigationBarBackgroundColor ?? '#000000';
    phone.style.setProperty('--navigation-front', front);
    phone.style.setProperty('--navigation-background', isCustom ? 'transparent' : background);
    phone.toggleAttribute('data-light-front', front.toLowerCase() === '#ffffff');
    navigation.hidden = isCustom;
    title.textContent = page.title();
    back.hidden = pageStack.length < 2 && isFirstPage(bundle, page.route);
    back.classList.toggle('sim-navigation-home', pageStack.length < 2);
    document.title = page.title() || '小程序';
    drawTabBar(bundle.app, tabBar, page.route, () =>
      resolveTheme(bundle.app.tabBar as TabBarConfig, bundle.theme),
    );
  }
  return { stage, update };
}

/** On a page that was opened directly, WeChat shows a house that leads to the first page. */
function isFirstPage(bundle: MiniProgramBundle, route: string): boolean {
  return (
    route === bundle.pages[0] ||
    Boolean(bundle.app.tabBar?.list.some(({ pagePath }) => pagePath === route))
  );
}

function drawTabBar(app: AppConfig, bar: HTMLElement, route: string, resolved: () => TabBarConfig) {
  const isTab = app.tabBar?.list.some(({ pagePath }) => pagePath === route) ?? false;
  bar.hidden = !isTab || app.tabBar?.custom === true || tabBarHidden();
  if (bar.hidden) return;
  const config = resolved();
  bar.style.background = config.backgroundColor ?? '#ffffff';
  bar.classList.toggle('sim-tab-bar-white-border', config.borderStyle === 'white');
  bar.replaceChildren(
    ...config.list.map((item, index) => {
      const selected = item.pagePath === route;
      const picture = selected ? (item.selectedIconPath ?? item.iconPath) : item.iconPath;
      const icon = picture ? (make('img.tab-bar-icon') as HTMLImageElement) : null;
      if (icon && picture) icon.src = fileUrl(`/${picture.replace(/^\.?\//, '')}`);
      const tab = make('button.tab-bar-item', icon, make('span.tab-bar-text', item.text));
      tab.style.color = (selected ? config.selectedColor : config.color) ?? '#7a7e83';
      applyTabBarState(tab, index);
      return onClick(tab, () => {
        if (!selected) callWx('switchTab', { url: `/${item.pagePath}` });
        const handler = currentPage()?.instance.onTabItemTap;
        if (typeof handler === 'function') {
          handler.call(currentPage()?.instance, {
            index,
            pagePath: item.pagePath,
            text: item.text,
          });
        }
      });
    }),
  );
}

/** Beijing's, as on the phones of those who play, wherever the browser is. */
function phoneTime(): string {
  return new Date().toLocaleTimeString('zh-CN', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
}

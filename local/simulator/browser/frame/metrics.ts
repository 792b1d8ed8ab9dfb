/** Sizes of the simulated phone, in CSS pixels. */
export interface PhoneMetrics {
  readonly width: number;
  readonly height: number;
  readonly statusBarHeight: number;
  readonly safeAreaBottom: number;
}

const NAVIGATION_BAR_HEIGHT = 44;
const TAB_BAR_HEIGHT = 50;
export const CAPSULE = { width: 87, height: 32, right: 7, top: 4 };

/** From this height on a phone has a notch above and a home indicator below. */
const TALL_PHONE_HEIGHT = 780;

export function phoneMetrics(): PhoneMetrics {
  const phone = document.getElementById('phone') as HTMLElement;
  const { clientWidth: width, clientHeight: height } = phone;
  const isTall = height >= TALL_PHONE_HEIGHT;
  return { width, height, statusBarHeight: isTall ? 44 : 20, safeAreaBottom: isTall ? 34 : 0 };
}

interface PageLayout {
  readonly hasNavigationBar: boolean;
  readonly hasTabBar: boolean;
}

const layouts = new Map<HTMLElement, PageLayout>();

/** Places a page between the bars and tells its styles how large it is. */
export function layoutPage(container: HTMLElement, layout: PageLayout): void {
  layouts.set(container, layout);
  apply(container, layout);
}

/** Height of the page area of a layout. */
export function pageHeight({ hasNavigationBar, hasTabBar }: PageLayout): number {
  const { height, statusBarHeight, safeAreaBottom } = phoneMetrics();
  const top = hasNavigationBar ? statusBarHeight + NAVIGATION_BAR_HEIGHT : 0;
  const bottom = hasTabBar ? TAB_BAR_HEIGHT + safeAreaBottom : 0;
  return height - top - bottom;
}

/** Keeps units right when the window changes. */
export function installMetrics(): void {
  const update = () => {
    const { width, statusBarHeight, safeAreaBottom } = phoneMetrics();
    const style = document.documentElement.style;
    style.setProperty('--rpx', `${width / 750}px`);
    style.setProperty('--vw', `${width / 100}px`);
    style.setProperty('--status-bar', `${statusBarHeight}px`);
    style.setProperty('--phone-safe-bottom', `${safeAreaBottom}px`);
    for (const [container, layout] of layouts) {
      if (container.isConnected) apply(container, layout);
      else layouts.delete(container);
    }
  };
  update();
  addEventListener('resize', update);
}

function apply(container: HTMLElement, layout: PageLayout) {
  const { statusBarHeight, safeAreaBottom } = phoneMetrics();
  const { style } = container;
  style.top = layout.hasNavigationBar ? `${statusBarHeight + NAVIGATION_BAR_HEIGHT}px` : '0';
  style.height = `${pageHeight(layout)}px`;
  style.setProperty('--vh', `${pageHeight(layout) / 100}px`);
  // Under a navigation bar the page does not meet the notch; above a tab bar not the indicator.
  style.setProperty('--safe-area-top', layout.hasNavigationBar ? '0px' : `${statusBarHeight}px`);
  style.setProperty('--safe-area-bottom', layout.hasTabBar ? '0px' : `${safeAreaBottom}px`);
}

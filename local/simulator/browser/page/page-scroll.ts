import type { PageConfig } from '../../bundle';
import { make } from '../frame/dom';
import { callHook } from './hooks';
import type { OpenPage } from './stack';

const REACH_BOTTOM_PX = 50;
const PULL_REST_PX = 60;

interface PullDown {
  start(): void;
  stop(): void;
}

const pullDowns = new WeakMap<OpenPage, PullDown>();

/** onPageScroll, onReachBottom and onPullDownRefresh of one page. */
export function installPageScroll(page: OpenPage, config: () => PageConfig): void {
  const { viewport, instance } = page;
  let atBottom = false;
  viewport.addEventListener('scroll', () => {
    callHook(instance, 'onPageScroll', { scrollTop: viewport.scrollTop });
    const left = viewport.scrollHeight - viewport.clientHeight - viewport.scrollTop;
    const nowAtBottom = left <= (config().onReachBottomDistance ?? REACH_BOTTOM_PX);
    if (nowAtBottom && !atBottom) callHook(instance, 'onReachBottom');
    atBottom = nowAtBottom;
  });
  // Content that grew below is out of reach again.
  new ResizeObserver(() => {
    const left = viewport.scrollHeight - viewport.clientHeight - viewport.scrollTop;
    if (left > (config().onReachBottomDistance ?? REACH_BOTTOM_PX)) atBottom = false;
  }).observe(viewport.firstElementChild ?? viewport);
  if (config().disableScroll) viewport.style.overflowY = 'hidden';
  installPullDown(page, config);
}

export function startPullDownRefresh(page: OpenPage): void {
  pullDowns.get(page)?.start();
}

export function stopPullDownRefresh(page: OpenPage): void {
  pullDowns.get(page)?.stop();
}

function installPullDown(page: OpenPage, config: () => PageConfig) {
  const { viewport } = page;
  const dots = make('div.pull-down-dots', make('i'), make('i'), make('i'));
  // Unseen dots that blink would still cost every page a restyle in every frame.
  dots.hidden = true;
  page.container.prepend(dots);
  let refreshing = false;
  let startY: number | null = null;
  let pulled = 0;

  const show = (height: number) => {
    viewport.style.transform = height > 0 ? `translateY(${height}px)` : '';
    dots.hidden = height <= 0;
  };
  const pull: PullDown = {
    start() {
      if (refreshing) return;
      refreshing = true;
      show(PULL_REST_PX);
      callHook(page.instance, 'onPullDownRefresh');
    },
    stop() {
      refreshing = false;
      show(0);
    },
  };
  pullDowns.set(page, pull);

  const root = page.root.getComponent();
  const touchY = (event: unknown) =>
    (event as { touches?: { clientY: number }[] }).touches?.[0]?.clientY;
  root.addListener('touchstart', (event) => {
    const ready = config().enablePullDownRefresh && viewport.scrollTop <= 0 && !refreshing;
    startY = ready ? (touchY(event) ?? null) : null;
    pulled = 0;
  });
  root.addListener('touchmove', (event) => {
    const y = touchY(event);
    if (startY === null || y === undefined) return;
    pulled = Math.max(0, (y - startY) / 2);
    show(pulled);
  });
  root.addListener('touchend', () => {
    if (startY === null) return;
    startY = null;
    if (pulled >= PULL_REST_PX) pull.start();
    else if (!refreshing) show(0);
  });
}

import type { Builtin, Host } from './define';

interface Touched {
  readonly touches?: readonly { clientY: number }[];
}

const REFRESH_REST_PX = 45;

export const scrollView: Builtin = {
  tag: 'scroll-view',
  properties: {
    scrollX: Boolean,
    scrollY: Boolean,
    scrollTop: { type: null, value: null },
    scrollLeft: { type: null, value: null },
    scrollIntoView: String,
    scrollWithAnimation: Boolean,
    upperThreshold: { type: null, value: 50 },
    lowerThreshold: { type: null, value: 50 },
    enableFlex: Boolean,
    enhanced: Boolean,
    bounces: Boolean,
    showScrollbar: { type: Boolean, value: true },
    scrollAnchoring: Boolean,
    enableBackToTop: Boolean,
    enablePassive: null,
    type: String,
    refresherEnabled: Boolean,
    refresherTriggered: Boolean,
    refresherThreshold: { type: Number, value: REFRESH_REST_PX },
    refresherDefaultStyle: String,
    refresherBackground: String,
  },
  data: { refresherHeight: 0 },
  setup(host) {
    const { element } = host;
    host.watch(['scrollX', 'scrollY', 'showScrollbar', 'enableFlex'], () => {
      element.style.setProperty('--overflow-x', host.flag('scrollX') ? 'auto' : 'hidden');
      element.style.setProperty('--overflow-y', host.flag('scrollY') ? 'auto' : 'hidden');
      element.toggleAttribute('data-scroll-x', host.flag('scrollX'));
      element.toggleAttribute('data-scroll-y', host.flag('scrollY'));
      element.toggleAttribute('data-flex', host.flag('enableFlex'));
    });
    const behavior = () => (host.flag('scrollWithAnimation') ? 'smooth' : 'instant');
    host.watch(['scrollTop'], () => {
      const top = host.value('scrollTop');
      if (typeof top === 'number') element.scrollTo({ top, behavior: behavior() });
    });
    host.watch(['scrollLeft'], () => {
      const left = host.value('scrollLeft');
      if (typeof left === 'number') element.scrollTo({ left, behavior: behavior() });
    });
    host.watch(['scrollIntoView'], () => {
      const id = host.text('scrollIntoView');
      if (id) requestAnimationFrame(() => scrollTo(host, id, behavior()));
    });
    installScrollEvents(host);
    installRefresher(host);
  },
};

function scrollTo(host: Host, id: string, behavior: ScrollBehavior) {
  const child = host.element.querySelector(`#${CSS.escape(id)}`);
  if (!child) return;
  const box = child.getBoundingClientRect();
  const frame = host.element.getBoundingClientRect();
  host.element.scrollBy({ left: box.left - frame.left, top: box.top - frame.top, behavior });
}

function installScrollEvents(host: Host) {
  const { element } = host;
  let last = { left: 0, top: 0 };
  // Each edge is told once, until the content has left it again.
  let atStart = true;
  let atEnd = false;
  element.addEventListener('scroll', () => {
    const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = element;
    host.emit('scroll', {
      scrollLeft,
      scrollTop,
      scrollWidth,
      scrollHeight,
      deltaX: last.left - scrollLeft,
      deltaY: last.top - scrollTop,
    });
    last = { left: scrollLeft, top: scrollTop };
    const vertical = host.flag('scrollY');
    const before = vertical ? scrollTop : scrollLeft;
    const after = vertical
      ? scrollHeight - clientHeight - scrollTop
      : scrollWidth - clientWidth - scrollLeft;
    const nowAtStart = before <= pixels(host.value('upperThreshold'));
    const nowAtEnd = after <= pixels(host.value('lowerThreshold'));
    if (nowAtStart && !atStart)
      host.emit('scrolltoupper', { direction: vertical ? 'top' : 'left' });
    if (nowAtEnd && !atEnd)
      host.emit('scrolltolower', { direction: vertical ? 'bottom' : 'right' });
    atStart = nowAtStart;
    atEnd = nowAtEnd;
  });
}

function pixels(value: unknown): number {
  const number = Number.parseFloat(String(value)) || 0;
  return /rpx$/.test(String(value))
    ? (number * document.documentElement.clientWidth) / 750
    : number;
}

function installRefresher(host: Host) {
  let startY: number | null = null;
  let refreshing = false;
  const show = (height: number) => host.set({ refresherHeight: height });

  host.watch(['refresherTriggered'], () => {
    const triggered = host.flag('refresherTriggered');
    if (triggered && !refreshing) {
      refreshing = true;
      show(host.number('refresherThreshold'));
      host.emit('refresherrefresh', {});
    } else if (!triggered && refreshing) {
      refreshing = false;
      show(0);
      host.emit('refresherrestore', {});
    }
  });
  host.node.addListener('touchstart', (event) => {
    const y = (event as Touched).touches?.[0]?.clientY;
    const ready = host.flag('refresherEnabled') && host.element.scrollTop <= 0 && !refreshing;
    startY = ready && y !== undefined ? y : null;
  });
  host.node.addListener('touchmove', (event) => {
    const y = (event as Touched).touches?.[0]?.clientY;
    if (startY === null || y === undefined || y <= startY) return;
    const pulled = (y - startY) / 2;
    show(pulled);
    host.emit('refresherpulling', { deltaY: pulled, dy: pulled });
  });
  host.node.addListener('touchend', () => {
    if (startY === null) return;
    startY = null;
    const pulled = host.number('refresherHeight');
    if (pulled >= host.number('refresherThreshold')) {
      host.set({ refresherTriggered: true });
    } else if (pulled > 0) {
      show(0);
      host.emit('refresherabort', {});
    }
  });
}

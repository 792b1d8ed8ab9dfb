import type { Builtin, Host } from './define';

interface Touched {
  readonly touches?: readonly { clientX: number; clientY: number }[];
}

const SWIPE_SHARE = 0.2;

export const swiperItem: Builtin = {
  tag: 'swiper-item',
  properties: { itemId: String, skipHiddenItemLayout: Boolean },
};

export const swiper: Builtin = {
  tag: 'swiper',
  properties: {
    current: Number,
    currentItemId: String,
    autoplay: Boolean,
    interval: { type: Number, value: 5000 },
    duration: { type: Number, value: 500 },
    circular: Boolean,
    vertical: Boolean,
    previousMargin: { type: String, value: '0px' },
    nextMargin: { type: String, value: '0px' },
    displayMultipleItems: { type: Number, value: 1 },
    indicatorDots: Boolean,
    indicatorColor: { type: String, value: 'rgba(0, 0, 0, .3)' },
    indicatorActiveColor: { type: String, value: '#000000' },
    easingFunction: String,
    snapToEdge: Boolean,
  },
  setup(host) {
    const track = host.inner('.wx-swiper-track');
    const frame = host.inner('.wx-swiper-frame');
    let current = host.number('current');
    let dragging: { x: number; y: number; share: number } | null = null;
    const items = () => [...track.querySelectorAll<HTMLElement>(':scope > wx-swiper-item')];

    function layout(animated: boolean) {
      const all = items();
      const shown = Math.max(1, host.number('displayMultipleItems'));
      for (const [index, item] of all.entries()) {
        const offset =
          offsetOf(index, current, all.length, host.flag('circular')) + (dragging?.share ?? 0);
        const before = Number(item.dataset.offset ?? offset);
        // An item that wraps around jumps outside the frame, unseen.
        const moves = animated && Math.abs(before - offset) <= 1.5;
        item.dataset.offset = String(offset);
        item.style.transition = moves ? `transform ${host.number('duration')}ms ease` : 'none';
        item.style.width = host.flag('vertical') ? '100%' : `${100 / shown}%`;
        item.style.height = host.flag('vertical') ? `${100 / shown}%` : '100%';
        item.style.transform = host.flag('vertical')
          ? `translateY(${offset * 100}%)`
          : `translateX(${offset * 100}%)`;
      }
      drawDots(host, all.length, current);
    }

    function moveTo(index: number, source: '' | 'autoplay' | 'touch') {
      const count = items().length;
      if (count === 0) return;
      const next = host.flag('circular')
        ? (index + count) % count
        : Math.min(count - 1, Math.max(0, index));
      const changed = next !== current;
      current = next;
      layout(true);
      if (!changed) return;
      host.set({ current });
      const detail = {
        current,
        currentItemId: items()[current]?.getAttribute('item-id') ?? '',
        source,
      };
      host.emit('change', detail);
      setTimeout(() => host.emit('animationfinish', detail), host.number('duration'));
    }

    host.watch(['current'], () => {
      if (host.number('current') !== current) moveTo(host.number('current'), '');
    });
    host.watch(['previousMargin', 'nextMargin', 'vertical'], () => {
      const [start, end] = host.flag('vertical')
        ? (['top', 'bottom'] as const)
        : (['left', 'right'] as const);
      frame.setAttribute(
        'style',
        `${start}:${host.text('previousMargin')};${end}:${host.text('nextMargin')}`,
      );
    });
    host.watch(['displayMultipleItems', 'vertical', 'circular', 'indicatorDots'], () =>
      layout(false),
    );

    const observer = new MutationObserver(() => {
      current = Math.min(current, Math.max(0, items().length - 1));
      layout(false);
    });
    observer.observe(track, { childList: true });

    let timer = 0;
    host.watch(['autoplay', 'interval'], () => {
      clearInterval(timer);
      if (!host.flag('autoplay')) return;
      timer = window.setInterval(() => {
        const last = items().length - 1;
        if (!dragging)
          moveTo(current >= last && !host.flag('circular') ? 0 : current + 1, 'autoplay');
      }, host.number('interval'));
    });
    host.onDetached(() => {
      clearInterval(timer);
      observer.disconnect();
    });

    host.node.addListener('touchstart', (event) => {
      const touch = (event as Touched).touches?.[0];
      dragging = touch ? { x: touch.clientX, y: touch.clientY, share: 0 } : null;
    });
    host.node.addListener('touchmove', (event) => {
      const touch = (event as Touched).touches?.[0];
      if (!touch || !dragging) return;
      const box = frame.getBoundingClientRect();
      dragging.share = host.flag('vertical')
        ? (touch.clientY - dragging.y) / box.height
        : (touch.clientX - dragging.x) / box.width;
      layout(false);
    });
    const release = () => {
      const share = dragging?.share ?? 0;
      dragging = null;
      if (Math.abs(share) > SWIPE_SHARE) moveTo(current - Math.sign(share), 'touch');
      else if (share !== 0) layout(true);
    };
    host.node.addListener('touchend', release);
    host.node.addListener('touchcancel', release);
  },
};

/** How many frames an item lies from the current one; in a ring the nearer way round. */
function offsetOf(index: number, current: number, count: number, circular: boolean): number {
  const straight = index - current;
  if (!circular || count < 2) return straight;
  const half = count / 2;
  if (straight > half) return straight - count;
  return straight <= -half ? straight + count : straight;
}

function drawDots(host: Host, count: number, current: number) {
  const dots = host.inner('.wx-swiper-dots');
  if (!host.flag('indicatorDots')) return;
  dots.replaceChildren(
    ...Array.from({ length: count }, (_, index) => {
      const dot = document.createElement('i');
      dot.style.background = host.text(
        index === current ? 'indicatorActiveColor' : 'indicatorColor',
      );
      return dot;
    }),
  );
}

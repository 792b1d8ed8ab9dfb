/** Tags that only show something: progress, icon, canvas, video, and containers. */
import { fileUrl } from '../file-url';
import { warnOnce } from '../warn-once';
import type { Builtin } from './define';

export const progress: Builtin = {
  tag: 'progress',
  properties: {
    percent: Number,
    showInfo: Boolean,
    borderRadius: null,
    fontSize: null,
    strokeWidth: { type: Number, value: 6 },
    color: { type: String, value: '#09BB07' },
    activeColor: String,
    backgroundColor: { type: String, value: '#EBEBEB' },
    active: Boolean,
    activeMode: String,
    duration: Number,
  },
  setup: (host) =>
    host.watch(['percent'], () => {
      if (host.flag('active'))
        setTimeout(() => host.emit('activeend', { curPercent: host.number('percent') }));
    }),
};

export const icon: Builtin = {
  tag: 'icon',
  properties: { type: String, size: { type: null, value: '23px' }, color: String },
  setup: (host) =>
    host.watch(['size'], () => {
      const size = host.text('size');
      if (/^\d+(\.\d+)?$/.test(size)) host.set({ size: `${size}px` });
    }),
};

export const canvas: Builtin = {
  tag: 'canvas',
  properties: { type: String, canvasId: String, disableScroll: Boolean },
  setup(host) {
    if (host.text('type') !== '2d') warnOnce('only <canvas type="2d"> can be drawn on');
    const surface = host.inner<HTMLCanvasElement>('canvas');
    const { width, height } = host.element.getBoundingClientRect();
    Object.assign(surface, { width: width || 300, height: height || 150 });
    host.watch(['disableScroll'], () => {
      host.element.style.touchAction = host.flag('disableScroll') ? 'none' : '';
    });
  },
};

export const video: Builtin = {
  tag: 'video',
  properties: {
    src: String,
    poster: String,
    autoplay: Boolean,
    loop: Boolean,
    muted: Boolean,
    controls: { type: Boolean, value: true },
    objectFit: { type: String, value: 'contain' },
    showCenterPlayBtn: Boolean,
  },
  setup(host) {
    const player = host.inner<HTMLVideoElement>('video');
    host.watch(['src', 'poster', 'autoplay', 'loop', 'muted', 'controls', 'objectFit'], () => {
      for (const name of ['autoplay', 'loop', 'muted', 'controls'] as const)
        player[name] = host.flag(name);
      player.style.objectFit = host.text('objectFit');
      if (host.text('poster')) player.poster = fileUrl(host.text('poster'));
      if (host.text('src') && player.getAttribute('src') !== fileUrl(host.text('src'))) {
        player.src = fileUrl(host.text('src'));
      }
    });
    for (const type of ['play', 'pause', 'ended', 'error', 'waiting']) {
      player.addEventListener(type, () => host.emit(type));
    }
    player.addEventListener('timeupdate', () =>
      host.emit('timeupdate', { currentTime: player.currentTime, duration: player.duration }),
    );
  },
};

/** Its content leaves the place where it is written, so that no ancestor clips or moves it. */
export const rootPortal: Builtin = {
  tag: 'root-portal',
  properties: { enable: { type: Boolean, value: true } },
  setup(host) {
    const content = host.inner('.wx-root-portal-content');
    const page = host.element.closest('page');
    host.watch(['enable'], () =>
      (host.flag('enable') && page ? page : host.element).append(content),
    );
    host.onDetached(() => content.remove());
  },
};

const CONTAINER_MOTION_MS = 300;

export const pageContainer: Builtin = {
  tag: 'page-container',
  properties: {
    show: Boolean,
    position: { type: String, value: 'bottom' },
    round: Boolean,
    overlay: { type: Boolean, value: true },
    overlayStyle: String,
    customStyle: String,
    duration: { type: Number, value: CONTAINER_MOTION_MS },
    zIndex: { type: Number, value: 100 },
    closeOnSlideDown: Boolean,
  },
  setup(host) {
    let shown = false;
    host.watch(['show'], () => {
      const show = host.flag('show');
      host.element.toggleAttribute('data-show', show);
      host.element.style.zIndex = String(host.number('zIndex'));
      if (show === shown) return;
      shown = show;
      const [before, during, after] = show
        ? ['beforeenter', 'enter', 'afterenter']
        : ['beforeleave', 'leave', 'afterleave'];
      host.emit(before as string);
      host.emit(during as string);
      setTimeout(() => host.emit(after as string), host.number('duration'));
    });
    host.inner('.wx-page-container-overlay').addEventListener('click', () => {
      host.set({ show: false });
      host.emit('clickoverlay');
    });
  },
};

export const webView: Builtin = {
  tag: 'web-view',
  properties: { src: String },
  setup: (host) => {
    host.element.textContent = host.text('src');
    warnOnce('<web-view> shows its address only');
  },
};

const plain = (tag: string, setup?: Builtin['setup']): Builtin => ({
  tag,
  ...(setup && { setup }),
});

export const containers: readonly Builtin[] = [
  plain('movable-area'),
  plain('movable-view', () => warnOnce('<movable-view> cannot be dragged')),
  plain('match-media'),
  plain('open-data', (host) => {
    host.element.textContent = '微信用户';
  }),
];

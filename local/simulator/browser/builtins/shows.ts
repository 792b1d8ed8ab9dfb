/** Tags that only show something: progress, icon, canvas, video. */
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

/** Tags that hold other tags somewhere else than where they are written, or hold them and no more. */
import { warnOnce } from '../warn-once';
import type { Builtin } from './define';

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

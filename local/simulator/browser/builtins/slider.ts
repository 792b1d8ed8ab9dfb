import { registerControl } from './control';
import type { Builtin } from './define';

interface Touched {
  readonly touches?: readonly { clientX: number }[];
  readonly changedTouches?: readonly { clientX: number }[];
}

export const slider: Builtin = {
  tag: 'slider',
  properties: {
    name: String,
    value: Number,
    min: { type: Number, value: 0 },
    max: { type: Number, value: 100 },
    step: { type: Number, value: 1 },
    disabled: Boolean,
    showValue: Boolean,
    activeColor: { type: String, value: '#1aad19' },
    backgroundColor: { type: String, value: '#e9e9e9' },
    blockSize: { type: Number, value: 28 },
    blockColor: { type: String, value: '#ffffff' },
  },
  data: { percent: 0, current: 0 },
  setup(host) {
    const initial = host.number('value');
    const bar = host.inner('.wx-slider-handle-wrapper');

    function show(value: number) {
      const min = host.number('min');
      const max = host.number('max');
      const step = host.number('step') || 1;
      const stepped = min + Math.round((value - min) / step) * step;
      const current = Math.min(max, Math.max(min, stepped));
      host.set({ current, percent: max > min ? ((current - min) / (max - min)) * 100 : 0 });
      return current;
    }

    function follow(touched: Touched, type: 'changing' | 'change') {
      const touch = touched.touches?.[0] ?? touched.changedTouches?.[0];
      if (!touch || host.flag('disabled')) return;
      const page = host.element.closest('.sim-page')?.getBoundingClientRect();
      const box = bar.getBoundingClientRect();
      const share = (touch.clientX + (page?.left ?? 0) - box.left) / box.width;
      const value = show(host.number('min') + share * (host.number('max') - host.number('min')));
      if (type === 'change') host.set({ value });
      host.emit(type, { value });
    }

    host.watch(['value', 'min', 'max', 'step'], () => show(host.number('value')));
    host.node.addListener('touchmove', (event) => follow(event as Touched, 'changing'));
    host.node.addListener('touchend', (event) =>
      follow({ changedTouches: (event as Touched).changedTouches ?? [] }, 'change'),
    );
    registerControl(host.node, {
      name: () => host.text('name'),
      value: () => host.number('current'),
      reset: () => show(initial),
      activate() {},
    });
  },
};

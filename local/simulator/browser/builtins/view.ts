import type { Builtin } from './define';
import { hoverProperties, installHover } from './hover';

export const view: Builtin = {
  tag: 'view',
  properties: hoverProperties('none'),
  setup: installHover,
};

export const coverView: Builtin = { ...view, tag: 'cover-view' };

export const text: Builtin = {
  tag: 'text',
  properties: { selectable: Boolean, userSelect: Boolean, decode: Boolean, space: String },
  setup(host) {
    host.watch(['selectable', 'userSelect'], () => {
      const selectable = host.flag('selectable') || host.flag('userSelect');
      host.element.classList.toggle('wx-text-selectable', selectable);
    });
  },
};

import type { GlassNode } from 'glass-easel-miniprogram-adapter';
import { closestAbove, nodesBelow } from './control';
import type { Builtin } from './define';
import { installWheel, type Wheel } from './wheel';

interface Column {
  readonly wheel: Wheel;
  index: number;
}

interface PickerView {
  columnRested(column: GlassNode): void;
  wanted(column: GlassNode): number;
}

const columns = new WeakMap<GlassNode, Column>();
const views = new WeakMap<GlassNode, PickerView>();

export const pickerView: Builtin = {
  tag: 'picker-view',
  properties: {
    value: null,
    indicatorStyle: String,
    maskStyle: String,
    immediateChange: Boolean,
  },
  externalClasses: ['indicator-class', 'mask-class'],
  setup(host) {
    const columnNodes = () => [...nodesBelow(host.node)].filter((node) => columns.has(node));
    const wantedIndexes = () =>
      Array.isArray(host.value('value')) ? (host.value('value') as number[]) : [];
    views.set(host.node, {
      wanted: (column) => wantedIndexes()[columnNodes().indexOf(column)] ?? 0,
      columnRested() {
        const value = columnNodes().map((node) => columns.get(node)?.index ?? 0);
        host.set({ value });
        host.emit('change', { value });
      },
    });
    host.watch(['value'], () => {
      for (const [index, node] of columnNodes().entries()) {
        const column = columns.get(node);
        const wanted = wantedIndexes()[index] ?? 0;
        if (!column || column.index === wanted) continue;
        column.index = wanted;
        column.wheel.show(wanted);
      }
    });
  },
};

export const pickerViewColumn: Builtin = {
  tag: 'picker-view-column',
  properties: { maskStyle: String, indicatorStyle: String },
  setup(host) {
    const group = host.inner('.wx-picker-view-group');
    const content = host.inner('.wx-picker-view-content');
    const items = () => [...content.children] as HTMLElement[];
    const viewNode = closestAbove(host.node, (node) => views.has(node));
    const view = viewNode && views.get(viewNode);
    const column: Column = {
      index: 0,
      wheel: installWheel(group, items, (index) => {
        column.index = index;
        view?.columnRested(host.node);
      }),
    };
    columns.set(host.node, column);
    const styles = viewNode?.data ?? {};
    host.set({ maskStyle: styles.maskStyle ?? '', indicatorStyle: styles.indicatorStyle ?? '' });

    const place = () => {
      const height = items()[0]?.offsetHeight || 34;
      const space = Math.max(0, (host.element.clientHeight - height) / 2);
      host.element.style.setProperty('--item-height', `${height}px`);
      host.element.style.setProperty('--item-space', `${space}px`);
      const wanted = view?.wanted(host.node) ?? 0;
      column.index = wanted;
      column.wheel.show(wanted);
    };
    const observer = new MutationObserver(place);
    observer.observe(content, { childList: true });
    host.onDetached(() => observer.disconnect());
    requestAnimationFrame(place);
  },
};

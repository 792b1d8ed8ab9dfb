import { openPickerSheet } from '../frame/picker-sheet';
import { warnOnce } from '../warn-once';
import { registerControl } from './control';
import { dateColumns, timeColumns, type WheelColumns } from './date-columns';
import type { Builtin, Host } from './define';

export const picker: Builtin = {
  tag: 'picker',
  properties: {
    name: String,
    mode: { type: String, value: 'selector' },
    range: { type: null, value: [] },
    rangeKey: String,
    value: null,
    start: String,
    end: String,
    fields: { type: String, value: 'day' },
    disabled: Boolean,
    headerText: String,
  },
  setup(host) {
    const initial = host.value('value');
    const open = () => {
      if (host.flag('disabled')) return;
      const columns = columnsOf(host);
      if (!columns) {
        warnOnce(`<picker mode="${host.text('mode')}"> is not supported`);
        return;
      }
      openPickerSheet({
        title: host.text('headerText'),
        ...columns,
        onColumn: (column, value) => host.emit('columnchange', { column, value }),
        onConfirm(indexes) {
          const value = columns.toValue(indexes);
          host.set({ value });
          host.emit('change', { value });
        },
        onCancel: () => host.emit('cancel'),
      });
    };
    host.node.addListener('tap', open);
    registerControl(host.node, {
      name: () => host.text('name'),
      value: () => host.value('value'),
      reset: () => host.set({ value: initial }),
      activate: open,
    });
  },
};

function columnsOf(host: Host): WheelColumns | undefined {
  const label = (item: unknown) => {
    const key = host.text('rangeKey');
    return String(
      key && item && typeof item === 'object' ? (item as Record<string, unknown>)[key] : item,
    );
  };
  const range = () => (host.value('range') ?? []) as unknown[];
  switch (host.text('mode')) {
    case 'selector':
      return {
        labels: () => [range().map(label)],
        indexes: [Number(host.value('value') ?? 0)],
        toValue: ([index]) => index,
      };
    case 'multiSelector':
      return {
        labels: () => range().map((column) => (column as unknown[]).map(label)),
        indexes: ((host.value('value') ?? []) as number[]).slice(),
        toValue: (indexes) => indexes,
      };
    case 'time':
      return timeColumns(host.text('value'), host.text('start'), host.text('end'));
    case 'date':
      return dateColumns(
        host.text('value'),
        host.text('start'),
        host.text('end'),
        host.text('fields'),
      );
    default:
      return undefined;
  }
}

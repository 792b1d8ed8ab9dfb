import { installWheel, type Wheel } from '../builtins/wheel';
import { make, onClick } from './dom';
import { openOverlay } from './overlay';

export interface PickerSheetOptions {
  readonly title: string;
  labels(indexes: readonly number[]): string[][];
  readonly indexes: readonly number[];
  onColumn(column: number, index: number): void;
  onConfirm(indexes: number[]): void;
  onCancel(): void;
}

/** WeChat's own picker: wheels in a sheet from below. */
export function openPickerSheet(options: PickerSheetOptions): void {
  const indexes = [...options.indexes];
  const scrollers: HTMLElement[] = [];
  const wheels: Wheel[] = [];

  function fill(from: number) {
    for (const [column, labels] of options.labels(indexes).entries()) {
      if (column < from) continue;
      const items = labels.map((label) => make('div.picker-item', label));
      scrollers[column]?.replaceChildren(make('div.picker-pad'), ...items, make('div.picker-pad'));
      indexes[column] = Math.min(indexes[column] ?? 0, Math.max(0, labels.length - 1));
      wheels[column]?.show(indexes[column] ?? 0);
    }
  }

  const columns = make('div.picker-columns', make('div.picker-line'));
  for (const [column] of options.labels(indexes).entries()) {
    const scroller = make('div.picker-column');
    scrollers.push(scroller);
    columns.append(scroller);
    const items = () => [...scroller.querySelectorAll<HTMLElement>('.sim-picker-item')];
    wheels.push(
      installWheel(scroller, items, (index) => {
        indexes[column] = index;
        options.onColumn(column, index);
        fill(column + 1);
      }),
    );
  }
  const finish = (act: () => void) => () => {
    overlay.close();
    act();
  };
  const sheet = make(
    'div.sheet.picker-sheet',
    make(
      'div.picker-head',
      onClick(make('button.picker-cancel', '取消'), finish(options.onCancel)),
      make('span', options.title),
      onClick(make('button.picker-confirm', '确定'), () => {
        for (const wheel of wheels) wheel.settle();
        overlay.close();
        options.onConfirm(indexes);
      }),
    ),
    columns,
  );
  const overlay = openOverlay(sheet, finish(options.onCancel));
  fill(0);
}

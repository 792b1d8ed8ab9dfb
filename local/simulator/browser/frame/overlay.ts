import { make, onClick } from './dom';

/** The layer above all pages, where WeChat's own dialogs and sheets appear. */
export interface Overlay {
  close(): void;
}

let layer: HTMLElement | undefined;

export function createOverlayLayer(): HTMLElement {
  layer = make('div.overlay-layer');
  return layer;
}

/** Shows content above the pages; `onMask` runs when the tester taps beside it. */
export function openOverlay(content: HTMLElement, onMask?: () => void): Overlay {
  const overlay = make('div.overlay');
  const mask = make('div.overlay-mask');
  if (onMask) onClick(mask, onMask);
  overlay.append(mask, content);
  layer?.append(overlay);
  return { close: () => overlay.remove() };
}

export interface SheetItem {
  readonly text: string;
  readonly color?: string;
  choose(): void;
}

/** A sheet from below with one row per choice and a cancel row. */
export function openSheet(
  title: Node | string,
  items: readonly SheetItem[],
  cancel: () => void,
): void {
  const rows = items.map((item) => {
    const row = onClick(make('button.sheet-row', item.text), () => {
      overlay.close();
      item.choose();
    });
    if (item.color) row.style.color = item.color;
    return row;
  });
  const dismiss = () => {
    overlay.close();
    cancel();
  };
  const sheet = make(
    'div.sheet',
    title ? make('div.sheet-title', title) : null,
    ...rows,
    onClick(make('button.sheet-row.sheet-cancel', '取消'), dismiss),
  );
  const overlay = openOverlay(sheet, dismiss);
}

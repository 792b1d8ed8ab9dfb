import type { GlassNode, Instance } from 'glass-easel-miniprogram-adapter';
import { currentPage } from '../page/stack';

interface Options {
  thresholds?: number[];
  initialRatio?: number;
  observeAll?: boolean;
}

interface Margins {
  left?: number;
  right?: number;
  top?: number;
  bottom?: number;
}

/** `wx.createIntersectionObserver(component, options)` on the browser's own observer. */
export function createIntersectionObserver(scope: Instance | undefined, options: Options = {}) {
  let reference: string | null = null;
  let margins: Margins = {};
  let observers: IntersectionObserver[] = [];

  const observer = {
    relativeTo(selector: string, wanted: Margins = {}) {
      reference = selector;
      margins = wanted;
      return observer;
    },
    relativeToViewport(wanted: Margins = {}) {
      reference = null;
      margins = wanted;
      return observer;
    },
    observe(selector: string, callback: (result: unknown) => void) {
      const tree = (scope?._$ ?? currentPage()?.root.getComponent())?.getShadowRoot?.();
      const found = tree?.querySelectorAll(selector) ?? [];
      const targets = options.observeAll ? found : found.slice(0, 1);
      const root = reference === null ? viewportOf(targets[0]) : tree?.querySelector(reference)?.$$;
      for (const target of targets)
        observers.push(watch(target, root ?? null, margins, options, callback));
    },
    disconnect() {
      for (const each of observers) each.disconnect();
      observers = [];
    },
  };
  return observer;
}

function watch(
  target: GlassNode,
  root: Element | null,
  { top = 0, right = 0, bottom = 0, left = 0 }: Margins,
  { thresholds = [0], initialRatio = 0 }: Options,
  callback: (result: unknown) => void,
): IntersectionObserver {
  let first = true;
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        // The browser always reports once at the start; WeChat only when the ratio differs.
        const unchanged =
          first && entry.intersectionRatio === initialRatio && !entry.isIntersecting;
        first = false;
        if (unchanged) continue;
        callback({
          id: target.id,
          dataset: target.dataset,
          intersectionRatio: entry.intersectionRatio,
          intersectionRect: entry.intersectionRect,
          boundingClientRect: entry.boundingClientRect,
          relativeRect: entry.rootBounds,
          time: Date.now(),
        });
      }
    },
    { root, rootMargin: `${top}px ${right}px ${bottom}px ${left}px`, threshold: thresholds },
  );
  if (target.$$) observer.observe(target.$$);
  return observer;
}

function viewportOf(node: GlassNode | undefined): Element | null {
  return node?.$$?.closest('.sim-page-viewport') ?? currentPage()?.viewport ?? null;
}

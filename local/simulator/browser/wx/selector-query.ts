import type { GlassNode, Instance } from 'glass-easel-miniprogram-adapter';
import { currentPage } from '../page/stack';
import { miniProgramCanvas } from './canvas';

interface Fields {
  id?: boolean;
  dataset?: boolean;
  mark?: boolean;
  rect?: boolean;
  size?: boolean;
  scrollOffset?: boolean;
  node?: boolean;
  context?: boolean;
  properties?: string[];
  computedStyle?: string[];
}

type Callback = (result: unknown) => void;

interface Question {
  readonly selector: string | null;
  readonly all: boolean;
  readonly fields: Fields;
  readonly callback: Callback | undefined;
}

/** `wx.createSelectorQuery()`; positions count from the page's own corner. */
export function createSelectorQuery(scope?: Instance) {
  let root: GlassNode | undefined = scope?._$;
  const questions: Question[] = [];

  const query = {
    in(component: Instance) {
      root = component._$;
      return query;
    },
    select: (selector: string) => nodesRef(selector, false),
    selectAll: (selector: string) => nodesRef(selector, true),
    selectViewport: () => nodesRef(null, false),
    exec(callback?: Callback) {
      // WeChat answers after the next layout, never at once.
      requestAnimationFrame(() => {
        const results = questions.map((question) => {
          const result = answer(question, root ?? currentPage()?.root.getComponent());
          question.callback?.(result);
          return result;
        });
        callback?.(results);
      });
      return query;
    },
  };

  function nodesRef(selector: string | null, all: boolean) {
    const ask = (fields: Fields, callback?: Callback) => {
      questions.push({ selector, all, fields, callback });
      return query;
    };
    return {
      fields: ask,
      boundingClientRect: (callback?: Callback) =>
        ask({ id: true, dataset: true, rect: true, size: true }, callback),
      scrollOffset: (callback?: Callback) =>
        ask({ id: true, dataset: true, scrollOffset: true }, callback),
      node: (callback?: Callback) => ask({ node: true }, callback),
      context: (callback?: Callback) => ask({ context: true }, callback),
    };
  }
  return query;
}

function answer({ selector, all, fields }: Question, scope: GlassNode | undefined): unknown {
  if (selector === null) return viewportFacts(fields);
  const tree = scope?.getShadowRoot?.();
  if (!all) {
    const found = tree?.querySelector(selector);
    return found ? nodeFacts(found, fields) : null;
  }
  return (tree?.querySelectorAll(selector) ?? []).map((node) => nodeFacts(node, fields));
}

function viewportFacts(fields: Fields) {
  const viewport = currentPage()?.viewport;
  if (!viewport) return null;
  const { clientWidth: width, clientHeight: height } = viewport;
  return {
    ...(fields.id && { id: '' }),
    ...(fields.dataset && { dataset: {} }),
    ...(fields.rect && { left: 0, top: 0, right: width, bottom: height }),
    ...(fields.size && { width, height }),
    ...(fields.scrollOffset && scrollFacts(viewport)),
  };
}

function nodeFacts(node: GlassNode, fields: Fields) {
  const element = elementOf(node);
  const page = element?.closest('.sim-page')?.getBoundingClientRect();
  const box = element?.getBoundingClientRect();
  const [left, top] = [(box?.left ?? 0) - (page?.left ?? 0), (box?.top ?? 0) - (page?.top ?? 0)];
  const [width, height] = [box?.width ?? 0, box?.height ?? 0];
  const canvas = element?.querySelector<HTMLCanvasElement>(':scope > canvas');
  return {
    ...(fields.id && { id: node.id }),
    ...(fields.dataset && { dataset: { ...node.dataset } }),
    ...(fields.mark && { mark: {} }),
    ...(fields.rect && { left, top, right: left + width, bottom: top + height }),
    ...(fields.size && { width, height }),
    ...(fields.scrollOffset && element && scrollFacts(element)),
    ...(fields.node && { node: canvas ? miniProgramCanvas(canvas) : element }),
    ...(fields.context && { context: element }),
    ...Object.fromEntries((fields.properties ?? []).map((name) => [name, node.data?.[name]])),
    ...Object.fromEntries(
      (fields.computedStyle ?? []).map((name) => [
        name,
        element ? computedStyle(element, name) : '',
      ]),
    ),
  };
}

/** A component without an element of its own is as large as its first one that has. */
function elementOf(node: GlassNode): HTMLElement | null {
  if (node.$$) return node.$$;
  for (const child of [...(node.getShadowRoot?.()?.childNodes ?? []), ...(node.childNodes ?? [])]) {
    const found = elementOf(child);
    if (found instanceof HTMLElement) return found;
  }
  return null;
}

function computedStyle(element: HTMLElement, name: string): string {
  const property = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return getComputedStyle(element).getPropertyValue(property);
}

function scrollFacts({ scrollLeft, scrollTop, scrollWidth, scrollHeight }: HTMLElement) {
  return { scrollLeft, scrollTop, scrollWidth, scrollHeight };
}

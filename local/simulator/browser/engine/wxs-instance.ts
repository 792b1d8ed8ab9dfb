import type { GlassNode } from 'glass-easel-miniprogram-adapter';
import { ANIMATION_STYLE } from './style-segments';

type StyleValue = string | Record<string, string | number>;

/** What a WXS function receives as `ownerInstance` and `event.instance`. */
export interface WxsInstance {
  selectComponent(selector: string): WxsInstance | null;
  selectAllComponents(selector: string): WxsInstance[];
  setStyle(style: StyleValue): WxsInstance;
  addClass(...names: string[]): WxsInstance;
  removeClass(...names: string[]): WxsInstance;
  hasClass(name: string): boolean;
  getDataset(): Record<string, unknown>;
  getState(): Record<string, unknown>;
  callMethod(name: string, argument?: unknown): void;
  triggerEvent(type: string, detail?: unknown): void;
  getBoundingClientRect(): DOMRect | null;
  getComputedStyle(names: string[]): Record<string, string>;
  requestAnimationFrame(callback: () => void): number;
  setTimeout(callback: () => void, delayMs: number): number;
  clearTimeout(id: number): void;
}

const known = new WeakMap<GlassNode, WxsInstance>();

/** One instance per node, so that `getState()` keeps what it was given. */
export function wxsInstance(node: GlassNode): WxsInstance {
  const existing = known.get(node);
  if (existing) return existing;
  const created = createInstance(node);
  known.set(node, created);
  return created;
}

function createInstance(node: GlassNode): WxsInstance {
  const state: Record<string, unknown> = {};
  const tree = () => node.getShadowRoot?.() ?? node.ownerShadowRoot;
  const setClass = (names: string[], on: boolean) => {
    for (const name of names) node.toggleNodeClass(name, on, ANIMATION_STYLE);
    return instance;
  };
  const instance: WxsInstance = {
    selectComponent: (selector) => {
      const found = tree()?.querySelector(selector);
      return found ? wxsInstance(found) : null;
    },
    selectAllComponents: (selector) => (tree()?.querySelectorAll(selector) ?? []).map(wxsInstance),
    setStyle: (style) => {
      node.setNodeStyle(styleText(style), ANIMATION_STYLE);
      return instance;
    },
    addClass: (...names) => setClass(names, true),
    removeClass: (...names) => setClass(names, false),
    hasClass: (name) => node.classList?.contains(name) ?? false,
    getDataset: () => node.dataset,
    getState: () => state,
    callMethod: (name, argument) => {
      const owner = node.getMethodCaller?.();
      const method = owner?.[name];
      if (typeof method === 'function') method.call(owner, argument);
    },
    triggerEvent: (type, detail = {}) => node.triggerEvent(type, detail, {}),
    getBoundingClientRect: () => node.$$?.getBoundingClientRect() ?? null,
    getComputedStyle: (names) => {
      const style = node.$$ ? getComputedStyle(node.$$) : null;
      return Object.fromEntries(names.map((name) => [name, style?.getPropertyValue(name) ?? '']));
    },
    requestAnimationFrame: (callback) => requestAnimationFrame(callback),
    setTimeout: (callback, delayMs) => window.setTimeout(callback, delayMs),
    clearTimeout: (id) => window.clearTimeout(id),
  };
  return instance;
}

function styleText(style: StyleValue): string {
  if (typeof style === 'string') return style;
  return Object.entries(style)
    .map(
      ([name, value]) =>
        `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value}`,
    )
    .join(';');
}

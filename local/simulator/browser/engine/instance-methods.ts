import { component, type Instance } from 'glass-easel-miniprogram-adapter';
import { type AnimationExport, playAnimation } from '../animation';
import { pageOfElement } from '../page/stack';
import { createIntersectionObserver } from '../wx/intersection-observer';
import { createSelectorQuery } from '../wx/selector-query';

/** Members of every page and component that the adapter lacks or answers differently. */
export function installInstanceMethods(): void {
  const prototype = component.ComponentCaller.prototype;
  const methods: Record<string, (this: Instance, ...values: never[]) => unknown> = {
    createSelectorQuery() {
      return createSelectorQuery(this);
    },
    createIntersectionObserver(options: object) {
      return createIntersectionObserver(this, options);
    },
    /** An event without detail has an empty one. */
    triggerEvent(type: string, detail: unknown = {}, options: object = {}) {
      this._$.triggerEvent(type, detail, options);
    },
    getTabBar() {
      return pageOfElement(elementOf(this))?.tabBar ?? null;
    },
    getPageId() {
      return `pageId:${pageOfElement(elementOf(this))?.id ?? 0}`;
    },
    animate(selector: string, frames: Keyframe[], durationMs: number, done?: () => void) {
      const targets = this._$.getShadowRoot?.()?.querySelectorAll(selector) ?? [];
      const running = targets.flatMap((node) =>
        node.$$
          ? [node.$$.animate(frames.map(toKeyframe), { duration: durationMs, fill: 'forwards' })]
          : [],
      );
      void Promise.allSettled(running.map(({ finished }) => finished)).then(() => done?.());
    },
    clearAnimation(selector: string, second?: unknown, third?: () => void) {
      const done = typeof second === 'function' ? (second as () => void) : third;
      for (const node of this._$.getShadowRoot?.()?.querySelectorAll(selector) ?? []) {
        for (const animation of node.$$?.getAnimations() ?? []) animation.cancel();
        playAnimation(node, { actions: [] } as AnimationExport);
      }
      done?.();
    },
    setUpdatePerformanceListener() {},
  };
  for (const [name, method] of Object.entries(methods)) {
    Object.defineProperty(prototype, name, { value: method, writable: true, configurable: true });
  }
}

function elementOf(instance: Instance): Element | null {
  for (let node = instance._$ as Instance['_$'] | null; node; node = node.getComposedParent()) {
    if (node.$$) return node.$$;
  }
  return null;
}

const TRANSFORMS = /^(matrix|rotate|scale|skew|translate)/;

/** WeChat writes `{ scale: [2, 2], rotate: 30 }`; the browser wants one `transform`. */
function toKeyframe(frame: Keyframe): Keyframe {
  const transforms: string[] = [];
  const rest: Keyframe = {};
  for (const [name, value] of Object.entries(frame)) {
    if (!TRANSFORMS.test(name)) {
      rest[name === 'ease' ? 'easing' : name] = value as string | number;
      continue;
    }
    const unit = /^(rotate|skew)/.test(name) ? 'deg' : /^translate/.test(name) ? 'px' : '';
    const parts = (Array.isArray(value) ? value : [value]).map((part) =>
      typeof part === 'number' ? `${part}${unit}` : String(part),
    );
    transforms.push(`${name}(${parts.join(',')})`);
  }
  return transforms.length > 0 ? { ...rest, transform: transforms.join(' ') } : rest;
}

/** `wx.createAnimation` and the `animation` attribute: steps played as CSS transitions. */
import type { GlassNode } from 'glass-easel-miniprogram-adapter';
import { ANIMATION_STYLE } from './engine/style-segments';

interface StepOptions {
  duration: number;
  timingFunction: string;
  delay: number;
  transformOrigin: string;
}

interface AnimationAction {
  readonly transforms: readonly string[];
  readonly styles: Readonly<Record<string, string>>;
  readonly options: StepOptions;
}

export interface AnimationExport {
  readonly actions: readonly AnimationAction[];
}

const DEFAULTS: StepOptions = {
  duration: 400,
  timingFunction: 'linear',
  delay: 0,
  transformOrigin: '50% 50% 0',
};

const px = (value: unknown) => (typeof value === 'number' ? `${value}px` : String(value));
const deg = (value: unknown) => `${value}deg`;
const plain = (value: unknown) => String(value);

/** How each argument of a transform is written. */
const TRANSFORMS: Record<string, (value: unknown) => string> = {
  matrix: plain,
  matrix3d: plain,
  rotate: deg,
  rotateX: deg,
  rotateY: deg,
  rotateZ: deg,
  scale: plain,
  scale3d: plain,
  scaleX: plain,
  scaleY: plain,
  scaleZ: plain,
  skew: deg,
  skewX: deg,
  skewY: deg,
  translate: px,
  translate3d: px,
  translateX: px,
  translateY: px,
  translateZ: px,
};

const STYLES: Record<string, [property: string, write: (value: unknown) => string]> = {
  opacity: ['opacity', plain],
  backgroundColor: ['background-color', plain],
  width: ['width', px],
  height: ['height', px],
  left: ['left', px],
  right: ['right', px],
  top: ['top', px],
  bottom: ['bottom', px],
};

/** An animation object whose methods can be chained, as WeChat's. */
export function createAnimation(options: Partial<StepOptions> = {}): Record<string, unknown> {
  const defaults = { ...DEFAULTS, ...options };
  let actions: AnimationAction[] = [];
  let transforms: string[] = [];
  let styles: Record<string, string> = {};

  const animation: Record<string, unknown> = {
    step(own: Partial<StepOptions> = {}) {
      actions.push({ transforms, styles, options: { ...defaults, ...own } });
      transforms = [];
      styles = {};
      return animation;
    },
    export(): AnimationExport {
      const exported = { actions };
      actions = [];
      return exported;
    },
  };
  for (const [name, write] of Object.entries(TRANSFORMS)) {
    animation[name] = (...values: unknown[]) => {
      transforms.push(`${name}(${values.map(write).join(',')})`);
      return animation;
    };
  }
  for (const [name, [property, write]] of Object.entries(STYLES)) {
    animation[name] = (value: unknown) => {
      styles[property] = write(value);
      return animation;
    };
  }
  return animation;
}

const running = new WeakMap<GlassNode, { styles: Record<string, string>; timer: number }>();

/** Plays the steps one after the other on an element; a new animation takes over from a running one. */
export function playAnimation(node: GlassNode, { actions }: AnimationExport): void {
  const before = running.get(node);
  if (before) window.clearTimeout(before.timer);
  const state = { styles: { ...before?.styles }, timer: 0 };
  running.set(node, state);

  function play(index: number) {
    const action = actions[index];
    if (!action || !node.$$) return;
    const { duration, timingFunction, delay, transformOrigin } = action.options;
    // A transition needs a computed starting value.
    node.$$.getBoundingClientRect();
    Object.assign(state.styles, action.styles);
    if (action.transforms.length > 0) state.styles.transform = action.transforms.join(' ');
    const declarations = {
      transition: `all ${duration}ms ${timingFunction} ${delay}ms`,
      'transform-origin': transformOrigin,
      ...state.styles,
    };
    const style = Object.entries(declarations).map(([name, value]) => `${name}:${value}`);
    node.setNodeStyle(style.join(';'), ANIMATION_STYLE);
    state.timer = window.setTimeout(() => play(index + 1), duration + delay);
  }
  play(0);
}

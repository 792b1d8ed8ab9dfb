import type { GlassNode } from 'glass-easel-miniprogram-adapter';

/** What a form, a label or a group needs from the control inside. */
export interface Control {
  name(): string;
  value(): unknown;
  reset(): void;
  /** What a tap on the control's label does. */
  activate(): void;
}

const controls = new WeakMap<GlassNode, Control>();

export function registerControl(node: GlassNode, control: Control): void {
  controls.set(node, control);
}

export function controlOf(node: GlassNode): Control | undefined {
  return controls.get(node);
}

/** All nodes of the composed tree below a node; `enter` may refuse to go inside a component. */
export function* nodesBelow(
  node: GlassNode,
  enter: (component: GlassNode) => boolean = () => true,
): Generator<GlassNode> {
  const shadow = node.getShadowRoot?.();
  const inside = shadow && enter(node) ? shadow.childNodes : [];
  for (const child of [...inside, ...(node.childNodes ?? [])]) {
    yield child;
    yield* nodesBelow(child, enter);
  }
}

/** The nearest node above, through component borders, that `test` accepts. */
export function closestAbove(
  node: GlassNode,
  test: (candidate: GlassNode) => boolean,
): GlassNode | undefined {
  for (let at = node.getComposedParent(); at; at = at.getComposedParent()) if (test(at)) return at;
  return undefined;
}

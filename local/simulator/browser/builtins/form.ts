import type { GlassNode } from 'glass-easel-miniprogram-adapter';
import type { Engine } from '../engine/engine';
import { controlOf, nodesBelow } from './control';
import type { Builtin } from './define';

interface Form {
  submit(): void;
  reset(): void;
}

const forms = new WeakMap<GlassNode, Form>();

export function formOf(node: GlassNode): Form | undefined {
  return forms.get(node);
}

/** Collects named built-in controls and components with the behaviour `wx://form-field`. */
export function formBuiltin(engine: Engine): Builtin {
  const isField = (node: GlassNode) => engine.behaviors.isFormField(node);
  return {
    tag: 'form',
    properties: { reportSubmit: Boolean },
    setup(host) {
      const nodes = () => [...nodesBelow(host.node, (component) => !isField(component))];
      forms.set(host.node, {
        submit() {
          const value: Record<string, unknown> = {};
          for (const node of nodes()) {
            const control = controlOf(node);
            const name = control
              ? control.name()
              : isField(node)
                ? String(node.data?.name ?? '')
                : '';
            if (name) value[name] = control ? control.value() : node.data?.value;
          }
          host.emit('submit', { value, target: { id: host.node.id, dataset: host.node.dataset } });
        },
        reset() {
          for (const node of nodes()) controlOf(node)?.reset();
          host.emit('reset');
        },
      });
    },
  };
}

import type { AdapterBehavior, CodeSpace, GlassNode } from 'glass-easel-miniprogram-adapter';
import { warnOnce } from '../warn-once';

/** WeChat's own behaviours, which components name by string. */
export interface WxBehaviors {
  resolve(names: readonly unknown[]): unknown[];
  isFormField(node: GlassNode): boolean;
  isFormButton(node: GlassNode): boolean;
}

export function createWxBehaviors(space: CodeSpace): WxBehaviors {
  const define = (definition: Record<string, unknown>) =>
    space.componentEnv('wx-behaviors', ({ Behavior }) => Behavior(definition));
  const formField = define({ properties: { name: String, value: null } });
  const formButton = define({});
  const known: Record<string, AdapterBehavior> = {
    'wx://form-field': formField,
    'wx://form-field-group': define({}),
    'wx://form-field-button': formButton,
    'wx://component-export': define({}),
    // Only adds `node` to queries of the scroll-view inside, which the simulator answers anyway.
    'wx://proxy-scroll-view': define({}),
  };

  return {
    resolve: (names) =>
      names.flatMap((name) => {
        if (typeof name !== 'string') return [name];
        if (known[name]) return [known[name]];
        warnOnce(`behaviour ${name} is not supported`);
        return [];
      }),
    isFormField: (node) => node.hasBehavior?.(formField._$) ?? false,
    isFormButton: (node) => node.hasBehavior?.(formButton._$) ?? false,
  };
}

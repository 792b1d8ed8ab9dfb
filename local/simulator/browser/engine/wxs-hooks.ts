/** Called by compiled templates in place of a handler: see TEMPLATE_RUNTIME in build/templates.ts. */
import type { GlassEvent, GlassNode, Instance } from 'glass-easel-miniprogram-adapter';
import { miniProgramEvent } from '../events/event-object';
import { wxsInstance } from './wxs-instance';

type Listener = (this: unknown, ...args: unknown[]) => unknown;

/** Functions of WXS modules. A template may choose one at run time: `{{disabled || swipe.start}}`. */
const wxsFunctions = new WeakSet<object>();

export function markWxs(moduleExports: unknown): void {
  if (typeof moduleExports === 'function') wxsFunctions.add(moduleExports);
  if (moduleExports === null || typeof moduleExports !== 'object') return;
  for (const value of Object.values(moduleExports))
    if (typeof value === 'function') wxsFunctions.add(value);
}

/** A method receives WeChat's event object, a WXS function also the component around it. */
export function eventListener(owner: Instance, event: GlassEvent, listener: Listener): unknown {
  const shaped = miniProgramEvent(event);
  if (!wxsFunctions.has(listener)) {
    listener.call(owner, shaped);
    return undefined;
  }
  const instance = wxsInstance(nodeOf(event.currentTarget));
  return listener.call(null, { ...shaped, instance }, wxsInstance(owner._$));
}

/** A `change:` listener hears of the first value when the nodes inside exist. */
export function changePropListener(listener: Listener): Listener {
  if (!wxsFunctions.has(listener)) return listener;
  return (newValue, oldValue, host, element) =>
    queueMicrotask(() =>
      listener.call(
        null,
        newValue,
        oldValue,
        wxsInstance(host as GlassNode),
        wxsInstance(element as GlassNode),
      ),
    );
}

function nodeOf(target: GlassNode | Instance): GlassNode {
  return '_$' in target ? (target as Instance)._$ : (target as GlassNode);
}

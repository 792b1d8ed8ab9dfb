/** Called by compiled templates in place of a handler: see TEMPLATE_RUNTIME in build/templates.ts. */
import type { GlassEvent, GlassNode, Instance } from 'glass-easel-miniprogram-adapter';
import { miniProgramEvent } from '../events/event-object';
import { wxsInstance } from './wxs-instance';

type Listener = (this: unknown, ...args: unknown[]) => unknown;

/** The first item of the path says where a handler comes from: 1 and 2 mean a WXS module. */
type HandlerPath = readonly (number | string)[] | null | undefined;

const isWxs = (path: HandlerPath) => path?.[0] === 1 || path?.[0] === 2;

export function eventListener(
  owner: Instance,
  event: GlassEvent,
  listener: Listener,
  path: HandlerPath,
): unknown {
  const shaped = miniProgramEvent(event);
  if (!isWxs(path)) {
    listener.call(owner, shaped);
    return undefined;
  }
  const instance = wxsInstance(nodeOf(event.currentTarget));
  return listener.call(null, { ...shaped, instance }, wxsInstance(owner._$));
}

export function changePropListener(listener: Listener, path: HandlerPath): Listener {
  if (!isWxs(path)) return listener;
  return (newValue, oldValue, host, element) =>
    listener.call(
      null,
      newValue,
      oldValue,
      wxsInstance(host as GlassNode),
      wxsInstance(element as GlassNode),
    );
}

function nodeOf(target: GlassNode | Instance): GlassNode {
  return '_$' in target ? (target as Instance)._$ : (target as GlassNode);
}

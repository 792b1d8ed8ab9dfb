import {
  type GlassEventOptions,
  type GlassNode,
  glassEasel,
} from 'glass-easel-miniprogram-adapter';

export interface Dispatched {
  /** A `catch` handler took the event. */
  readonly prevented: boolean;
  /** Some handler was called. */
  readonly handled: boolean;
}

/** Sends a mini program event that bubbles through all components, as touches do. */
export function dispatchBubbling(
  node: GlassNode,
  type: string,
  detail: unknown,
  extraFields: Record<string, unknown> = {},
): Dispatched {
  let handled = false;
  const options: GlassEventOptions = {
    bubbles: true,
    composed: true,
    capturePhase: true,
    extraFields,
    handleListenerReturn: (returned) => {
      handled = true;
      return returned === false ? false : undefined;
    },
  };
  const event = new glassEasel.Event(type, detail, options);
  glassEasel.Event.dispatchEvent(node, event);
  return { prevented: event.defaultPrevented(), handled };
}

/** The nearest node of the mini program at or above a DOM node. */
export function nodeOfElement(target: EventTarget | null): GlassNode | undefined {
  for (let at = target as HTMLElement | null; at; at = at.parentElement) {
    if (at.__wxElement) return at.__wxElement;
  }
  return undefined;
}

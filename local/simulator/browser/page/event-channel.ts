type Listener = (...values: unknown[]) => void;

/** Joins two pages: `navigateTo({ events })` on one side, `getOpenerEventChannel()` on the other. */
export interface EventChannel {
  on(name: string, listener: Listener): void;
  once(name: string, listener: Listener): void;
  off(name: string, listener?: Listener): void;
  emit(name: string, ...values: unknown[]): void;
}

interface Side {
  readonly listeners: Map<string, Set<Listener>>;
  readonly missed: { name: string; values: unknown[] }[];
}

/** @returns the opener's side and the opened page's side. */
export function createEventChannel(
  events: Record<string, Listener> = {},
): [EventChannel, EventChannel] {
  const opener: Side = { listeners: new Map(), missed: [] };
  const opened: Side = { listeners: new Map(), missed: [] };
  const [outer, inner] = [channelSide(opener, opened), channelSide(opened, opener)];
  for (const [name, listener] of Object.entries(events)) outer.on(name, listener);
  return [outer, inner];
}

function channelSide(own: Side, other: Side): EventChannel {
  const channel: EventChannel = {
    on(name, listener) {
      const listeners = own.listeners.get(name) ?? new Set();
      own.listeners.set(name, listeners.add(listener));
      // What was emitted before anybody listened is not lost.
      for (const event of own.missed.splice(0)) {
        if (event.name === name) listener(...event.values);
        else own.missed.push(event);
      }
    },
    once(name, listener) {
      const once: Listener = (...values) => {
        channel.off(name, once);
        listener(...values);
      };
      channel.on(name, once);
    },
    off(name, listener) {
      if (listener) own.listeners.get(name)?.delete(listener);
      else own.listeners.delete(name);
    },
    emit(name, ...values) {
      const listeners = other.listeners.get(name);
      if (!listeners?.size) other.missed.push({ name, values });
      for (const listener of listeners ?? []) listener(...values);
    },
  };
  return channel;
}

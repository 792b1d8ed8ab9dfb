import type { GlassNode, Instance } from 'glass-easel-miniprogram-adapter';
import type { Engine } from '../engine/engine';
import { COMMON_PROPERTIES, installCommon } from './common';

type PropertyType = StringConstructor | NumberConstructor | BooleanConstructor | null;
export type Properties = Record<string, PropertyType | { type: PropertyType; value: unknown }>;

/** A built-in tag: its attributes, and what it does once its element is in the page. */
export interface Builtin {
  readonly tag: string;
  readonly properties?: Properties;
  readonly data?: Record<string, unknown>;
  readonly externalClasses?: readonly string[];
  /** The aria attributes belong to the `<input>` or `<textarea>` inside. */
  readonly speaksThroughField?: boolean;
  setup?(host: Host): void;
}

/** One element of a built-in tag, as its `setup` sees it. */
export interface Host {
  readonly node: GlassNode;
  readonly element: HTMLElement;
  text(name: string): string;
  number(name: string): number;
  flag(name: string): boolean;
  value(name: string): unknown;
  set(data: Record<string, unknown>): void;
  /** Runs `apply` now and whenever one of the attributes changes. */
  watch(names: readonly string[], apply: () => void): void;
  /** Sends an event to handlers on this very tag, as `bindchange` expects. */
  emit(type: string, detail?: unknown): void;
  inner<E extends HTMLElement = HTMLElement>(selector: string): E;
  onDetached(cleanUp: () => void): void;
}

interface HostRecord {
  readonly host: Host;
  readonly watchers: Map<string, (() => void)[]>;
  readonly cleanUps: (() => void)[];
}

const records = new WeakMap<Instance, HostRecord>();

export function defineBuiltin(engine: Engine, builtin: Builtin): void {
  const properties = { ...COMMON_PROPERTIES, ...builtin.properties };
  const observers = Object.fromEntries(
    Object.keys(properties).map((name) => [
      name,
      function observe(this: Instance) {
        for (const apply of records.get(this)?.watchers.get(name) ?? []) apply();
      },
    ]),
  );
  engine.defineBuiltin(`wx-${builtin.tag}`, {
    properties,
    observers,
    data: builtin.data ?? {},
    externalClasses: builtin.externalClasses ?? [],
    options: { multipleSlots: false },
    lifetimes: {
      attached(this: Instance) {
        const record = createHost(this);
        records.set(this, record);
        const field = record.host.element.querySelector<HTMLElement>('input, textarea');
        installCommon(
          record.host,
          builtin.speaksThroughField && field ? field : record.host.element,
        );
        builtin.setup?.(record.host);
      },
      detached(this: Instance) {
        for (const cleanUp of records.get(this)?.cleanUps ?? []) cleanUp();
        records.delete(this);
      },
    },
  });
}

function createHost(instance: Instance): HostRecord {
  const watchers = new Map<string, (() => void)[]>();
  const cleanUps: (() => void)[] = [];
  const element = instance._$.$$;
  if (!element) throw new Error(`built-in tag ${instance._$.is} has no element`);
  const host: Host = {
    node: instance._$,
    element,
    value: (name) => instance.data[name],
    text: (name) => String(instance.data[name] ?? ''),
    number: (name) => Number(instance.data[name] ?? 0),
    flag: (name) => Boolean(instance.data[name]),
    set: (data) => instance.setData(data),
    watch(names, apply) {
      for (const name of names) watchers.set(name, [...(watchers.get(name) ?? []), apply]);
      apply();
    },
    emit: (type, detail = {}) => instance._$.triggerEvent(type, detail, {}),
    inner: <E extends HTMLElement>(selector: string) => {
      const found = element.querySelector<E>(selector);
      if (!found) throw new Error(`${element.tagName} has no ${selector}`);
      return found;
    },
    onDetached: (cleanUp) => cleanUps.push(cleanUp),
  };
  return { host, watchers, cleanUps };
}

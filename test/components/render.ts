import { join } from 'node:path';

const MINIPROGRAM_ROOT = join(__dirname, '../../miniprogram');

/** The little of jsdom that is used here; the whole DOM's types would reach every server file. */
interface DomNode {
  readonly textContent: string | null;
  appendChild(child: DomNode): DomNode;
}
declare const document: { readonly body: DomNode; createElement(tagName: string): DomNode };

/** The part of a rendered component that tests look at. */
export interface Rendered {
  readonly dom: DomNode;
  readonly instance: { readonly data: Record<string, unknown>; triggerEvent(name: string): void };
  setData(data: Record<string, unknown>): void;
  querySelector(selector: string): Rendered | undefined;
  dispatchEvent(name: string): void;
  addEventListener(name: string, listener: (event: { detail: unknown }) => void): void;
  attach(parent: DomNode): void;
  detach(): void;
}

interface Simulate {
  load(path: string, tagName: string, options: { rootPath: string; compiler: string }): string;
  render(id: string, properties?: Record<string, unknown>): Rendered;
}

/**
 * Loads a component anew and attaches it. The simulator renders undefined on a second load, so its
 * modules are forgotten first; `wcc`, WeChat's own compiler, compiles the template.
 */
export function renderComponent(
  name: string,
  properties: Record<string, unknown> = {},
  folder = 'components',
): Rendered {
  jest.resetModules();
  const simulate = require('miniprogram-simulate') as Simulate;
  const path = join(MINIPROGRAM_ROOT, folder, name, name);
  const id = simulate.load(path, name, { rootPath: MINIPROGRAM_ROOT, compiler: 'official' });
  const component = simulate.render(id, properties);
  component.attach(document.body.appendChild(document.createElement('div')));
  return component;
}

/** What a person can read, without the spaces between tags. */
export function textOf(component: Rendered): string {
  return (component.dom.textContent ?? '').replace(/\s+/g, '');
}

/** Taps like a finger: the simulator delivers the event in a later microtask. */
export async function tap(component: Rendered, selector: string): Promise<void> {
  component.querySelector(selector)!.dispatchEvent('tap');
  await Promise.resolve();
  await Promise.resolve();
}

/** Lets calls that are answered at once come back, and what they change be shown. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve));
}

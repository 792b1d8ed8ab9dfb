import { convertUnits } from '../../units';
import { fileUrl } from '../file-url';
import type { Builtin } from './define';

interface RichNode {
  readonly type?: 'node' | 'text';
  readonly name?: string;
  readonly text?: string;
  readonly attrs?: Record<string, string>;
  readonly children?: readonly RichNode[];
}

const ALLOWED = new Set(
  'a abbr b blockquote br code col colgroup dd del div dl dt em fieldset h1 h2 h3 h4 h5 h6 hr i img ins label legend li ol p pre q s section small span strong sub sup table tbody td tfoot th thead tr u ul'.split(
    ' ',
  ),
);
const ALLOWED_ATTRIBUTES = new Set([
  'class',
  'style',
  'width',
  'height',
  'alt',
  'colspan',
  'rowspan',
  'span',
  'start',
  'type',
]);

/** HTML of a safe list of tags; nothing in it reacts to taps or runs. */
export const richText: Builtin = {
  tag: 'rich-text',
  properties: { nodes: null, space: String, userSelect: Boolean },
  setup: (host) =>
    host.watch(['nodes'], () => {
      const nodes = host.value('nodes');
      host.element.replaceChildren(
        ...(Array.isArray(nodes) ? nodes.flatMap(render) : renderHtml(String(nodes ?? ''))),
      );
    }),
};

function render(node: RichNode): Node[] {
  if (node.type === 'text') return [document.createTextNode(decode(node.text ?? ''))];
  const name = (node.name ?? '').toLowerCase();
  if (!ALLOWED.has(name)) return [];
  const element = document.createElement(name);
  copyAttributes(element, Object.entries(node.attrs ?? {}));
  element.append(...(node.children ?? []).flatMap(render));
  return [element];
}

function renderHtml(html: string): Node[] {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const copy = (source: Node): Node[] => {
    if (source.nodeType === Node.TEXT_NODE)
      return [document.createTextNode(source.textContent ?? '')];
    const tag = source as Element;
    if (!tag.tagName || !ALLOWED.has(tag.tagName.toLowerCase())) return [];
    const element = document.createElement(tag.tagName);
    copyAttributes(
      element,
      [...tag.attributes].map(({ name, value }) => [name, value]),
    );
    element.append(...[...tag.childNodes].flatMap(copy));
    return [element];
  };
  return [...parsed.body.childNodes].flatMap(copy);
}

function copyAttributes(element: HTMLElement, attributes: readonly (readonly [string, string])[]) {
  for (const [name, value] of attributes) {
    if (name === 'src' && element instanceof HTMLImageElement) element.src = fileUrl(value);
    else if (name === 'style') element.setAttribute(name, convertUnits(value));
    else if (ALLOWED_ATTRIBUTES.has(name)) element.setAttribute(name, value);
  }
}

function decode(text: string): string {
  return new DOMParser().parseFromString(text, 'text/html').body.textContent ?? '';
}

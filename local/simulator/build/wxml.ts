import { isBuiltinTag } from '../builtin-tags';

/**
 * Prepares a WXML source for the template compiler:
 *
 * - `<view>` becomes `<wx-view>`, so that the element in the page is never an HTML one;
 * - of an attribute that is written twice the last one stays. The compiler would keep the first;
 *   WeChat keeps the last (`t-class="J-image" … t-class="t-class"` depends on it).
 *
 * Comments, `{{ }}` and the bodies of `<wxs>` are copied as they are.
 */
export function rewriteWxml(source: string): string {
  let out = '';
  let at = 0;
  const copyThrough = (end: string) => {
    const found = source.indexOf(end, at);
    const next = found === -1 ? source.length : found + end.length;
    out += source.slice(at, next);
    at = next;
  };

  while (at < source.length) {
    if (source.startsWith('<!--', at)) {
      copyThrough('-->');
    } else if (source.startsWith('{{', at)) {
      copyThrough('}}');
    } else if (/^<\/?[a-zA-Z]/.test(source.slice(at, at + 3))) {
      const tag = readTag(source, at);
      out += printTag(tag);
      at = tag.end;
      if (tag.name === 'wxs' && tag.opens) copyThrough('</wxs>');
    } else {
      out += source[at];
      at += 1;
    }
  }
  return out;
}

interface Tag {
  readonly name: string;
  readonly closing: boolean;
  /** True for `<view>`, false for `</view>` and `<view/>`. */
  readonly opens: boolean;
  readonly attributes: readonly { name: string; text: string }[];
  readonly end: number;
}

const ATTRIBUTE = /([^\s=/>"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))?/y;

function readTag(source: string, start: number): Tag {
  const [head, slash = '', name = ''] = /^<(\/?)([a-zA-Z][\w.-]*)/.exec(source.slice(start)) ?? [
    '',
  ];
  const attributes: { name: string; text: string }[] = [];
  let at = start + head.length;
  for (;;) {
    while (at < source.length && /[\s"']/.test(source[at] ?? '')) at += 1;
    const selfCloses = source.startsWith('/>', at);
    if (selfCloses || source[at] === '>' || at >= source.length) {
      const end = at + (selfCloses ? 2 : 1);
      return { name, closing: slash === '/', opens: !slash && !selfCloses, attributes, end };
    }
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(source);
    if (match?.[1] === undefined) {
      at += 1;
      continue;
    }
    attributes.push({ name: match[1], text: match[0] });
    at = ATTRIBUTE.lastIndex;
  }
}

function printTag(tag: Tag): string {
  const name = isBuiltinTag(tag.name) ? `wx-${tag.name}` : tag.name;
  if (tag.closing) return `</${name}>`;
  const lastByName = new Map<string, string>();
  for (const attribute of tag.attributes) {
    // WeChat reads `data-itemId` as `dataset.itemid`.
    const name = attribute.name.startsWith('data-') ? attribute.name.toLowerCase() : attribute.name;
    lastByName.delete(name);
    lastByName.set(name, name + attribute.text.slice(attribute.name.length));
  }
  const attributes = [...lastByName.values()].map((text) => ` ${text}`).join('');
  return `<${name}${attributes}${tag.opens ? '>' : ' />'}`;
}

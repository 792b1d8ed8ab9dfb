/*
 * The XML dialect of the v2 calls: a root <xml>, one level of fields, UTF-8. A scanner of its own
 * instead of a library, because the product reads its answers with one: a fault of that library
 * must not be invisible by being on both sides.
 */

/** Field names and values as received; values are text and never trimmed, because signing uses them. */
export type Fields = ReadonlyMap<string, string>;

export type XmlValue = string | number | readonly XmlField[];
export type XmlField = readonly [name: string, value: XmlValue];

const START = /\s*(?:<\?xml\s[^<>?]*\?>)?\s*<xml>/y;
const FIELD = /\s*<([A-Za-z_][\w.-]*)\s*(\/?)>/y;
const PIECE =
  /([^<&]+)|&(lt|gt|amp|quot|apos);|&#(\d{1,7});|&#x([\dA-Fa-f]{1,6});|<!\[CDATA\[([\s\S]*?)\]\]>/y;
const END = /\s*<\/xml>\s*$/y;

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

/**
 * The fields of a request body, or null for anything that is not exactly this dialect: DOCTYPE,
 * attributes, nesting, a field twice, invalid UTF-8, control characters. A byte order mark, a
 * declaration, white space between fields, CDATA, the five entities, character references and
 * empty elements are what well-known clients send.
 */
export function readXml(body: Buffer): Fields | null {
  const text = decodeUtf8(body);
  if (text === null || /[^\P{Cc}\t\n\r]/u.test(text)) return null;
  return readDocument(text.replace(/\r\n?/g, '\n'));
}

/** Text is wrapped in CDATA, numbers are not, one field a line: the shape of real answers. */
export function writeXml(fields: readonly XmlField[]): string {
  return `<xml>\n${writeFields(fields)}</xml>`;
}

function decodeUtf8(body: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function readDocument(text: string): Fields | null {
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  };

  if (!take(START)) return null;
  const fields = new Map<string, string>();
  while (!take(END)) {
    const open = take(FIELD);
    const name = open?.[1];
    if (!open || name === undefined || fields.has(name)) return null;

    let value = '';
    for (let piece = open[2] ? null : take(PIECE); piece; piece = take(PIECE)) {
      const plain = plainText(piece);
      if (plain === null) return null;
      value += plain;
    }
    fields.set(name, value);

    if (open[2]) continue;
    if (!text.startsWith(`</${name}>`, at)) return null;
    at += name.length + 3;
  }
  return fields;
}

function plainText(piece: RegExpExecArray): string | null {
  const [, text, entity, decimal, hexadecimal, cdata] = piece;
  if (text !== undefined) return text;
  if (entity !== undefined) return ENTITIES[entity] ?? null;
  if (cdata !== undefined) return cdata;
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  const isCharacter = code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : null;
}

function writeFields(fields: readonly XmlField[]): string {
  return fields.map(([name, value]) => `<${name}>${writeValue(value)}</${name}>\n`).join('');
}

function writeValue(value: XmlValue): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
  return `\n${writeFields(value)}`;
}

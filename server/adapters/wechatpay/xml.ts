import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Fields } from './signature';

/** What the body of an answer turned out to be. Only `fields` may be looked at any further. */
export type XmlReading =
  | { readonly kind: 'fields'; readonly fields: Fields; readonly packets: readonly Fields[] }
  | { readonly kind: 'refused'; readonly reason: XmlRefusal };

export type XmlRefusal = 'TOO_LARGE' | 'NOT_UTF8' | 'DOCTYPE' | 'TOO_COMPLEX' | 'NOT_XML';

export const XML_BYTES_MOST = 64 * 1024;
/** xml, hblist, hbinfo, its fields, and one to spare for what may be added. */
const DEPTH_MOST = 5;
const TAGS_MOST = 1000;
const REFERENCES_MOST = 100;

const parser = new XMLParser({
  // The default would turn a bill number of 28 digits into 1.2e27 and drop leading zeros.
  parseTagValue: false,
  // Signing uses values as received, edges included.
  trimValues: false,
  ignoreAttributes: true,
  processEntities: false,
  maxNestedTags: DEPTH_MOST,
});

/**
 * Reads `<xml>` with one level of text fields, and the list of received packets that a query adds.
 * Nothing is expanded: a DOCTYPE or an entity declaration is refused before the parser sees it
 * (WeChat Pay's notice on XML parsing, jsapi.php?chapter=23_5), and the size and depth are bounded,
 * so the work is small for every body.
 */
export function readXml(body: Uint8Array, rootName: 'xml' | 'root' = 'xml'): XmlReading {
  if (body.length > XML_BYTES_MOST) return refused('TOO_LARGE');
  const text = utf8Of(body);
  if (text === null) return refused('NOT_UTF8');
  if (/<!\s*(?:DOCTYPE|ENTITY)/i.test(text)) return refused('DOCTYPE');
  const isSimple = countOf(text, '<') <= TAGS_MOST && countOf(text, '&') <= REFERENCES_MOST;
  if (!isSimple) return refused('TOO_COMPLEX');
  const root = rootOf(text, rootName);
  if (root === null) return refused('NOT_XML');

  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(root)) {
    if (name === '#text') continue; // the white space between the fields
    if (typeof value === 'string') fields[name] = value;
    // A field that comes twice would let two readers see two different answers.
    else if (Array.isArray(value)) return refused('NOT_XML');
  }
  return { kind: 'fields', fields, packets: packetsOf(root['hblist']) };
}

/** The body of a request: one level, text in CDATA. */
export function writeXml(fields: Fields): string {
  const rows = Object.entries(fields).map(
    ([name, value]) =>
      `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`,
  );
  return `<xml>${rows.join('')}</xml>`;
}

function refused(reason: XmlRefusal): XmlReading {
  return { kind: 'refused', reason };
}

function utf8Of(body: Uint8Array): string | null {
  try {
    // Drops a byte order mark, refuses anything that is not UTF-8.
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}

function rootOf(text: string, rootName: string): Record<string, unknown> | null {
  try {
    if (XMLValidator.validate(text) !== true) return null;
    const parsed: Record<string, unknown> = parser.parse(text);
    const root = parsed[rootName];
    return typeof root === 'object' && root !== null && !Array.isArray(root)
      ? (root as Record<string, unknown>)
      : null;
  } catch {
    // The parser throws on depth and on forbidden names: the same as not being XML to us.
    return null;
  }
}

/** `hblist` holds one `hbinfo` or several; it is missing on some real answers. */
function packetsOf(list: unknown): Fields[] {
  const entries = (list as { hbinfo?: unknown } | undefined)?.hbinfo;
  const rows: unknown[] = Array.isArray(entries) ? entries : entries === undefined ? [] : [entries];
  return rows.map((row) => {
    const texts = Object.entries((row ?? {}) as object).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== '#text',
    );
    return Object.fromEntries(texts);
  });
}

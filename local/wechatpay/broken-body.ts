import type { BodyFault } from './failures';
import { signMd5 } from './signature';
import { writeXml, type XmlField } from './xml';

export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

const TEN_MEGABYTES = 10 * 1024 * 1024;

/** The answer that `fields` would be, broken in the named way. */
export function brokenAnswer(
  fault: BodyFault,
  fields: readonly XmlField[],
  apiKey: string,
): HttpAnswer {
  if (fault === 'html-502') {
    const page = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';
    return { status: 502, body: Buffer.from(page) };
  }
  return { status: 200, body: BODIES[fault](fields, apiKey) };
}

type Break = (fields: readonly XmlField[], apiKey: string) => Buffer;

const BODIES: Readonly<Record<Exclude<BodyFault, 'html-502'>, Break>> = {
  truncated: (fields) => xml(fields).subarray(0, Math.floor(xml(fields).length * 0.6)),
  empty: () => Buffer.alloc(0),
  huge: (fields) => xml([...fields, ['padding', 'x'.repeat(TEN_MEGABYTES)]]),
  'invalid-utf8': (fields) => {
    const bytes = xml(fields);
    bytes[bytes.indexOf('CDATA[') + 'CDATA['.length] = 0xff;
    return bytes;
  },
  doctype: (fields) =>
    document('<!DOCTYPE xml [<!ENTITY leak SYSTEM "file:///etc/hostname">]>', '&leak;', fields),
  'entity-bomb': (fields) => document(billionLaughs(), '&l9;', fields),
  'character-references': (fields) => document('', '&#65;'.repeat(300_000), fields),
  'deep-nesting': (fields) => document('', `${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}`, fields),

  'wrong-signature': (fields, apiKey) => xml([...fields, ['sign', signMd5([], `${apiKey}?`)]]),
  'wrong-mch-id': (fields) => xml(changed(fields, ['mch_id'], '1900000110')),
  'wrong-bill-no': (fields) => xml(changed(fields, ['mch_billno'], '0000000000000000000000000000')),
  'wrong-openid': (fields) =>
    xml(changed(fields, ['re_openid', 'openid'], 'oSomebodyElse000000000000000')),
  'wrong-amount': (fields) => xml(changed(fields, ['total_amount'], 1)),
  'exponent-amount': (fields) => xml(changed(fields, ['total_amount'], '1e3')),

  'byte-order-mark': (fields) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), xml(fields)]),
  'white-space': (fields) =>
    Buffer.from(`\n  ${writeXml(fields).replaceAll('\n', '\n\r\n\t ')}\n\n`),
  'extra-fields': (fields) =>
    xml([...fields, ['send_time', '20261121200509'], ['future_field', '新的字段']]),
  'other-order': (fields) => xml([...fields].reverse()),
  'without-hblist': (fields) => xml(fields.filter(([name]) => name !== 'hblist')),
};

function xml(fields: readonly XmlField[]): Buffer {
  return Buffer.from(writeXml(fields));
}

/** An otherwise right document with something before its root and something in its first field. */
function document(prolog: string, content: string, fields: readonly XmlField[]): Buffer {
  const text = writeXml(fields).replace('<xml>', `<xml><attack>${content}</attack>`);
  return Buffer.from(prolog + text);
}

function billionLaughs(): string {
  const levels = Array.from({ length: 9 }, (_, i) => {
    return `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`;
  });
  return `<!DOCTYPE xml [<!ENTITY l0 "ha">${levels.join('')}]>`;
}

/** Also inside lists: a query names the recipient only there. */
function changed(
  fields: readonly XmlField[],
  names: readonly string[],
  value: string | number,
): XmlField[] {
  return fields.map(([name, old]) => {
    if (names.includes(name)) return [name, value];
    return [name, typeof old === 'object' ? changed(old, names, value) : old];
  });
}

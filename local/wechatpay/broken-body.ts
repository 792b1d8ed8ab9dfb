import { type HttpAnswer, XML_HEADERS } from './api';
import type { BodyFault } from './failures';
import { signMd5 } from './signature';
import { writeXml, type XmlField } from './xml';

const TEN_MEGABYTES = 10 * 1024 * 1024;

/** Signs the fields of an answer, or leaves them as they are: as the call does it. */
export type Seal = (fields: readonly XmlField[]) => readonly XmlField[];

/** The answer that `fields` would be, broken in the named way; what is changed is sealed after it. */
export function brokenAnswer(
  fault: BodyFault,
  fields: readonly XmlField[],
  seal: Seal,
): HttpAnswer {
  const status = fault === 'html-502' ? 502 : 200;
  return { status, headers: XML_HEADERS, body: brokenXml(fault, fields, seal) };
}

export function brokenXml(
  fault: BodyFault,
  fields: readonly XmlField[],
  seal: Seal = (unchanged) => unchanged,
): Buffer {
  return BODIES[fault](fields, seal);
}

type Break = (fields: readonly XmlField[], seal: Seal) => Buffer;

const BAD_GATEWAY = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';

const BODIES: Readonly<Record<BodyFault, Break>> = {
  'html-502': () => Buffer.from(BAD_GATEWAY),
  truncated: (fields, seal) => {
    const bytes = xml(seal(fields));
    return bytes.subarray(0, Math.floor(bytes.length * 0.6));
  },
  empty: () => Buffer.alloc(0),
  huge: (fields, seal) => xml(seal([...fields, ['padding', 'x'.repeat(TEN_MEGABYTES)]])),
  'invalid-utf8': (fields, seal) => {
    const bytes = xml(seal(fields));
    bytes[bytes.indexOf('CDATA[') + 'CDATA['.length] = 0xff;
    return bytes;
  },
  doctype: (fields) =>
    document('<!DOCTYPE xml [<!ENTITY leak SYSTEM "file:///etc/hostname">]>', '&leak;', fields),
  'entity-bomb': (fields) => document(billionLaughs(), '&l9;', fields),
  'character-references': (fields) => document('', '&#65;'.repeat(300_000), fields),
  'deep-nesting': (fields) => document('', `${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}`, fields),

  'wrong-signature': (fields) => xml([...fields, ['sign', signMd5([], 'nobody')]]),
  'wrong-mch-id': (fields, seal) => xml(seal(changed(fields, ['mch_id'], '1900000110'))),
  'wrong-bill-no': (fields, seal) => xml(seal(changed(fields, NUMBERS, '0'.repeat(28)))),
  'wrong-openid': (fields, seal) =>
    xml(seal(changed(fields, ['re_openid', 'openid'], 'oSomebodyElse000000000000000'))),
  'wrong-amount': (fields, seal) => xml(seal(changed(fields, AMOUNTS, 1))),
  'exponent-amount': (fields, seal) => xml(seal(changed(fields, AMOUNTS, '1e3'))),

  'byte-order-mark': (fields, seal) =>
    Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), xml(seal(fields))]),
  'white-space': (fields, seal) =>
    Buffer.from(`\n  ${writeXml(seal(fields)).replaceAll('\n', '\n\r\n\t ')}\n\n`),
  'extra-fields': (fields, seal) =>
    xml(seal([...fields, ['send_time', '20261121200509'], ['future_field', '新的字段']])),
  'other-order': (fields, seal) => xml([...seal(fields)].reverse()),
  'without-hblist': (fields, seal) => xml(seal(fields.filter(([name]) => name !== 'hblist'))),
};

const NUMBERS = ['mch_billno', 'out_trade_no', 'out_refund_no', 'out_refund_no_0'];
const AMOUNTS = ['total_amount', 'total_fee', 'refund_fee', 'refund_fee_0'];

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

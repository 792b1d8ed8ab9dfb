import fc from 'fast-check';
import { readXml, writeXml, XML_BYTES_MOST } from '../../../server/adapters/wechatpay/xml';

const read = (text: string) => readXml(Buffer.from(text));
const fieldsOf = (text: string) => {
  const reading = read(text);
  return reading.kind === 'fields' ? reading.fields : reading.reason;
};

describe('reading an answer', () => {
  it('keeps every value as text, exactly as received', () => {
    expect(
      fieldsOf(
        '<xml>\n<mch_billno><![CDATA[0010000098201411111234567890]]></mch_billno>' +
          '<total_amount>0100</total_amount><e>1e3</e><spaced> a b </spaced><empty></empty><none/></xml>',
      ),
    ).toEqual({
      mch_billno: '0010000098201411111234567890',
      total_amount: '0100',
      e: '1e3',
      spaced: ' a b ',
      empty: '',
      none: '',
    });
  });

  it.each([
    ['a byte order mark', '\ufeff<xml><a>1</a></xml>'],
    ['a declaration', '<?xml version="1.0" encoding="UTF-8"?>\n<xml><a>1</a></xml>\n'],
    ['white space between fields', '<xml>\r\n\t <a>1</a>\r\n</xml>'],
    ['a comment', '<xml><!-- so --><a>1</a></xml>'],
  ])('does not mind %s', (_title, text) => {
    expect(fieldsOf(text)).toEqual({ a: '1' });
  });

  it('expands nothing', () => {
    expect(fieldsOf('<xml><a>&amp;&#65;&unknown;</a></xml>')).toEqual({ a: '&amp;&#65;&unknown;' });
  });

  it('reads the list of received packets, of one or of several', () => {
    const packet = (openid: string) =>
      `<hbinfo><openid>${openid}</openid><amount>100</amount></hbinfo>`;
    const packetsOf = (list: string) => {
      const reading = read(`<xml><a>1</a><hblist>${list}</hblist></xml>`);
      return reading.kind === 'fields' ? reading.packets.map((p) => p['openid']) : null;
    };
    expect(packetsOf(packet('o1'))).toEqual(['o1']);
    expect(packetsOf(`\n${packet('o1')}\n${packet('o2')}`)).toEqual(['o1', 'o2']);
    expect(packetsOf('')).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['a page', '<html><body>502 Bad Gateway</body></html>'],
    ['a cut answer', '<xml><return_code>SUCC'],
    ['an answer cut between fields', '<xml><return_code>SUCCESS</return_code>'],
    ['a field that comes twice', '<xml><a>1</a><a>2</a></xml>'],
    ['two roots', '<xml><a>1</a></xml><xml><a>2</a></xml>'],
    ['something behind the end', '<xml><a>1</a></xml>more'],
    ['deep nesting', `<xml>${'<a>'.repeat(400)}${'</a>'.repeat(400)}</xml>`],
    ['a field name that would reach into objects', '<xml><__proto__>1</__proto__></xml>'],
    ['json', '{"return_code":"SUCCESS"}'],
  ])('refuses %s', (_title, text) => {
    expect(fieldsOf(text)).toBe('NOT_XML');
  });

  it.each([
    ['DOCTYPE', '<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml><a>1</a></xml>'],
    ['a doctype in other letters', '<!docType x><xml/>'],
    ['an entity', '<xml><!ENTITY a "b"><a>&a;</a></xml>'],
    ['one hidden behind a space', '<! DOCTYPE x [<!ENTITY a "b">]><xml/>'],
  ])('refuses %s unread', (_title, text) => {
    expect(fieldsOf(text)).toBe('DOCTYPE');
  });

  it('refuses what is not UTF-8, too large or too complicated', () => {
    expect(readXml(Uint8Array.of(0x3c, 0xff, 0xfe))).toMatchObject({ reason: 'NOT_UTF8' });
    expect(readXml(new Uint8Array(XML_BYTES_MOST + 1))).toMatchObject({ reason: 'TOO_LARGE' });
    expect(fieldsOf(`<xml><a>${'&#1;'.repeat(10_000)}</a></xml>`)).toBe('TOO_COMPLEX');
    expect(fieldsOf(`<xml>${'<a/>'.repeat(10_000)}</xml>`)).toBe('TOO_COMPLEX');
  });

  it.each([
    ['character references', `<xml><a>${'&#1;'.repeat(16_000)}</a></xml>`],
    ['ampersands', `<xml><a>${'&'.repeat(60_000)}</a></xml>`],
    ['open tags', `<xml>${'<a>'.repeat(20_000)}`],
    ['angle brackets', '<'.repeat(65_000)],
    ['open comments', `<xml>${'<!--'.repeat(16_000)}`],
    ['open CDATA', `<xml><a>${'<![CDATA['.repeat(7_000)}`],
    ['white space', `<xml><a${' '.repeat(60_000)}></a></xml>`],
    ['attributes', `<xml><a ${'b="1" '.repeat(10_000)}/></xml>`],
  ])('spends under 50 ms on 64 KB of %s', (_title, text) => {
    read('<xml><a>1</a></xml>'); // the first call loads code
    const startedMs = process.cpuUsage();
    read(text.slice(0, XML_BYTES_MOST));
    const { user, system } = process.cpuUsage(startedMs);
    expect((user + system) / 1_000).toBeLessThan(50);
  });

  it('answers for any bytes and never throws', () => {
    const pieces = fc.constantFrom(
      '<xml>',
      '</xml>',
      '<a>',
      '</a>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '<?',
      '&#x1;',
      '<hblist>',
      '<hbinfo/>',
      '</hblist>',
      '"',
      '=',
      'SUCCESS',
      '\u0000',
      ' ',
    );
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .array(pieces, { maxLength: 40 })
        .map((parts) => Uint8Array.from(Buffer.from(parts.join('')))),
      fc
        .string({ unit: 'binary', maxLength: 200 })
        .map((s) => Uint8Array.from(Buffer.from(`<xml><a>${s}</a></xml>`))),
    );
    fc.assert(
      fc.property(bodies, (body) => {
        expect(['fields', 'refused']).toContain(readXml(body).kind);
      }),
      { numRuns: 2_000, seed: 3 },
    );
  });
});

describe('writing a request', () => {
  it('survives its own reader, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        fc.pre(!/[\p{Cc}\p{Cs}&]/u.test(text) && !/<!\s*(doctype|entity)/i.test(text));
        expect(fieldsOf(writeXml({ a: text }))).toEqual({ a: text });
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  it('splits the end of a CDATA section', () => {
    expect(fieldsOf(writeXml({ wishing: 'a]]>b<c>' }))).toEqual({ wishing: 'a]]>b<c>' });
  });
});

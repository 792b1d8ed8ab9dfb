import { brokenXml } from '../broken-body';
import type { BodyFault } from '../failures';
import type { XmlField } from '../xml';
import type { Json, V3Verdict } from './v3-verdict';

interface Broken {
  readonly status: number;
  readonly body: Buffer;
}

const TEN_MEGABYTES = 10 * 1024 * 1024;

/**
 * The answer of `verdict`, broken in the named way. It is signed as it is, so that a client sees the
 * fault and not a bad signature. What only XML can be is sent as XML.
 */
export function brokenJson(fault: BodyFault, verdict: V3Verdict): Broken {
  const { status, body } = verdict;
  const answer = (bytes: Buffer): Broken => ({ status, body: bytes });
  const changed = (changes: Json): Broken => answer(json(replaced(body, changes)));
  switch (fault) {
    case 'html-502':
      return { status: 502, body: brokenXml(fault, []) };
    case 'truncated':
      return answer(json(body).subarray(0, Math.floor(json(body).length * 0.6)));
    case 'empty':
      return answer(Buffer.alloc(0));
    case 'huge':
      return answer(json({ ...body, padding: 'x'.repeat(TEN_MEGABYTES) }));
    case 'invalid-utf8':
      return answer(Buffer.from(json(body)).fill(0xff, 2, 3));
    case 'deep-nesting':
      return answer(Buffer.from(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`));
    case 'doctype':
    case 'entity-bomb':
    case 'character-references':
      return answer(brokenXml(fault, flat(body)));
    case 'wrong-mch-id':
      return changed({ mch_id: '1900000110' });
    case 'wrong-bill-no':
      return changed({ out_bill_no: '00000000000000000000000000000000' });
    case 'wrong-openid':
      return changed({ openid: 'oSomebodyElse000000000000000' });
    case 'wrong-amount':
      return changed({ transfer_amount: 1 });
    case 'exponent-amount':
      return changed({ transfer_amount: '1e3' });
    case 'byte-order-mark':
      return answer(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), json(body)]));
    case 'white-space':
      return answer(Buffer.from(`\n${JSON.stringify(body, null, '\t ')}\r\n`));
    case 'extra-fields':
      return answer(json({ ...body, future_field: { text: '新的字段' } }));
    case 'other-order':
      return answer(json(Object.fromEntries(Object.entries(body).reverse())));
    case 'wrong-signature':
    case 'without-hblist':
      return answer(json(body));
  }
}

function json(body: Json): Buffer {
  return Buffer.from(JSON.stringify(body));
}

/** Only what the answer has. */
function replaced(body: Json, changes: Json): Json {
  const own = Object.entries(changes).filter(([name]) => name in body);
  return { ...body, ...Object.fromEntries(own) };
}

function flat(body: Json): XmlField[] {
  return Object.entries(body).map(([name, value]) => [name, String(value)]);
}

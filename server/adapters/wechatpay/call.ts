import type { SecurityAlert } from '../../ports/payout-gateway';
import type { RandomBytes } from '../../ports/random';
import type { XmlAnswer } from './post-xml';
import { checkSignature, type Fields, signMd5 } from './signature';
import { readXml, writeXml, type XmlRefusal } from './xml';

/** An answer whose form and signature are in order; or why there is none to speak of. */
export type Reply =
  | { readonly kind: 'reply'; readonly fields: Fields; readonly packets: readonly Fields[] }
  | { readonly kind: 'unknown'; readonly code: string; readonly alert?: SecurityAlert };

/** The body of a signed request. `fields` are without nonce and signature. */
export function signedBody(fields: Fields, apiKey: string, randomBytes: RandomBytes): string {
  const nonce = Buffer.from(randomBytes(16)).toString('hex');
  const unsigned = { ...fields, nonce_str: nonce };
  return writeXml({ ...unsigned, sign: signMd5(unsigned, apiKey) });
}

/** INV-30 up to the signature; whether it speaks about our bill is the caller's question. */
export function replyOf(answer: XmlAnswer, apiKey: string): Reply {
  if (answer.kind === 'nothing') {
    return unknown(answer.code, answer.serverUntrusted ? 'bad-server-certificate' : undefined);
  }
  const reading = readXml(answer.body);
  if (reading.kind === 'refused') return unknown(reading.reason, ALERTS[reading.reason]);
  if (checkSignature(reading.fields, apiKey) === 'bad') {
    return unknown('BAD_SIGNATURE', 'bad-signature');
  }
  return { kind: 'reply', fields: reading.fields, packets: reading.packets };
}

const ALERTS: Readonly<Partial<Record<XmlRefusal, SecurityAlert>>> = {
  DOCTYPE: 'doctype-refused',
};

function unknown(code: string, alert?: SecurityAlert): Reply {
  return { kind: 'unknown', code, ...(alert && { alert }) };
}

/**
 * True when both parts say success. `err_code` is SUCCESS on live successes, so its presence means
 * nothing, and `err_code_des` is for people (INV-31).
 */
export function succeeded(fields: Fields): boolean {
  return fields['return_code'] === 'SUCCESS' && fields['result_code'] === 'SUCCESS';
}

/** The code of an answer that is not a success. */
export function errorCodeOf(fields: Fields): string {
  return fields['err_code'] || `RETURN_${fields['return_code'] || 'MISSING'}`;
}

/** Whole fen, written plainly; '1e3', '0100' and '+1' are not amounts. */
export function fenOf(text: string): number | null {
  return /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : null;
}

/** True when the field is absent or says what was asked. */
export function agrees(fields: Fields, name: string, asked: string): boolean {
  const given = fields[name];
  return given === undefined || given === '' || given === asked;
}

export function agreesOnFen(fields: Fields, name: string, askedFen: number): boolean {
  const given = fields[name];
  return given === undefined || given === '' || fenOf(given) === askedFen;
}

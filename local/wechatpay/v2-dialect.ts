import { randomBytes } from 'node:crypto';
import { isSigned, signFields, signTypeOf } from './signature';
import { describe, refusal, type Shop, type Verdict } from './v2-verdict';
import type { Fields, XmlField } from './xml';

/** How a family of v2 calls words and signs its answers. */
export interface Dialect {
  isSigned(fields: Fields, apiKey: string): boolean;
  /** To a caller who has not proved to be the merchant. */
  strangerReply(errCode: string): XmlField[];
  reply(verdict: Verdict, shop: Shop): XmlField[];
  /** What a planned refusal still says of the verdict it hides. */
  refusalFields(verdict: Verdict): readonly XmlField[];
  seal(fields: readonly XmlField[], sealing: Sealing): readonly XmlField[];
}

export interface Sealing {
  readonly apiKey: string;
  /** Null when it is not known to be the merchant's. */
  readonly request: Fields | null;
  readonly signReplies: boolean;
}

/** Refusals travel with return_code SUCCESS, err_code is also there on success: as observed live. */
export const redPacketDialect: Dialect = {
  isSigned: (fields, apiKey) => isSigned(fields, apiKey, 'MD5'),
  strangerReply: (errCode) => redPacketReply(refusal(errCode, [])),
  reply: redPacketReply,
  refusalFields: (verdict) => verdict.fields.filter(([name]) => !NAMES_A_PACKET.includes(name)),
  seal: (fields, { apiKey, signReplies }) =>
    signReplies ? [...fields, ['sign', signFields(flat(fields), apiKey, 'MD5')]] : fields,
};

/** A refusal names no packet, even when one was paid. */
const NAMES_A_PACKET = ['send_listid', 'package'];

function redPacketReply(verdict: Verdict): XmlField[] {
  return [
    ['return_code', 'SUCCESS'],
    ['return_msg', verdict.errCodeDes],
    ['result_code', verdict.errCode === 'SUCCESS' ? 'SUCCESS' : 'FAIL'],
    ['err_code', verdict.errCode],
    ['err_code_des', verdict.errCodeDes],
    ...verdict.fields,
  ];
}

/**
 * The order calls: a stranger hears return_code FAIL and no err_code; every other answer is signed,
 * with the sign_type of the request.
 */
export const orderDialect: Dialect = {
  isSigned: (fields, apiKey) => {
    const signType = signTypeOf(fields);
    return signType !== null && isSigned(fields, apiKey, signType);
  },
  strangerReply: (errCode) => [
    ['return_code', 'FAIL'],
    ['return_msg', describe(errCode)],
  ],
  reply: (verdict, shop) => [
    ['return_code', 'SUCCESS'],
    ['return_msg', 'OK'],
    ['appid', shop.miniAppid],
    ['mch_id', shop.mchId],
    ['nonce_str', randomBytes(16).toString('hex')],
    ...resultOf(verdict),
    ...verdict.fields,
  ],
  refusalFields: () => [],
  seal: (fields, { apiKey, request }) => {
    const signType = request && signTypeOf(request);
    return signType ? [...fields, ['sign', signFields(flat(fields), apiKey, signType)]] : fields;
  },
};

function resultOf(verdict: Verdict): XmlField[] {
  if (verdict.errCode === 'SUCCESS') return [['result_code', 'SUCCESS']];
  return [
    ['result_code', 'FAIL'],
    ['err_code', verdict.errCode],
    ['err_code_des', verdict.errCodeDes],
  ];
}

/** Lists have no agreed text to sign and are left out. */
function flat(fields: readonly XmlField[]): [string, string][] {
  return fields.flatMap(([name, value]) =>
    typeof value === 'object' ? [] : [[name, String(value)]],
  );
}

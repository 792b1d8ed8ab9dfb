import { brokenAnswer, type HttpAnswer } from './broken-body';
import type { Failure, Plans } from './failures';
import { getHbInfo } from './gethbinfo';
import { sendRedPack } from './sendredpack';
import { isSigned, signMd5 } from './signature';
import { describe, type Judge, refusal, type Shop, type Verdict } from './v2-verdict';
import { type Fields, readXml, writeXml, type XmlField } from './xml';

/** The v2 calls with a merchant certificate; a new one is one file and one line here. */
const JUDGES: Readonly<Record<string, Judge>> = {
  '/mmpaymkttransfers/sendredpack': sendRedPack,
  '/mmpaymkttransfers/gethbinfo': getHbInfo,
};

/** What was called and what the caller heard. No secrets and no recipients. */
export interface RecordedCall {
  readonly path: string;
  readonly billNo: string | null;
  readonly atMs: number;
  /** 'SUCCESS', the err_code, or the name of the planned failure that was heard instead. */
  readonly outcome: string;
}

export interface V2Request {
  readonly method: string;
  readonly path: string;
  /** Null when it was larger than the server reads. */
  readonly body: Buffer | null;
  /** The merchant number of a valid client certificate. */
  readonly provenMchId: string | null;
}

/** What goes out, and how the connection misbehaves while it does. */
export interface V2Answer {
  readonly http: HttpAnswer;
  readonly failure: Failure | null;
}

export interface V2ApiOptions {
  readonly shop: Shop;
  readonly apiKey: string;
  readonly plans: Plans;
  readonly nowMs: () => number;
  readonly onCall: (call: RecordedCall) => void;
}

/** Null for a path that is no v2 call. */
export type V2Api = (request: V2Request) => V2Answer | null;

/**
 * Before a call's own rules, the first of these is answered: a method other than POST (return_code
 * FAIL), CA_ERROR, XML_ERROR, CA_ERROR when mch_id is not the certificate's, SIGN_ERROR.
 */
export function createV2Api(options: V2ApiOptions): V2Api {
  const { shop, apiKey, plans, nowMs } = options;

  return (request) => {
    const judge = JUDGES[request.path];
    if (!judge) return null;
    const atMs = nowMs();
    const finish = (billNo: string | null, heard: Heard): V2Answer => {
      options.onCall({ path: request.path, billNo, atMs, outcome: heard.outcome });
      return heard.answer;
    };

    if (request.method !== 'POST') return finish(null, returnFail('请使用post方法'));
    if (request.provenMchId !== shop.mchId) return finish(null, refused('CA_ERROR'));
    const fields = request.body && readXml(request.body);
    if (!fields) return finish(null, refused('XML_ERROR'));

    const billNo = billNoOf(fields);
    if (fields.get('mch_id') !== shop.mchId) return finish(billNo, refused('CA_ERROR'));
    if (!isSigned(fields, apiKey)) return finish(billNo, refused('SIGN_ERROR'));

    const openid = fields.get('re_openid') ?? null;
    const failure = plans.take({ path: request.path, billNo, openid });
    const settlement = failure?.kind === 'settle' ? settlementOf(failure, atMs) : null;
    const verdict = judge(shop, { fields, atMs, settlement });
    if (!failure || failure.kind === 'settle' || failure.moment === 'after-effect') {
      verdict.effect();
    }
    return finish(billNo, hear(verdict, failure));
  };

  interface Heard {
    readonly outcome: string;
    readonly answer: V2Answer;
  }

  function hear(verdict: Verdict, failure: Failure | null): Heard {
    switch (failure?.kind) {
      case 'refuse':
        return told({ ...verdict, ...refusal(failure.errCode, withoutListId(verdict.fields)) });
      case 'return-fail':
        return returnFail(failure.returnMsg);
      case 'body': {
        const http = brokenAnswer(failure.body, replyOf(verdict), apiKey);
        return { outcome: failure.body, answer: { http, failure: null } };
      }
      case 'no-answer':
      case 'reset':
      case 'reset-mid-answer':
      case 'slow-drip':
        return { outcome: failure.kind, answer: { http: ok(replyOf(verdict)), failure } };
      default:
        return told(verdict);
    }
  }

  function refused(errCode: string): Heard {
    return told(refusal(errCode, [], describe(errCode)));
  }

  function told(verdict: Verdict): Heard {
    return {
      outcome: verdict.errCode,
      answer: { http: ok(replyOf(verdict)), failure: null },
    };
  }

  function returnFail(returnMsg: string): Heard {
    const reply: XmlField[] = [
      ['return_code', 'FAIL'],
      ['return_msg', returnMsg],
    ];
    return { outcome: 'return-fail', answer: { http: ok(reply), failure: null } };
  }

  /** Refusals of every kind travel with return_code SUCCESS and status 200, as live ones do. */
  function replyOf(verdict: Verdict): XmlField[] {
    const reply: XmlField[] = [
      ['return_code', 'SUCCESS'],
      ['return_msg', verdict.errCodeDes],
      ['result_code', verdict.errCode === 'SUCCESS' ? 'SUCCESS' : 'FAIL'],
      ['err_code', verdict.errCode],
      ['err_code_des', verdict.errCodeDes],
      ...verdict.fields,
    ];
    if (shop.switches().signReplies) reply.push(['sign', signMd5(flatFields(reply), apiKey)]);
    return reply;
  }
}

function ok(reply: readonly XmlField[]): HttpAnswer {
  return { status: 200, body: Buffer.from(writeXml(reply)) };
}

function settlementOf(failure: Extract<Failure, { kind: 'settle' }>, atMs: number) {
  return { as: failure.as, atMs: atMs + failure.afterMs, answer: failure.answer };
}

/** A refusal names no packet, even when one was paid. */
function withoutListId(fields: readonly XmlField[]): XmlField[] {
  return fields.filter(([name]) => name !== 'send_listid');
}

/** Lists have no agreed text to sign and are left out. */
function flatFields(fields: readonly XmlField[]): [string, string][] {
  return fields.flatMap(([name, value]) =>
    typeof value === 'object' ? [] : [[name, String(value)]],
  );
}

/** Only what can be a bill number is remembered. */
function billNoOf(fields: Fields): string | null {
  return /^[0-9A-Za-z]{1,28}$/.exec(fields.get('mch_billno') ?? '')?.[0] ?? null;
}

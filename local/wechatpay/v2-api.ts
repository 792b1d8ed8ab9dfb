import { type Api, type ApiAnswer, type RecordedCall, XML_HEADERS } from './api';
import { brokenAnswer } from './broken-body';
import type { Failure, Plans } from './failures';
import { getHbInfo } from './gethbinfo';
import { closeOrder, queryOrder } from './orders/query-order';
import { queryRefund } from './orders/query-refund';
import { refundOrder } from './orders/refund-order';
import { unifiedOrder } from './orders/unified-order';
import { sendMiniProgramHb, sendRedPack } from './sendredpack';
import { type Dialect, orderDialect, redPacketDialect } from './v2-dialect';
import { type Judge, refusal, type Shop, type Verdict } from './v2-verdict';
import { type Fields, readXml, writeXml, type XmlField } from './xml';

interface V2Call {
  readonly judge: Judge;
  readonly dialect: Dialect;
  readonly certificate: 'needed' | 'not-needed';
  /** The field that names the bill of a call. */
  readonly number: string;
}

const PACKET = { dialect: redPacketDialect, certificate: 'needed', number: 'mch_billno' } as const;
const ORDER = {
  dialect: orderDialect,
  certificate: 'not-needed',
  number: 'out_trade_no',
} as const;
const REFUND = { ...ORDER, number: 'out_refund_no' } as const;

/** The v2 calls; a new one is one file and one line here. */
const CALLS: Readonly<Record<string, V2Call>> = {
  '/mmpaymkttransfers/sendredpack': { ...PACKET, judge: sendRedPack },
  '/mmpaymkttransfers/sendminiprogramhb': { ...PACKET, judge: sendMiniProgramHb },
  '/mmpaymkttransfers/gethbinfo': { ...PACKET, judge: getHbInfo },
  '/pay/unifiedorder': { ...ORDER, judge: unifiedOrder },
  '/pay/orderquery': { ...ORDER, judge: queryOrder },
  '/pay/closeorder': { ...ORDER, judge: closeOrder },
  '/secapi/pay/refund': { ...REFUND, judge: refundOrder, certificate: 'needed' },
  '/pay/refundquery': { ...REFUND, judge: queryRefund },
};

const PAYOUTS: readonly Judge[] = [sendRedPack, sendMiniProgramHb];

export interface V2ApiOptions {
  readonly shop: Shop;
  readonly apiKey: string;
  readonly plans: Plans;
  readonly nowMs: () => number;
  readonly onCall: (call: RecordedCall) => void;
}

interface Heard {
  readonly outcome: string;
  readonly answer: ApiAnswer;
}

/**
 * Before a call's own rules, the first of these is answered: a method other than POST (return_code
 * FAIL), CA_ERROR, XML_ERROR, CA_ERROR when mch_id is not the certificate's, SIGN_ERROR. The order
 * calls have other words for them (v2-dialect.ts).
 */
export function createV2Api(options: V2ApiOptions): Api {
  const { shop, apiKey, plans, nowMs } = options;

  return (request) => {
    const call = CALLS[request.path];
    if (!call) return null;
    const { dialect, judge } = call;
    const atMs = nowMs();
    const finish = (billNo: string | null, heard: Heard): ApiAnswer => {
      options.onCall({ path: request.path, billNo, atMs, outcome: heard.outcome });
      return heard.answer;
    };
    const refused = (errCode: string) => {
      const fields = dialect.strangerReply(errCode);
      return heardOf(errCode, dialect.seal(fields, sealing(null)));
    };

    if (request.method !== 'POST') return finish(null, returnFail('请使用post方法'));
    const needsCertificate = call.certificate === 'needed';
    if (needsCertificate && request.provenMchId !== shop.mchId) {
      return finish(null, refused('CA_ERROR'));
    }
    const fields = request.body && readXml(request.body);
    if (!fields) return finish(null, refused('XML_ERROR'));

    const billNo = numberIn(fields, call.number);
    if (fields.get('mch_id') !== shop.mchId) return finish(billNo, refused('CA_ERROR'));
    if (!dialect.isSigned(fields, apiKey)) return finish(billNo, refused('SIGN_ERROR'));

    const openid = fields.get('re_openid') ?? fields.get('openid') ?? null;
    const isPayout = PAYOUTS.includes(judge);
    const failure = plans.take({ path: request.path, billNo, openid, api: 'v2', isPayout });
    const settlement = failure?.kind === 'settle' ? settlementOf(failure, atMs) : null;
    const verdict = judge(shop, { fields, atMs, settlement });
    if (!failure || !('moment' in failure) || failure.moment === 'after-effect') verdict.effect();
    return finish(billNo, hear(call.dialect, fields, verdict, failure));
  };

  function hear(
    dialect: Dialect,
    request: Fields,
    verdict: Verdict,
    failure: Failure | null,
  ): Heard {
    const seal = (fields: readonly XmlField[]) => dialect.seal(fields, sealing(request));
    const replyTo = (judged: Verdict) => seal(dialect.reply(judged, shop));
    switch (failure?.kind) {
      case 'refuse': {
        const refused = refusal(failure.errCode, dialect.refusalFields(verdict));
        return heardOf(refused.errCode, replyTo(refused));
      }
      case 'return-fail':
        return returnFail(failure.returnMsg);
      case 'body': {
        const http = brokenAnswer(failure.body, dialect.reply(verdict, shop), seal);
        return { outcome: failure.body, answer: { http, failure: null } };
      }
      case 'no-answer':
      case 'reset':
      case 'reset-mid-answer':
      case 'slow-drip':
        return heardOf(failure.kind, replyTo(verdict), failure);
      default:
        return heardOf(verdict.errCode, replyTo(verdict), failure);
    }
  }

  function sealing(request: Fields | null) {
    return { apiKey, request, signReplies: shop.switches().signReplies };
  }
}

function returnFail(returnMsg: string): Heard {
  return heardOf('return-fail', [
    ['return_code', 'FAIL'],
    ['return_msg', returnMsg],
  ]);
}

/** Refusals of every kind travel with status 200, as live ones do. */
function heardOf(
  outcome: string,
  reply: readonly XmlField[],
  failure: Failure | null = null,
): Heard {
  const body = Buffer.from(writeXml(reply));
  return { outcome, answer: { http: { status: 200, headers: XML_HEADERS, body }, failure } };
}

function settlementOf(failure: Extract<Failure, { kind: 'settle' }>, atMs: number) {
  return { as: failure.as, atMs: atMs + failure.afterMs, answer: failure.answer };
}

/** Only what can be a number is remembered. */
function numberIn(fields: Fields, name: string): string | null {
  return /^[0-9A-Za-z_|*@-]{1,64}$/.exec(fields.get(name) ?? '')?.[0] ?? null;
}

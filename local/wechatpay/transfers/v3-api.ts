import { randomBytes } from 'node:crypto';
import type { Api, ApiAnswer, ApiRequest, RecordedCall } from '../api';
import type { Failure, Plans, SignatureFault } from '../failures';
import { type Platform, signingKey } from '../platform';
import { brokenJson } from './broken-json';
import { createTransfer } from './create-transfer';
import { cancelTransfer, queryTransfer } from './follow-transfer';
import type { Authorizer } from './v3-authorization';
import { v3Headers } from './v3-signature';
import {
  type Settlement,
  type TransferShop,
  type V3Judge,
  type V3Verdict,
  v3Refusal,
} from './v3-verdict';

interface Route {
  readonly method: 'GET' | 'POST';
  /** Its one `{…}` is the number. */
  readonly template: string;
  readonly judge: V3Judge;
}

const BILLS = '/v3/fund-app/mch-transfer/transfer-bills';

/** The v3 calls; a new one is one judge and one line here. */
const ROUTES: readonly Route[] = [
  { method: 'POST', template: BILLS, judge: createTransfer },
  {
    method: 'GET',
    template: `${BILLS}/out-bill-no/{out_bill_no}`,
    judge: queryTransfer('outBillNo'),
  },
  {
    method: 'GET',
    template: `${BILLS}/transfer-bill-no/{transfer_bill_no}`,
    judge: queryTransfer('transferBillNo'),
  },
  {
    method: 'POST',
    template: `${BILLS}/out-bill-no/{out_bill_no}/cancel`,
    judge: cancelTransfer,
  },
];

export interface V3ApiOptions {
  readonly shop: TransferShop;
  readonly authorizer: Authorizer;
  readonly platform: Platform;
  /** A key that is not the provider's, for forgeries. */
  readonly foreignKeyPem: string;
  readonly plans: Plans;
  readonly nowMs: () => number;
  readonly onCall: (call: RecordedCall) => void;
}

/**
 * Before a call's own rules, the first of these is answered: PARAM_ERROR (no Accept or User-Agent,
 * a body over 64 KB), SIGN_ERROR, INVALID_REQUEST (an address that is not allowed). Every answer is
 * signed, also a refusal.
 */
export function createV3Api(options: V3ApiOptions): Api {
  const { shop, plans, nowMs } = options;

  return (request) => {
    const found = routeOf(request);
    if (!found) return null;
    const { route, no } = found;
    const atMs = nowMs();
    const finish = (billNo: string | null, heard: Heard): ApiAnswer => {
      const { outcome } = heard;
      options.onCall({ path: route.template, billNo, atMs, outcome });
      return heard.answer;
    };

    const refused = strangerRefusal(request, atMs);
    if (refused) return finish(null, told(refused, null, atMs));
    const body = request.body ?? Buffer.alloc(0);
    const asked = namesIn(body);
    const billNo = no ?? asked.billNo;
    const failure = plans.take({
      path: route.template,
      billNo,
      openid: asked.openid,
      api: 'v3',
      isPayout: route.judge === createTransfer,
    });
    const verdict = route.judge(shop, {
      no,
      body,
      atMs,
      platformSerial: textOf(request.headers['wechatpay-serial']),
      settlement: failure?.kind === 'settle' ? settlementOf(failure, atMs) : null,
    });
    if (!failure || !('moment' in failure) || failure.moment === 'after-effect') verdict.effect();
    return finish(billNo, hear(verdict, failure, atMs));
  };

  function strangerRefusal(request: ApiRequest, atMs: number): V3Verdict | null {
    const { headers, body } = request;
    if (!headers.accept || !headers['user-agent']) {
      return v3Refusal('PARAM_ERROR', 'Http头缺少Accept或User-Agent');
    }
    if (body === null) return v3Refusal('PARAM_ERROR', '请求体过大');
    const fault = options.authorizer.fault(request, body, atMs);
    if (fault !== null) return v3Refusal('SIGN_ERROR', fault);
    const { allowedIps } = shop.switches();
    if (allowedIps && !allowedIps.includes(request.remoteAddress)) {
      return v3Refusal('INVALID_REQUEST', '此IP地址不允许调用该接口');
    }
    return null;
  }

  interface Heard {
    readonly outcome: string;
    readonly answer: ApiAnswer;
  }

  function hear(verdict: V3Verdict, failure: Failure | null, atMs: number): Heard {
    switch (failure?.kind) {
      case 'refuse':
        return told(v3Refusal(failure.errCode), null, atMs);
      case 'return-fail':
        return told(v3Refusal('SYSTEM_ERROR', failure.returnMsg), null, atMs);
      case 'signature':
        return { ...told(verdict, null, atMs, failure.signature), outcome: failure.signature };
      case 'body': {
        const { status, body } = brokenJson(failure.body, verdict);
        const fault = failure.body === 'wrong-signature' ? 'forged' : null;
        const headers = signed(body, atMs, fault);
        return {
          outcome: failure.body,
          answer: { http: { status, headers, body }, failure: null },
        };
      }
      case 'no-answer':
      case 'reset':
      case 'reset-mid-answer':
      case 'slow-drip':
        return { ...told(verdict, failure, atMs), outcome: failure.kind };
      default:
        return told(verdict, failure, atMs);
    }
  }

  function told(
    verdict: V3Verdict,
    failure: Failure | null,
    atMs: number,
    fault: SignatureFault | null = null,
  ): Heard {
    const body = Buffer.from(JSON.stringify(verdict.body));
    const http = { status: verdict.status, headers: signed(body, atMs, fault), body };
    return { outcome: verdict.code, answer: { http, failure } };
  }

  function signed(body: Buffer, atMs: number, fault: SignatureFault | null) {
    return v3Headers(body, {
      atMs,
      nonce: randomBytes(16).toString('hex'),
      key: signingKey(options.platform, shop.switches().platformSignature),
      foreignKeyPem: options.foreignKeyPem,
      fault,
    });
  }
}

function routeOf(request: ApiRequest): { route: Route; no: string | null } | null {
  const parts = request.path.split('/');
  for (const route of ROUTES) {
    const expected = route.template.split('/');
    if (route.method !== request.method || expected.length !== parts.length) continue;
    const at = expected.findIndex((part) => part.startsWith('{'));
    if (expected.every((part, i) => i === at || part === parts[i])) {
      return { route, no: at < 0 ? null : (parts[at] ?? null) };
    }
  }
  return null;
}

/** What a plan may match; only what can be a bill number or a recipient. */
function namesIn(body: Buffer): { billNo: string | null; openid: string | null } {
  const text = body.toString('utf8');
  return {
    billNo: /"out_bill_no"\s*:\s*"([0-9A-Za-z]{1,32})"/.exec(text)?.[1] ?? null,
    openid: /"openid"\s*:\s*"([0-9A-Za-z_-]{1,64})"/.exec(text)?.[1] ?? null,
  };
}

function settlementOf(failure: Extract<Failure, { kind: 'settle' }>, atMs: number): Settlement {
  const dueAtMs = atMs + failure.afterMs;
  return {
    opening: failure.answer === 'PROCESSING' ? 'PROCESSING' : 'ACCEPTED',
    due:
      failure.as === 'SENT'
        ? { state: 'WAIT_USER_CONFIRM', atMs: dueAtMs, failReason: null }
        : { state: 'FAIL', atMs: dueAtMs, failReason: failure.failReason ?? 'TRANSFER_RISK' },
  };
}

function textOf(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && header !== '' ? header : null;
}

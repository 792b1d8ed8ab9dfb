import type { Limits, Switches } from '../limits';
import type { RateWindow } from '../rate';
import type { IsUserOf } from '../users';
import type { DueStep } from './transfer';
import type { Transfers } from './transfers';

/** What a v3 call may look at. */
export interface TransferShop {
  readonly mchId: string;
  /** Bound to the merchant. */
  readonly appids: readonly string[];
  readonly transfers: Transfers;
  readonly balanceFen: () => number;
  readonly isUserOf: IsUserOf;
  readonly limits: Limits;
  readonly switches: () => Switches;
  /** Creating and querying. */
  readonly calls: RateWindow;
  readonly cancels: RateWindow;
  readonly newTransferBillNo: (atMs: number) => string;
  readonly packageInfo: (outBillNo: string, atMs: number) => string;
  /** `serial` is the Wechatpay-Serial of the request: for which key it was encrypted. */
  readonly decryptUserName: (text: string, serial: string) => string | null;
}

export interface V3Call {
  /** From the path; null when the call names none there. */
  readonly no: string | null;
  readonly body: Buffer;
  readonly atMs: number;
  /** The Wechatpay-Serial of the request: for which key user_name was encrypted. */
  readonly platformSerial: string | null;
  /** Planned: how a bill created by this call goes on. */
  readonly settlement: Settlement | null;
}

export interface Settlement {
  readonly opening: 'ACCEPTED' | 'PROCESSING';
  readonly due: DueStep;
}

export type Json = Readonly<Record<string, unknown>>;

/** The judgement of one call, before its effect (v2-verdict.ts says why the two are apart). */
export interface V3Verdict {
  readonly status: number;
  /** 'SUCCESS' or the code of the refusal. */
  readonly code: string;
  readonly body: Json;
  readonly effect: () => void;
}

export type V3Judge = (shop: TransferShop, call: V3Call) => V3Verdict;

/** Status and text of the codes; a client may branch on the code alone. */
const REFUSALS: Readonly<Record<string, readonly [status: number, message: string]>> = {
  PARAM_ERROR: [400, '参数错误'],
  INVALID_REQUEST: [400, '请求不合法'],
  SIGN_ERROR: [401, '签名错误，请检查后再试'],
  NO_AUTH: [403, '商户号未开通该产品或场景权限'],
  NOT_ENOUGH: [403, '资金不足，请充值后使用原单号重试'],
  USER_ERROR: [403, '当前商户存在异常'],
  NOT_FOUND: [404, '记录不存在'],
  FREQUENCY_LIMIT_EXCEED: [429, '频率超过限制，请降低请求频率后重试'],
  FREQUENCY_LIMITED: [429, '频率超过限制，请降低请求频率后重试'],
  RATELIMIT_EXCEEDED: [429, '频率超过限制，请降低请求频率后重试'],
  SYSTEM_ERROR: [500, '系统异常，请使用原单号重试'],
};

export function v3Refusal(code: string, message?: string): V3Verdict {
  const [status, usual] = REFUSALS[code] ?? [500, '系统繁忙，请稍后再试'];
  return { status, code, body: { code, message: message ?? usual }, effect: () => {} };
}

export function v3Success(body: Json, effect: () => void = () => {}): V3Verdict {
  return { status: 200, code: 'SUCCESS', body, effect };
}

import type { Refusal } from '../../../../ports/payout-gateway';

/*
 * What an error code of 发起转账 means for the claim, whatever its HTTP number (page 4012716434 and
 * the public codes of v3). A code that is not here is unknown. SYSTEM_ERROR is absent on purpose:
 * it is documented as "no definite result".
 */
export const TRANSFER_REFUSALS: ReadonlyMap<string, Refusal> = new Map<string, Refusal>([
  ['FREQUENCY_LIMITED', 'rate'],
  ['FREQUENCY_LIMIT_EXCEED', 'rate'],
  ['RATELIMIT_EXCEEDED', 'rate'],

  ['NOT_ENOUGH', 'merchant'],
  ['SIGN_ERROR', 'merchant'],
  ['NO_AUTH', 'merchant'],
  ['USER_ERROR', 'merchant'],
  ['IP_NOT_ALLOWED', 'merchant'],

  // Both also stand for 单号已存在但信息不一致: an earlier request of this bill landed.
  ['PARAM_ERROR', 'bill-differs'],
  ['INVALID_REQUEST', 'bill-differs'],
]);

/** Null: no definite result. */
export function transferRefusal(code: string): Refusal | null {
  return TRANSFER_REFUSALS.get(code) ?? null;
}

/**
 * The provider's code, except for the most common fault of a first day: a cloud function calls from
 * an address that is not on the merchant's list (接口安全 IP). It has no code of its own, and reading
 * it as INVALID_REQUEST would hold one claim after the other instead of pausing all of them, so this
 * is the one place where a sentence is looked at (INV-31 for everything else). Both readings keep
 * the bill number; whoever could forge the sentence could not make anybody pay twice.
 * https://pay.weixin.qq.com/doc/v3/merchant/4013751010
 */
export function transferErrorCode(code: string, message: string): string {
  return code === 'INVALID_REQUEST' && message.includes('此IP地址不允许调用该接口')
    ? 'IP_NOT_ALLOWED'
    : code;
}

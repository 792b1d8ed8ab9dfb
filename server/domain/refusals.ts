import type { RefusalClass } from '../ports/payout-gateway';

/*
 * What a code of sendredpack means for the claim. A code has to earn its place here: everything that
 * is not in the table is unknown, and unknown never frees money. Sources: the error tables of
 * pay.weixin.qq.com/doc/v2/merchant/4011974053 and of the older cash_coupon.php?chapter=13_5.
 * SYSTEMERROR and PROCESSING are absent on purpose: they are documented as "no definite result".
 */
const CLASS_OF: ReadonlyMap<string, RefusalClass> = new Map<string, RefusalClass>([
  ['FREQ_LIMIT', 'again-later'],
  ['SECOND_OVER_LIMITED', 'again-later'],
  ['TIME_LIMITED', 'again-later'],

  ['SENDNUM_LIMIT', 'next-day'],
  ['RCVDAMOUNT_LIMIT', 'next-day'],
  ['SENDAMOUNT_LIMIT', 'next-day'],
  ['DAY_OVER_LIMITED', 'next-day'],

  ['NOTENOUGH', 'stop-merchant'],
  ['CA_ERROR', 'stop-merchant'],
  ['SIGN_ERROR', 'stop-merchant'],
  ['API_METHOD_CLOSED', 'stop-merchant'],
  ['PAYER_ACCOUNT_ABNORMAL', 'stop-merchant'],

  ['NO_AUTH', 'hold-claim'],
  ['OPENID_ERROR', 'hold-claim'],
  ['ILLEGAL_APPID', 'hold-claim'],
  ['MSGAPPID_ERROR', 'hold-claim'],
  ['ACCEPTMODE_ERROR', 'hold-claim'],
  ['MONEY_LIMIT', 'hold-claim'],
  ['PARAM_ERROR', 'hold-claim'],
  ['XML_ERROR', 'hold-claim'],
  ['FATAL_ERROR', 'hold-claim'],

  ['SEND_FAILED', 'query-then-new-bill'],
]);

/** Limits of the merchant's whole day: no other claim can be paid today either. */
const MERCHANT_DAY_CODES: ReadonlySet<string> = new Set(['SENDAMOUNT_LIMIT', 'DAY_OVER_LIMITED']);

/** Refusals that blame one recipient. Every other held claim points at configuration or a bug. */
const RECIPIENT_CODES: ReadonlySet<string> = new Set(['NO_AUTH']);

/** As the provider spells it, except for a space inside that real answers have shown. */
export function normalCode(code: string): string {
  return code.replace(/\s/g, '');
}

/** Null: no definite result, so the claim is unknown. Human text is never looked at (INV-31). */
export function refusalClassOf(code: string): RefusalClass | null {
  return CLASS_OF.get(normalCode(code)) ?? null;
}

export function stopsMerchantForToday(code: string): boolean {
  return MERCHANT_DAY_CODES.has(normalCode(code));
}

/** The provider's own night window: not before the morning, however short the usual pause is. */
export function waitsForMorning(code: string): boolean {
  return normalCode(code) === 'TIME_LIMITED';
}

/**
 * The same bill came with other particulars: an earlier request of this bill did land, so this
 * refusal says nothing about the money. PARAM_ERROR may mean the same on a repeat.
 */
export function mayKnowTheBill(code: string): boolean {
  return ['FATAL_ERROR', 'PARAM_ERROR'].includes(normalCode(code));
}

/** If several claims in a row are held for such a code, all of them would be (F-50, F-52, F-54). */
export function pointsAtConfiguration(code: string): boolean {
  return refusalClassOf(code) === 'hold-claim' && !RECIPIENT_CODES.has(normalCode(code));
}

import type { Refusal } from '../../../ports/payout-gateway';

/*
 * What an error code of the red packet interfaces means for the claim. A code has to earn its place
 * here: everything that is not in the table is unknown, and unknown never frees money. Sources: the
 * error tables of pay.weixin.qq.com/doc/v2/merchant/4011974053 and of the older
 * cash_coupon.php?chapter=13_5. SYSTEMERROR and PROCESSING are absent on purpose: they are
 * documented as "no definite result".
 */
export const RED_PACKET_REFUSALS: ReadonlyMap<string, Refusal> = new Map<string, Refusal>([
  ['FREQ_LIMIT', 'rate'],
  ['SECOND_OVER_LIMITED', 'rate'],

  ['TIME_LIMITED', 'night'],

  ['SENDNUM_LIMIT', 'player-day'],
  ['RCVDAMOUNT_LIMIT', 'player-day'],

  ['SENDAMOUNT_LIMIT', 'merchant-day'],
  ['DAY_OVER_LIMITED', 'merchant-day'],

  ['NOTENOUGH', 'merchant'],
  ['CA_ERROR', 'merchant'],
  ['SIGN_ERROR', 'merchant'],
  ['API_METHOD_CLOSED', 'merchant'],
  ['PAYER_ACCOUNT_ABNORMAL', 'merchant'],

  ['NO_AUTH', 'recipient'],

  ['OPENID_ERROR', 'configuration'],
  ['ILLEGAL_APPID', 'configuration'],
  ['MSGAPPID_ERROR', 'configuration'],
  ['ACCEPTMODE_ERROR', 'configuration'],
  ['MONEY_LIMIT', 'configuration'],
  ['XML_ERROR', 'configuration'],

  // The same number came with other particulars; PARAM_ERROR may mean that on a repeat.
  ['FATAL_ERROR', 'bill-differs'],
  ['PARAM_ERROR', 'bill-differs'],

  ['SEND_FAILED', 'bill-failed'],
]);

/**
 * Null: no definite result. Human text is never looked at (INV-31). Real answers have shown a space
 * inside a code.
 */
export function redPacketRefusal(code: string): Refusal | null {
  return RED_PACKET_REFUSALS.get(code.replace(/\s/g, '')) ?? null;
}

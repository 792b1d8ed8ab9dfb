import type { QueryAnswer } from '../../../../ports/payout-gateway';

/*
 * What the fail_reason of a bill in FAIL means (pages 4012716437 and 4012712115 name the reasons).
 * One that is not here blames the circumstances: then another bill may be tried.
 */

/** The bill waited for its player and was closed: the money is back, and nothing was wrong. */
const CLOSED: ReadonlySet<string> = new Set([
  'OVERDUE_CLOSE',
  'MCH_CANCEL',
  'MERCHANT_REJECT',
  'MERCHANT_NOT_CONFIRM',
  // What a player's no is told as: none of the named reasons is for it.
  'OTHER_FAIL_REASON_TYPE',
]);

/** Another bill for this person would end just so. */
export const BLAMES_RECIPIENT: ReadonlySet<string> = new Set([
  'ACCOUNT_FROZEN',
  'ACCOUNT_NOT_EXIST',
  'BLOCK_B2C_USERLIMITAMOUNT_BSRULE_MONTH',
  'BLOCK_B2C_USERLIMITAMOUNT_MONTH',
  'DAY_RECEIVED_COUNT_EXCEED',
  'DAY_RECEIVED_QUOTA_EXCEED',
  'ID_CARD_NOT_CORRECT',
  'NAME_NOT_CORRECT',
  'OPENID_INVALID',
  'PAYEE_ACCOUNT_ABNORMAL',
  'REALNAME_ACCOUNT_RECEIVED_QUOTA_EXCEED',
  'REAL_NAME_CHECK_FAIL',
  'TRANSFER_QUOTA_EXCEED',
  // Risk control refused this person.
  'TRANSFER_RISK',
]);

export function endingOf(failReason: string, amountFen: number): QueryAnswer {
  if (CLOSED.has(failReason)) return { kind: 'returned', amountFen };
  // It is shown and logged, so it has to look like a code.
  const reason = /^[A-Z][A-Z0-9_]{1,60}$/.test(failReason) ? failReason : 'FAIL';
  return {
    kind: 'failed',
    reason,
    blames: BLAMES_RECIPIENT.has(reason) ? 'recipient' : 'circumstances',
  };
}

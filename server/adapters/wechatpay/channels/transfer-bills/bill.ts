import * as v from 'valibot';
import type { QueryAnswer } from '../../../../ports/payout-gateway';
import { endingOf } from './endings';

const TEXT = v.pipe(v.string(), v.maxLength(1_024));
const OPTIONAL_TEXT = v.nullish(TEXT, '');

/** A bill as queries and notices describe it (pages 4012716437, 4012712115); more fields may come. */
export const TransferBill = v.object({
  mch_id: TEXT,
  out_bill_no: TEXT,
  /** Notices have none. */
  appid: OPTIONAL_TEXT,
  state: TEXT,
  transfer_amount: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  openid: OPTIONAL_TEXT,
  fail_reason: OPTIONAL_TEXT,
  update_time: OPTIONAL_TEXT,
});

export type TransferBill = v.InferOutput<typeof TransferBill>;

/** So long a bill may stay as it is before the same one is sent again. */
const REPEAT_AFTER_MS = 5 * 60_000;

/**
 * What a bill proves. The states are spelled as they are: TRANSFERING, CANCELING, CANCELLED.
 *
 * A bill that stays in ACCEPTED or PROCESSING has locked no money, mostly because there was none,
 * and goes on only when the same bill is sent again (page 4012716434, state). That is what a checker
 * does about a bill that never landed, so it hears `not-found`, which proves just as little.
 */
export function transferAnswer(bill: TransferBill, nowMs: number): QueryAnswer {
  const updatedAtMs = Date.parse(bill.update_time);
  switch (bill.state) {
    case 'ACCEPTED':
    case 'PROCESSING':
      return nowMs - updatedAtMs >= REPEAT_AFTER_MS ? { kind: 'not-found' } : { kind: 'sending' };
    case 'WAIT_USER_CONFIRM':
    case 'TRANSFERING':
      return { kind: 'sent' };
    case 'SUCCESS':
      return {
        kind: 'received',
        receivedAtMs: Number.isNaN(updatedAtMs) ? null : updatedAtMs,
      };
    case 'CANCELING':
      return { kind: 'returning' };
    case 'CANCELLED':
      return { kind: 'returned', amountFen: bill.transfer_amount };
    case 'FAIL':
      return endingOf(bill.fail_reason, bill.transfer_amount);
    default:
      return { kind: 'unknown', code: 'STRANGE_STATE' };
  }
}

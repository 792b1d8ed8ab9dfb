import * as v from 'valibot';
import type {
  CancelAnswer,
  PayoutOrder,
  QueryAnswer,
  SendAnswer,
} from '../../../../ports/payout-gateway';
import type { V3Answer } from '../../v3/call';
import { TransferBill, transferAnswer } from './bill';
import { transferErrorCode, transferRefusal } from './refusals';
import type { TransferMerchant } from './request';

const TEXT = v.pipe(v.string(), v.maxLength(4_096));

const Created = v.object({
  out_bill_no: TEXT,
  transfer_bill_no: TEXT,
  state: TEXT,
  fail_reason: v.nullish(TEXT, ''),
  package_info: v.nullish(TEXT, ''),
});

const Cancelled = v.object({ out_bill_no: TEXT, state: TEXT });

const STRANGE = { kind: 'unknown', code: 'STRANGE_ANSWER' } as const;
const MISMATCH = { kind: 'unknown', code: 'MISMATCH', alert: 'mismatch' } as const;

/** What the answer to 发起转账 proves. Whatever is not documented as definite stays unknown. */
export function readCreated(answer: V3Answer, order: PayoutOrder): SendAnswer {
  if (answer.kind === 'not-ready') {
    // Nothing has left: the order is as unpaid as before.
    return { kind: 'refused', code: answer.fault, refusal: 'merchant' };
  }
  if (answer.kind === 'unknown') return answer;
  if (answer.kind === 'error') {
    const code = transferErrorCode(answer.code, answer.message);
    const refusal = transferRefusal(code);
    return refusal === null ? { kind: 'unknown', code } : { kind: 'refused', code, refusal };
  }
  const created = v.safeParse(Created, answer.json);
  if (!created.success) return STRANGE;
  if (created.output.out_bill_no !== order.billNo) return MISMATCH;
  return sendAnswerOf(created.output);
}

function sendAnswerOf(created: v.InferOutput<typeof Created>): SendAnswer {
  const { state, transfer_bill_no: providerNo } = created;
  switch (state) {
    case 'WAIT_USER_CONFIRM':
      return { kind: 'sent', providerNo, pass: created.package_info || null };
    case 'TRANSFERING':
    case 'SUCCESS':
      return { kind: 'sent', providerNo, pass: null };
    // No money is locked yet. Not the code PROCESSING: red packets ask 20 minutes for that one.
    case 'ACCEPTED':
      return { kind: 'unknown', code: 'ACCEPTED' };
    case 'PROCESSING':
      return { kind: 'unknown', code: 'LOCKING' };
    case 'CANCELING':
      return { kind: 'unknown', code: 'CANCELING' };
    case 'CANCELLED':
    case 'FAIL':
      return { kind: 'refused', code: state, refusal: 'bill-failed' };
    default:
      return { kind: 'unknown', code: 'STRANGE_STATE' };
  }
}

/** The page of the query names no code for "no such bill"; these two are what v3 uses elsewhere. */
const NOT_FOUND_CODES: ReadonlySet<string> = new Set(['NOT_FOUND', 'RESOURCE_NOT_EXISTS']);

/** What the provider's record proves about the bill. */
export function readQueried(
  answer: V3Answer,
  order: PayoutOrder,
  merchant: TransferMerchant,
  nowMs: number,
): QueryAnswer {
  if (answer.kind === 'not-ready') return { kind: 'unknown', code: answer.fault };
  if (answer.kind === 'unknown') return answer;
  if (answer.kind === 'error') {
    const code = transferErrorCode(answer.code, answer.message);
    return NOT_FOUND_CODES.has(code) ? { kind: 'not-found' } : { kind: 'unknown', code };
  }
  const bill = v.safeParse(TransferBill, answer.json);
  if (!bill.success) return STRANGE;
  return speaksOf(bill.output, order, merchant) ? transferAnswer(bill.output, nowMs) : MISMATCH;
}

/** INV-30: what is asked for, and nothing else; only appid and openid may be left out. */
function speaksOf(bill: TransferBill, order: PayoutOrder, merchant: TransferMerchant): boolean {
  return (
    bill.mch_id === merchant.mchId &&
    bill.out_bill_no === order.billNo &&
    bill.transfer_amount === order.amountFen &&
    ['', merchant.appid].includes(bill.appid) &&
    ['', order.recipientId].includes(bill.openid)
  );
}

/** What the answer to 撤销转账 means: accepted is not done. */
export function readCancelled(answer: V3Answer, order: PayoutOrder): CancelAnswer {
  if (answer.kind === 'not-ready') return { kind: 'unknown', code: answer.fault };
  if (answer.kind === 'unknown') return { kind: 'unknown', code: answer.code };
  if (answer.kind === 'error') {
    const code = transferErrorCode(answer.code, answer.message);
    return code === 'INVALID_REQUEST' ? { kind: 'too-late' } : { kind: 'unknown', code };
  }
  const cancelled = v.safeParse(Cancelled, answer.json);
  if (!cancelled.success) return STRANGE;
  const { out_bill_no: billNo, state } = cancelled.output;
  const isAccepted = billNo === order.billNo && ['CANCELING', 'CANCELLED'].includes(state);
  return isAccepted ? { kind: 'accepted' } : { kind: 'unknown', code: 'STRANGE_STATE' };
}

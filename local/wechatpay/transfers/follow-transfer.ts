import { beijingRfc3339 } from '../beijing';
import { movedTransfer, NEXT, type Transfer } from './transfer';
import {
  type Json,
  type TransferShop,
  type V3Call,
  type V3Verdict,
  v3Refusal,
  v3Success,
} from './v3-verdict';

/**
 * 查询转账单, by either number (pages 4012716437, 4012716457). FREQUENCY_LIMIT_EXCEED (over 100 a
 * second, together with creating), then NOT_FOUND (no such bill, or older than 30 days).
 */
export function queryTransfer(by: 'outBillNo' | 'transferBillNo') {
  return (shop: TransferShop, { no, atMs }: V3Call): V3Verdict => {
    if (!shop.calls.take(atMs)) return v3Refusal('FREQUENCY_LIMIT_EXCEED');
    const transfer = shop.transfers.get(no ?? '');
    const isOld = transfer && atMs - transfer.createdAtMs > shop.limits.queryableForMs;
    if (!transfer || transfer[by] !== no || isOld) return v3Refusal('NOT_FOUND');
    return v3Success(recordOf(transfer, shop.mchId));
  };
}

/** The query says `mch_id` with an underscore, as does the callback. */
function recordOf(transfer: Transfer, mchId: string): Json {
  return {
    mch_id: mchId,
    out_bill_no: transfer.outBillNo,
    transfer_bill_no: transfer.transferBillNo,
    appid: transfer.appid,
    state: transfer.state,
    transfer_amount: transfer.amountFen,
    transfer_remark: transfer.remark,
    ...(transfer.failReason !== null && { fail_reason: transfer.failReason }),
    openid: transfer.openid,
    create_time: beijingRfc3339(transfer.createdAtMs),
    update_time: beijingRfc3339(transfer.updatedAtMs),
  };
}

/**
 * 撤销转账 (page 4012716458), only before the player has confirmed. FREQUENCY_LIMIT_EXCEED (over 20 a
 * second), PARAM_ERROR (a body that is not empty), NOT_FOUND, INVALID_REQUEST (too late). A bill
 * that is being cancelled, or has been, answers its state again.
 */
export function cancelTransfer(shop: TransferShop, { no, body, atMs }: V3Call): V3Verdict {
  if (!shop.cancels.take(atMs)) return v3Refusal('FREQUENCY_LIMIT_EXCEED');
  if (!/^\s*(?:\{\s*\})?\s*$/.test(body.toString('utf8'))) return v3Refusal('PARAM_ERROR');
  const transfer = shop.transfers.get(no ?? '');
  if (!transfer || transfer.outBillNo !== no) return v3Refusal('NOT_FOUND');
  if (transfer.state === 'CANCELING' || transfer.state === 'CANCELLED') {
    return v3Success(cancellation(transfer));
  }
  if (!NEXT[transfer.state].includes('CANCELING')) {
    return v3Refusal('INVALID_REQUEST', '当前状态不允许撤销');
  }
  const canceling = movedTransfer(
    transfer,
    { state: 'CANCELING', atMs, failReason: null },
    shop.limits,
  );
  return v3Success(cancellation(canceling), () => shop.transfers.put(canceling));
}

function cancellation(transfer: Transfer): Json {
  return {
    out_bill_no: transfer.outBillNo,
    transfer_bill_no: transfer.transferBillNo,
    state: transfer.state,
    update_time: beijingRfc3339(transfer.updatedAtMs),
  };
}

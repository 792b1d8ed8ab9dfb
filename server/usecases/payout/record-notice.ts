import { canMove } from '../../domain/claim-steps';
import type { TransferNotice } from '../../ports/payment-notices';
import { billByNo } from '../stores/bills';
import { claimById } from '../stores/claims';
import { recordQuery } from './record-query';
import { billAgrees, orderOf } from './send-claim';
import type { RecordTools } from './tools';

/**
 * Books how a transfer ended, as the provider tells without being asked: what a query would have
 * proven, only sooner. The notice was proven genuine before it gets here; whom it concerns and how
 * much is read from the bill, never taken over. At most three requests to the database.
 *
 * `again`: nothing was booked, and the provider shall repeat it. A notice about what has ended
 * already, or about a bill that another one followed, changes nothing.
 */
export async function recordTransferNotice(
  tools: RecordTools,
  notice: TransferNotice,
): Promise<'handled' | 'again'> {
  const { billNo, amountFen, recipientId, answer } = notice;
  const bill = await billByNo(tools.documents, billNo);
  if (!bill) {
    tools.log.alert('payout.unknown-bill', { billNo, amountFen });
    return 'again';
  }
  const names = { billNo, claimId: bill.claimId };
  const fits =
    bill.channel === 'transfer-bills' &&
    amountFen === bill.amountFen &&
    (recipientId === null || recipientId === bill.recipientId);
  if (!fits) {
    tools.log.alert('payout.notice-differs', { ...names, amountFen });
    return 'again';
  }
  const claim = await claimById(tools.documents, bill.claimId);
  if (!claim || !billAgrees(bill, claim)) {
    tools.log.alert('payout.bill-mismatch', names);
    return 'again';
  }
  const isPaid = answer.kind === 'received';
  if (claim.billNo !== billNo) {
    // A query had proven that this bill moved no money; now another one may have paid as well.
    if (isPaid) tools.log.alert('payout.paid-after-end', names);
    return 'handled';
  }
  const isOver = !canMove(claim.step, claim.step);
  if (isOver) {
    if (isPaid && claim.step !== 'RECEIVED') tools.log.alert('payout.paid-after-end', names);
    return 'handled';
  }
  return (await recordQuery(tools, claim, orderOf(claim, bill), answer)) ? 'handled' : 'again';
}

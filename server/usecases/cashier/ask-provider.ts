import { canMove } from '../../domain/claim-steps';
import type { ClaimRecord } from '../../domain/records';
import { recordQuery } from '../payout/record-query';
import { billAgrees, orderOf } from '../payout/send-claim';
import type { PayoutTools } from '../payout/tools';
import { billByNo } from '../stores/bills';

/**
 * Asks about a claim's bill at once and books the answer, as the checker would in its time. A claim that
 * has come to its end meanwhile, by another tap or by the checker, needs no answer.
 */
export async function askProvider(tools: PayoutTools, claim: ClaimRecord): Promise<void> {
  if (!canMove(claim.step, claim.step)) return;
  const bill = claim.billNo === null ? null : await billByNo(tools.documents, claim.billNo);
  // A broken claim is the checker's to report.
  if (!billAgrees(bill, claim)) return;
  const order = orderOf(claim, bill);
  await recordQuery(tools, claim, order, await tools.gateway.query(order));
}

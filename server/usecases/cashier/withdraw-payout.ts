import type { ClaimRow } from '../../../miniprogram/shared/contract/claims';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { claimRow } from '../../domain/organiser-view';
import { isShown } from '../../domain/player-view';
import type { ClaimRecord } from '../../domain/records';
import { ownCampaign } from '../organiser/own-campaign';
import { billAgrees, orderOf } from '../payout/send-claim';
import { addAuditEntry } from '../stores/audit';
import { billByNo } from '../stores/bills';
import { claimById } from '../stores/claims';
import { askProvider } from './ask-provider';
import type { CashierTools } from './tools';

export interface WithdrawRequest {
  readonly campaignId: string;
  readonly claimId: string;
  readonly reason: string;
}

/**
 * Takes back a transfer that its player has not confirmed. The provider only accepts the wish; what
 * became of it is read from its record, now and by the checker, and only that is booked. Safe to
 * repeat. The first of these that applies: NOT_FOUND, NOT_WITHDRAWABLE (not waiting for its player,
 * or this channel cannot), PROVIDER_UNAVAILABLE.
 */
export async function withdrawPayout(
  tools: CashierTools,
  openid: string,
  request: WithdrawRequest,
): Promise<Result<ClaimRow>> {
  const found = await ownCampaign(tools, openid, request.campaignId);
  if (!found.ok) return found;
  const claim = await claimById(tools.documents, request.claimId);
  if (claim?.campaignId !== request.campaignId) return failure('NOT_FOUND');
  const payout = tools.payoutOf(claim.channel);
  const { cancel } = payout.gateway;
  const bill = claim.billNo === null ? null : await billByNo(tools.documents, claim.billNo);
  if (!cancel || claim.step !== 'SENT' || !billAgrees(bill, claim)) {
    return failure('NOT_WITHDRAWABLE');
  }
  await audit(tools, openid, claim, request);
  const answer = await cancel(orderOf(claim, bill));
  if (answer.kind === 'unknown') return failure('PROVIDER_UNAVAILABLE');
  await askProvider(payout, claim);
  const after = await claimById(tools.documents, claim._id);
  if (!after || !isShown(after)) return failure('NOT_FOUND');
  return success(claimRow(after, tools.quietHours, tools.clock()));
}

function audit(
  tools: CashierTools,
  openid: string,
  claim: ClaimRecord,
  { campaignId, reason }: WithdrawRequest,
): Promise<void> {
  const { _id, rev, billNo, amountFen, step } = claim;
  return addAuditEntry(tools.documents, {
    id: `${_id}.withdraw.${rev}`,
    campaignId,
    atMs: tools.clock(),
    who: tools.names.playerCode(openid),
    action: 'withdraw-payout',
    before: { step, billNo, amountFen },
    after: { reason },
  });
}

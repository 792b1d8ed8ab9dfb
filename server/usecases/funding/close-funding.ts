import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { balancesOf } from '../../domain/funding/books';
import { closeFunding, holdsMoney, newFunding } from '../../domain/funding/funding';
import type { FundingRecord } from '../../domain/funding/records';
import type { CampaignRecord } from '../../domain/records';
import { changeFunding, insertFunding } from '../stores/fundings';
import type { FundingBooksTools } from './tools';

/**
 * Before a draft is deleted: from here on nobody can pay into it. Safe to repeat. MONEY_PAID_IN
 * (facts.amountFen: what is there or may still come; refund or close it first), BUSY.
 */
export async function closeFundingOf(
  { documents }: FundingBooksTools,
  campaign: CampaignRecord,
): Promise<Result<void>> {
  const { _id, organiserOpenid, draft } = campaign;
  // Without it, an order could be placed between this look and the deletion.
  if (draft.funding === 'paid-in') {
    await insertFunding(documents, newFunding(_id, organiserOpenid));
  }
  const closed = await changeFunding(documents, _id, (funding) =>
    holdsMoney(funding) ? funding : closeFunding(funding),
  );
  if (closed && holdsMoney(closed)) {
    return failure('MONEY_PAID_IN', { amountFen: heldFen(closed) });
  }
  if (!closed && draft.funding === 'paid-in') return failure('BUSY');
  return success(undefined);
}

function heldFen(funding: FundingRecord): number {
  const { available, refunding, 'set-aside': setAsideFen } = balancesOf(funding);
  const unpaid = funding.orders.filter(({ state }) => state === 'UNPAID');
  const unpaidFen = unpaid.reduce((sum, { amountFen }) => sum + amountFen, 0);
  return available + refunding + setAsideFen + unpaidFen;
}

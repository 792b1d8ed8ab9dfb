import type { ClaimRow, HeldDecision } from '../../../miniprogram/shared/contract/claims';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { accountOf, type Move } from '../../domain/claim-steps';
import { claimRow } from '../../domain/organiser-view';
import { LANDED_WITHIN_MS, QUERYABLE_FOR_MS } from '../../domain/payout-timing';
import { isShown } from '../../domain/player-view';
import { type ClaimRecord, type ClaimStep, NEVER_MS } from '../../domain/records';
import { recordQuery } from '../payout/record-query';
import { billAgrees, orderOf } from '../payout/send-claim';
import { addAuditEntry } from '../stores/audit';
import { billByNo } from '../stores/bills';
import { applyMove, claimById } from '../stores/claims';
import { NOT_FOUND } from '../stores/payout-queue';
import type { OrganiserTools } from '../tools';
import { ownCampaign } from './own-campaign';

export interface DecideHeldRequest {
  readonly campaignId: string;
  readonly claimId: string;
  readonly decision: HeldDecision;
  readonly reason: string;
}

/**
 * What a person decides about a held payout. The provider is asked first, whatever the decision: a
 * record that shows money moving is booked instead, and a record that proves nothing refuses.
 *
 *   retry    a bill that failed gets a successor; one that never landed is sent again as it is
 *   return   the money is the campaign's again; only while none of it can be out
 *   settle   it was paid in another way; the reason says how
 *
 * Safe to repeat: a claim that is not held any more is answered as it stands. The first of these
 * that applies: NOT_FOUND, NOT_HELD (it goes on since, or was decided otherwise), PAYOUT_UNCLEAR.
 */
export async function decideHeld(
  tools: OrganiserTools,
  openid: string,
  request: DecideHeldRequest,
): Promise<Result<ClaimRow>> {
  const found = await ownCampaign(tools, openid, request.campaignId);
  if (!found.ok) return found;
  const claim = await claimById(tools.documents, request.claimId);
  if (claim?.campaignId !== request.campaignId) return failure('NOT_FOUND');
  if (claim.step === DECIDED[request.decision]) return answered(tools, claim);
  if (claim.step !== 'HELD') return failure('NOT_HELD');

  const word = await askProvider(tools, claim);
  const current = await claimById(tools.documents, claim._id);
  if (!current) return failure('NOT_FOUND');
  if (current.step !== 'HELD') return answered(tools, current);
  // Tried again and held anew meanwhile: nobody has asked about that bill yet.
  const hasAnotherBill = current.billNo !== null && current.billNo !== claim.billNo;
  if (hasAnotherBill) return failure('PAYOUT_UNCLEAR');
  const step = nextStep(current, request.decision, word);
  if (!step) return failure('PAYOUT_UNCLEAR');

  await audit(tools, openid, request, current, step);
  const moved = await applyMove(tools.documents, current, step, moveTo(tools, step, request, word));
  return moved ? answered(tools, moved) : failure('NOT_HELD');
}

/** Where a decision ends at once; trying again leads through the queue like any other payout. */
const DECIDED: Readonly<Record<HeldDecision, ClaimStep | null>> = {
  retry: null,
  return: 'CANCELLED',
  settle: 'SETTLED',
};

/** What is known about the present bill number of a held claim, once the provider was asked. */
type ProviderWord =
  /** There is none, or a query proved that it ended unpaid. */
  | 'no-bill'
  /** The provider has no record, long after the last send. */
  | 'never-landed'
  /** Too old to be asked about, or claim and bill disagree: only the merchant's statement can tell. */
  | 'unknowable'
  /** Being sent, or no answer. */
  | 'unclear';

async function askProvider(tools: OrganiserTools, claim: ClaimRecord): Promise<ProviderWord> {
  if (claim.billNo === null) return 'no-bill';
  const bill = await billByNo(tools.documents, claim.billNo);
  if (!billAgrees(bill, claim)) return 'unknowable';
  const sinceSentMs = tools.clock() - Math.max(claim.lastSentAtMs, bill.createdAtMs);
  if (tools.clock() - bill.createdAtMs >= QUERYABLE_FOR_MS) return 'unknowable';

  const order = orderOf(claim, bill);
  const answer = await tools.queryBill(order);
  await recordQuery(tools, claim, order, answer);
  // A bill that failed is ended by what was just booked.
  if (answer.kind === 'failed') return 'no-bill';
  return answer.kind === 'not-found' && sinceSentMs >= LANDED_WITHIN_MS
    ? 'never-landed'
    : 'unclear';
}

/** Null when what is known does not allow it. */
function nextStep(
  claim: ClaimRecord,
  decision: HeldDecision,
  word: ProviderWord,
): ClaimStep | null {
  if (word === 'unclear') return null;
  const isOwed = accountOf(claim) === 'owed';
  switch (decision) {
    case 'retry':
      if (word === 'unknowable') return null;
      return isOwed ? 'OWED' : 'UNKNOWN';
    case 'return':
      return isOwed && word !== 'unknowable' ? 'CANCELLED' : null;
    case 'settle':
      return 'SETTLED';
  }
}

function moveTo(
  tools: OrganiserTools,
  step: ClaimStep,
  { decision, reason }: DecideHeldRequest,
  word: ProviderWord,
): Move {
  const atMs = tools.clock();
  const cause = `${CAUSES[decision]}: ${reason}`;
  if (step === 'UNKNOWN') return { atMs, cause, dueAtMs: atMs, lastCode: NOT_FOUND };
  if (step === 'OWED') return { atMs, cause, dueAtMs: atMs };
  return { atMs, cause, dueAtMs: NEVER_MS, lastCode: word };
}

const CAUSES: Readonly<Record<HeldDecision, string>> = {
  retry: 'tried again',
  return: 'returned-to-campaign',
  settle: 'settled-outside',
};

function audit(
  tools: OrganiserTools,
  openid: string,
  { campaignId, claimId, decision, reason }: DecideHeldRequest,
  claim: ClaimRecord,
  step: ClaimStep,
): Promise<void> {
  const { billNo, amountFen, heldReason } = claim;
  return addAuditEntry(tools.documents, {
    id: `${claimId}.${decision}.${claim.rev}`,
    campaignId,
    atMs: tools.clock(),
    who: tools.names.playerCode(openid),
    action: `held: ${decision}`,
    before: { step: 'HELD', account: accountOf(claim), heldReason, billNo, amountFen },
    after: { step, reason },
  });
}

function answered(tools: OrganiserTools, claim: ClaimRecord): Result<ClaimRow> {
  const row = rowOf(tools, claim);
  return row ? success(row) : failure('NOT_FOUND');
}

function rowOf(tools: OrganiserTools, claim: ClaimRecord): ClaimRow | null {
  return isShown(claim) ? claimRow(claim, tools.quietHours, tools.clock()) : null;
}

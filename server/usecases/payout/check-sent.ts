import { DAY_MS, HOUR_MS } from '../../../miniprogram/shared/beijing-time';
import { InvariantViolation } from '../../domain/invariant';
import type { ClaimRecord } from '../../domain/records';
import { billByNo } from '../stores/bills';
import { dueToCheck, postpone } from '../stores/payout-queue';
import { openMerchant } from './merchant';
import { leaveBroken, leaveTooOld, recordQuery } from './record-query';
import { billAgrees, isTooOldToAsk, orderOf } from './send-claim';
import type { PayoutTools } from './tools';

const LANES = 8;
const BATCH = 100;

export interface CheckSummary {
  readonly queriedCount: number;
  /** Why nothing was asked; null when the run went through. */
  readonly stopped: string | null;
}

/**
 * One run of the checker: asks the provider about every payout that is not final and is due. It
 * never sends. A question changes nothing at the provider, so it needs neither lease nor slot, and
 * is asked at night as well; if two runs ask about one claim, one of them books the answer.
 */
export async function checkSent(tools: PayoutTools): Promise<CheckSummary> {
  const { documents, clock, log } = tools;
  const untilMs = clock() + tools.runMs;
  const gate = await openMerchant(tools);
  if (gate.kind === 'closed' && gate.by === 'self-check') {
    return { queriedCount: 0, stopped: gate.reason };
  }
  let queriedCount = 0;
  let stopped: string | null = null;

  async function lane(claims: ClaimRecord[]): Promise<void> {
    for (let claim = claims.shift(); claim; claim = claims.shift()) {
      if (stopped !== null || clock() >= untilMs) return;
      try {
        await checkClaim(tools, claim);
        queriedCount += 1;
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        log.alert('payout.fault', { claimId: claim._id, message });
        if (error instanceof InvariantViolation)
          await postpone(documents, claim, clock() + HOUR_MS);
        else stopped = 'fault';
      }
    }
  }

  const seen = new Set<string>();
  while (stopped === null && clock() < untilMs) {
    const due = await dueToCheck(documents, tools.channel, clock(), BATCH);
    const fresh = due.filter((claim) => !seen.has(claim._id));
    if (fresh.length === 0) break;
    for (const claim of fresh) seen.add(claim._id);
    await Promise.all(Array.from({ length: LANES }, () => lane(fresh)));
  }
  if (queriedCount > 0)
    log.info('payout.checked', { channel: tools.channel, queriedCount, reason: stopped });
  return { queriedCount, stopped };
}

async function checkClaim(tools: PayoutTools, claim: ClaimRecord): Promise<void> {
  const bill = claim.billNo === null ? null : await billByNo(tools.documents, claim.billNo);
  if (!billAgrees(bill, claim)) return leaveBroken(tools, claim, tools.clock() + DAY_MS);
  if (isTooOldToAsk(claim, bill, tools.clock())) return leaveTooOld(tools, claim);
  const order = orderOf(claim, bill);
  await recordQuery(tools, claim, order, await tools.gateway.query(order));
}

import { HOUR_MS } from '../../../miniprogram/shared/beijing-time';
import type { PayoutWait } from '../../../miniprogram/shared/contract/packet';
import type { Move } from '../../domain/claim-steps';
import {
  firstQueryAfterMs,
  heldQueryAfterMs,
  RATE_BACKOFF_MS,
  sendAgainAfterMs,
  sentQueryAfterMs,
} from '../../domain/payout-timing';
import { nextDayMorningMs, nextMorningMs } from '../../domain/quiet-hours';
import type { ClaimStep } from '../../domain/records';
import type { SendAnswer } from '../../ports/payout-gateway';
import { applyMove } from '../stores/claims';
import { countHeldFor } from '../stores/payout-queue';
import { holdBackUntil } from '../stores/send-budgets';
import { pauseForProvider } from './merchant';
import { type SendRun, type Sent, silence } from './send-claim';

/** So many claims held for one reason within an hour are no accident. */
const HELD_IN_A_ROW = 5;

type Refused = Extract<SendAnswer, { kind: 'refused' }>;

/**
 * Books what the provider answered. Three outcomes: sent, refused, unknown; and unknown is the one
 * that anything unfamiliar falls into.
 *
 * After a refusal that leaves nothing behind, the claim is owed again and keeps its bill number, so
 * that the next try is the same payment. But when the claim was unknown before this send, a refusal
 * of the repeat says nothing about the first request: then it stays unknown (INV-20).
 */
export async function recordAnswer(run: SendRun, sent: Sent): Promise<void> {
  const { answer } = sent;
  if (answer.kind === 'sent') return recordSent(run, sent, answer.pass);
  if (answer.kind === 'refused') return recordRefusal(run, sent, answer);

  if (answer.alert) {
    run.tools.log.alert('payout.security', { ...names(sent), kind: answer.alert });
  }
  await move(run, sent, 'UNKNOWN', answer.code, firstQueryAfterMs(answer.code));
}

async function recordSent(run: SendRun, sent: Sent, pass: string | null): Promise<void> {
  const evidence = { evidence: 'send-answer' as const, pass };
  await move(run, sent, 'SENT', 'SUCCESS', sentQueryAfterMs(0), evidence);
}

async function recordRefusal(run: SendRun, sent: Sent, answer: Refused): Promise<void> {
  const { tools } = run;
  const { code } = answer;
  const nowMs = tools.clock();
  switch (answer.refusal) {
    case 'rate':
      silence(run, code);
      await holdBackUntil(tools.documents, tools.channel, nowMs + RATE_BACKOFF_MS);
      return unpaid(run, sent, code, sendAgainAfterMs(sent.claim.sendCount));

    case 'night':
      return unpaid(run, sent, code, nextMorningMs(nowMs) - nowMs);

    case 'player-day':
      return unpaid(run, sent, code, nextDayMorningMs(nowMs) - nowMs, 'player-limit');

    case 'merchant-day': {
      silence(run, code);
      const retryAtMs = await pauseForProvider(tools, code, 'tomorrow');
      return unpaid(run, sent, code, retryAtMs - nowMs, 'merchant-limit');
    }

    case 'merchant': {
      silence(run, code);
      const retryAtMs = await pauseForProvider(tools, code, 'solved');
      return unpaid(run, sent, code, retryAtMs - nowMs, 'merchant');
    }

    case 'recipient':
    case 'configuration':
    case 'bill-differs':
      tools.log.alert('payout.held', { ...names(sent), reason: code });
      await move(run, sent, 'HELD', code, heldQueryAfterMs(0), {
        heldReason: code,
        ...(sent.from === 'OWED' &&
          answer.refusal !== 'bill-differs' && { evidence: 'send-answer' }),
      });
      return answer.refusal === 'recipient' ? undefined : stopIfEverybodyIsHeld(run, code);

    case 'bill-failed':
      return move(run, sent, 'UNKNOWN', code, firstQueryAfterMs(code));
  }
}

function unpaid(
  run: SendRun,
  sent: Sent,
  code: string,
  afterMs: number,
  waitsFor: PayoutWait | null = null,
): Promise<void> {
  const evidence = sent.from === 'OWED' ? { evidence: 'send-answer' as const } : {};
  return move(run, sent, sent.from, code, afterMs, { ...evidence, waitsFor });
}

async function move(
  run: SendRun,
  sent: Sent,
  to: ClaimStep,
  code: string,
  afterMs: number,
  extra: Partial<Move> = {},
): Promise<void> {
  const { documents, clock, log } = run.tools;
  const atMs = clock();
  const moved = await applyMove(documents, sent.claim, to, {
    atMs,
    cause: `${sent.order.billNo} ${code}`,
    dueAtMs: atMs + afterMs,
    lastCode: code,
    ...extra,
  });
  // F-31: the lease ran out and somebody else has moved on; a query will find what is true.
  if (!moved) log.warn('payout.late-answer', { ...names(sent), code });
}

/** F-50, F-52, F-54: what refuses everybody is configuration, and is not tried on everybody. */
async function stopIfEverybodyIsHeld(run: SendRun, code: string): Promise<void> {
  const { documents, channel, clock } = run.tools;
  const held = await countHeldFor(documents, channel, code, clock() - HOUR_MS);
  if (held < HELD_IN_A_ROW) return;
  silence(run, code);
  await pauseForProvider(run.tools, code, 'solved');
}

function names({ claim, order }: Sent) {
  return { claimId: claim._id, campaignId: claim.campaignId, billNo: order.billNo };
}

import { HOUR_MS } from '../../../miniprogram/shared/beijing-time';
import { InvariantViolation } from '../../domain/invariant';
import { isQuiet } from '../../domain/quiet-hours';
import type { ClaimRecord } from '../../domain/records';
import { dueToSend, postpone } from '../stores/payout-queue';
import { openMerchant, resume } from './merchant';
import { recordAnswer } from './record-answer';
import { newRun, type SendRun, sendClaim, silence } from './send-claim';
import type { PayoutTools } from './tools';

/** Claims worked on at once for each send a second: enough while a send lasts most of a second. */
const LANES_PER_SEND = 0.8;
const BATCH = 100;

/** So many sends without an answer in a row: the line is down, and going on makes more unknowns. */
const UNANSWERED_MOST = 10;

export interface SendSummary {
  readonly sentCount: number;
  readonly unknownCount: number;
  readonly refusedCount: number;
  /** Why the run ended before the queue was empty; null when it did not. */
  readonly stopped: string | null;
}

/**
 * One run of a channel's sender: pays what is owed and due, until the queue is empty, the time is up, or
 * something stands in everybody's way. Several runs may overlap; the lease gives each claim to one
 * of them, and the schedule of slots is shared.
 */
export async function sendOwed(tools: PayoutTools): Promise<SendSummary> {
  const counts = { sentCount: 0, unknownCount: 0, refusedCount: 0 };
  const startedAtMs = tools.clock();
  if (isQuiet(tools.quietHours, startedAtMs)) return { ...counts, stopped: 'quiet-hours' };
  const gate = await openMerchant(tools);
  if (gate.kind === 'closed') return { ...counts, stopped: gate.reason };

  const run = newRun(tools);
  const queue = dueClaims(tools, startedAtMs + tools.runMs);
  let unanswered = 0;

  async function work(claim: ClaimRecord): Promise<void> {
    const sent = await sendClaim(run, claim);
    if (!sent) return;
    await recordAnswer(run, sent);
    counts[`${sent.answer.kind}Count`] += 1;
    unanswered = sent.answer.kind === 'unknown' ? unanswered + 1 : 0;
    if (unanswered >= UNANSWERED_MOST) silence(run, 'no-answers');
  }

  /** False when the queue is empty or the time is up. */
  async function workOnNext(): Promise<boolean> {
    const claim = await queue.next();
    if (!claim) return false;
    try {
      await work(claim);
    } catch (error) {
      await reportFault(run, claim, error);
    }
    return true;
  }

  async function lane(): Promise<void> {
    while (run.stopped === null) {
      if (!(await workOnNext())) return;
    }
  }

  /** Until the provider was asked for one: what waits for its player, or for tomorrow, is no try. */
  async function tryOne(): Promise<void> {
    const isTried = () => counts.sentCount + counts.unknownCount + counts.refusedCount > 0;
    while (!isTried() && run.stopped === null) {
      if (!(await workOnNext())) return;
    }
  }

  if (gate.kind === 'probe') {
    await tryOne();
    if (counts.sentCount === 0) return { ...counts, stopped: gate.state.pausedReason };
    await resume(tools, gate.state);
  }
  await Promise.all(Array.from({ length: Math.ceil(tools.rate.perSecond * LANES_PER_SEND) }, lane));
  const summary = { ...counts, stopped: run.stopped };
  if (counts.sentCount + counts.unknownCount + counts.refusedCount > 0) {
    tools.log.info('payout.sent', { channel: tools.channel, ...counts, reason: run.stopped });
  }
  return summary;
}

/** One claim's broken books stop that claim; a broken database or a bug stops the run. */
async function reportFault(run: SendRun, claim: ClaimRecord, error: unknown): Promise<void> {
  const { tools } = run;
  const message = error instanceof Error ? error.message : String(error);
  tools.log.alert('payout.fault', { claimId: claim._id, message });
  if (error instanceof InvariantViolation) {
    await postpone(tools.documents, claim, tools.clock() + HOUR_MS);
  } else {
    silence(run, 'fault');
  }
}

/** Due claims one by one, each at most once in a run, none after the time is up. */
function dueClaims(tools: PayoutTools, untilMs: number) {
  const seen = new Set<string>();
  let batch: ClaimRecord[] = [];
  let loading: Promise<void> | null = null;

  async function load(): Promise<void> {
    const found = await dueToSend(tools.documents, tools.channel, tools.clock(), BATCH);
    const fresh = found.filter((claim) => !seen.has(claim._id));
    for (const claim of fresh) seen.add(claim._id);
    batch = rotated(fresh, tools.randomBytes(1)[0] ?? 0);
  }

  return {
    async next(): Promise<ClaimRecord | null> {
      if (tools.clock() >= untilMs) return null;
      if (batch.length === 0) {
        loading ??= load().finally(() => {
          loading = null;
        });
        await loading;
      }
      return batch.shift() ?? null;
    },
  };
}

/** Two runs that found the same claims start at different ones, instead of racing for each. */
function rotated<Item>(items: readonly Item[], by: number): Item[] {
  const cut = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(cut), ...items.slice(0, cut)];
}

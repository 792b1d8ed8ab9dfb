import { isQuiet } from '../../domain/quiet-hours';
import type { ClaimRecord } from '../../domain/records';
import { openMerchant, resume } from './merchant';
import { recordAnswer } from './record-answer';
import { newRun, sendClaim } from './send-claim';
import type { PayoutTools } from './tools';

/**
 * Sends one owed claim out of its turn, because its player stands in front of it. Everything that
 * may forbid a send forbids this one; then the claim simply stays in the queue.
 */
export async function sendNow(tools: PayoutTools, claim: ClaimRecord): Promise<void> {
  if (isQuiet(tools.quietHours, tools.clock())) return;
  const gate = await openMerchant(tools);
  if (gate.kind === 'closed') return;
  const run = newRun(tools);
  const sent = await sendClaim(run, claim);
  if (!sent) return;
  await recordAnswer(run, sent);
  if (gate.kind === 'probe' && sent.answer.kind === 'sent') await resume(tools, gate.state);
}

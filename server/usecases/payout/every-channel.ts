import type { PayoutChannel } from '../../../miniprogram/shared/channels';
import { owesAnything } from '../stores/payout-queue';
import type { PayoutTools } from './tools';

export interface ChannelWorker {
  readonly tools: PayoutTools;
  readonly isSetUp: boolean;
}

export type EverySummary<Summary> = Partial<Record<PayoutChannel, Summary>>;

/**
 * One run of a worker through every channel at once. A channel that nobody has set up is left out,
 * unless it owes something: then its self-check says what is missing. What breaks one channel does
 * not keep the others from ending their run; it is thrown after that.
 */
export async function everyChannel<Summary>(
  workers: readonly ChannelWorker[],
  run: (tools: PayoutTools) => Promise<Summary>,
): Promise<EverySummary<Summary>> {
  const summaries: EverySummary<Summary> = {};
  const runs = workers.map(async ({ tools, isSetUp }) => {
    if (!isSetUp && !(await owesAnything(tools.documents, tools.channel))) return;
    summaries[tools.channel] = await run(tools);
  });
  const broken = (await Promise.allSettled(runs)).find((one) => one.status === 'rejected');
  if (broken) throw broken.reason;
  return summaries;
}

/* The simulated world as a thread of its own; `bundle.ts` builds it, `thread.ts` talks to it. */
import { parentPort, workerData } from 'node:worker_threads';
import type { PayoutChannel } from '../../miniprogram/shared/channels';
import { type Deaths, planOfOneClaim } from './one-claim';
import { drawPlan, type Plan } from './plan';
import { type Outcome, runPlan } from './run';

export interface Order {
  readonly seeds: readonly number[];
  readonly hours: number;
  /** Instead of seeds: one claim's life, once for each of these sets of deaths. */
  readonly deaths?: readonly Deaths[];
  /** By which that claim is paid. */
  readonly channel?: PayoutChannel;
}

export type Report = { readonly outcome: Outcome } | { readonly done: true };

function* plansOf({ seeds, hours, deaths, channel = 'sendredpack' }: Order): Generator<Plan> {
  for (const seed of seeds) yield drawPlan(seed, hours);
  for (const some of deaths ?? []) yield planOfOneClaim(channel, some);
}

async function work(order: Order): Promise<void> {
  for (const plan of plansOf(order)) {
    const outcome = await runPlan(plan);
    parentPort!.postMessage({ outcome } satisfies Report);
    if (outcome.violation) break;
  }
  parentPort!.postMessage({ done: true } satisfies Report);
}

void work(workerData as Order);

/* The simulated world as a thread of its own; `bundle.ts` builds it, `thread.ts` talks to it. */
import { parentPort, workerData } from 'node:worker_threads';
import { drawPlan } from './plan';
import { type Outcome, runPlan } from './run';

export interface Order {
  readonly seeds: readonly number[];
  readonly hours: number;
}

export type Report = { readonly outcome: Outcome } | { readonly done: true };

async function work({ seeds, hours }: Order): Promise<void> {
  for (const seed of seeds) {
    const outcome = await runPlan(drawPlan(seed, hours));
    parentPort!.postMessage({ outcome } satisfies Report);
    if (outcome.violation) break;
  }
  parentPort!.postMessage({ done: true } satisfies Report);
}

void work(workerData as Order);

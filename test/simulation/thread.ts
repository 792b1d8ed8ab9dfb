import { Worker } from 'node:worker_threads';
import type { Bundle } from './bundle';
import type { Outcome } from './run';
import type { Order, Report } from './worker';

/**
 * Runs seeds one after another in a thread of their own, up to the first violation. Resolves with
 * what the last one came to; rejects when the thread breaks.
 */
export function runSeeds(
  bundle: Bundle,
  order: Order,
  onOutcome: (outcome: Outcome) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(bundle.file, { workerData: order, execArgv: [] });
    worker.on('message', (report: Report) => {
      if ('outcome' in report) onOutcome(report.outcome);
      else resolve();
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (code !== 0) reject(new Error(`the simulation's thread ended with ${code}`));
    });
  });
}

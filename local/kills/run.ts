import { cpSync } from 'node:fs';
import type { DemoReport } from '../demo/report';
import { type Attempt, attemptDemo, type DemoOrder, type Strike } from './attempt';
import type { Kill } from './plan';

/** One whole demo, from its first start to its report. */
export interface KilledRun {
  readonly channel: string;
  readonly strikes: readonly Strike[];
  readonly starts: number;
  readonly seconds: number;
  /** What is wrong, in words; empty when everything was paid exactly once. */
  readonly faults: readonly string[];
  /** What the last start said, for whoever looks for the reason. */
  readonly lastLines: readonly string[];
}

const LINES_KEPT = 20;

/**
 * Runs the demo in a new folder and kills it as planned; after every SIGKILL it is started again
 * with the same folder, until it ends by itself. `merchantFolder` holds the provider's certificates.
 */
export async function runKilled(
  order: DemoOrder,
  merchantFolder: string,
  kills: readonly Kill[],
  packets: number,
): Promise<KilledRun> {
  cpSync(merchantFolder, order.dataFolder, { recursive: true });
  const startedMs = performance.now();
  const strikes: Strike[] = [];
  let attempt: Attempt;
  let starts = 0;
  do {
    attempt = await attemptDemo(order, kills.slice(strikes.length), packets);
    starts += 1;
    strikes.push(...attempt.strikes);
  } while (attempt.exitCode === null);

  return {
    channel: order.channel,
    strikes,
    starts,
    seconds: (performance.now() - startedMs) / 1_000,
    faults: faultsOf(attempt, strikes),
    lastLines: attempt.lines.slice(-LINES_KEPT),
  };
}

function faultsOf({ exitCode, report }: Attempt, strikes: readonly Strike[]): string[] {
  const faults: string[] = [];
  if (strikes.length === 0) faults.push('it ended before a kill struck');
  if (exitCode !== 0) faults.push(`it ended with code ${exitCode}`);
  return report ? [...faults, ...report.faults, ...shortfalls(report)] : faults;
}

/** The report's own faults are about what was paid; here is what must have been paid as well. */
function shortfalls(report: DemoReport): string[] {
  const { claims, packets, players, bills, billsFen, provider } = report;
  const dueClaims = Math.min(packets, players * report.packetsPerPlayer);
  const faults: string[] = [];
  if (claims !== dueClaims) faults.push(`${claims} claims, not ${dueClaims}`);
  if (bills !== claims) faults.push(`${bills} bills for ${claims} claims`);
  const endedFen = provider.receivedFen + provider.returnedFen;
  if (endedFen !== billsFen) faults.push(`${endedFen} fen taken or back of ${billsFen} fen paid`);
  return faults;
}

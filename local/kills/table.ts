import type { KilledRun } from './run';

/** One row for a run: when it was killed, how often it was started, what it came to. */
export function rowOf(
  run: number,
  { channel, strikes, starts, seconds, faults }: KilledRun,
): string {
  const deaths = strikes.map(({ victim, phase, functionName }) =>
    victim === 'process' ? phase : `${phase} (${functionName} alone)`,
  );
  return [
    String(run).padStart(4),
    `  ${channel.padEnd(17)}`,
    String(starts - 1).padStart(9),
    seconds.toFixed(1).padStart(8),
    `  ${(faults.length === 0 ? 'ok' : 'FAULT').padEnd(6)}`,
    `  ${deaths.join(', ')}`,
  ].join('');
}

export const HEADINGS = ' run  channel           restarts seconds  verdict killed while';

/** Kills by phase over all runs. */
export function totalsOf(runs: readonly KilledRun[]): string[] {
  const counts = new Map<string, { process: number; function: number }>();
  for (const { phase, victim } of runs.flatMap(({ strikes }) => strikes)) {
    const count = counts.get(phase) ?? { process: 0, function: 0 };
    count[victim] += 1;
    counts.set(phase, count);
  }
  return [
    'kills while   whole process   one function',
    ...[...counts].map(
      ([phase, count]) =>
        `${phase.padEnd(11)}${String(count.process).padStart(16)}${String(count.function).padStart(15)}`,
    ),
  ];
}

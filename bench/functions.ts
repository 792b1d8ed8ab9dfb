import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildFunctions } from '../scripts/build-functions';

const ROUNDS = 15;

/**
 * What a cold start costs: the size of every function's bundle, and how long Node takes to load it
 * as a ratio to a Node that does nothing, measured in turns in the same run.
 */
export async function run(): Promise<{ name: string; lines: string[] }> {
  const outDir = mkdtempSync(join(tmpdir(), 'bench-functions-'));
  try {
    const sourceDir = resolve(__dirname, '../cloudfunctions');
    const built = await buildFunctions({ sourceDir, outDir });
    const programs = built.map(({ name }) => `require(${JSON.stringify(join(outDir, name))})`);
    const [emptyMs, ...loadMs] = mediansInTurns([
      '0',
      ...programs,
      'require("wx-server-sdk")', // what a function would load without bundling
    ]);
    const ratio = (ms: number) => `${(ms / emptyMs!).toFixed(2)}x`;
    return {
      name: 'Cloud functions: size and loading time (an empty Node is 1x)',
      lines: [
        ...built.map(
          ({ name, bytes }, i) => `${name}: ${Math.round(bytes / 1024)} KB, ${ratio(loadMs[i]!)}`,
        ),
        `wx-server-sdk alone, not bundled: ${ratio(loadMs.at(-1)!)}`,
      ],
    };
  } finally {
    rmSync(outDir, { recursive: true });
  }
}

/** Medians in milliseconds; taking turns spreads the machine's other work over all programs. */
function mediansInTurns(programs: readonly string[]): number[] {
  const times: number[][] = programs.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    programs.forEach((program, i) => {
      const startedMs = performance.now();
      execFileSync(process.execPath, ['-e', program], { cwd: resolve(__dirname, '..') });
      times[i]!.push(performance.now() - startedMs);
    });
  }
  return times.map((samples) => samples.sort((a, b) => a - b)[samples.length >> 1]!);
}

/**
 * npm run bench [-- NAME …]
 *
 * Runs the benchmarks of this folder one after the other, each in a process of its own, and prints
 * what they found. Figures are ratios measured in one run where that is possible: a noisy machine
 * disturbs both sides alike. Nothing here is asserted by a test. Exit code 1 when one breaks, 2 when
 * a name is unknown.
 */
import { fork } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { arch, cpus } from 'node:os';
import { basename, join } from 'node:path';
import { USAGE_EXIT_CODE } from '../local/command-line';

export interface Finding {
  readonly name: string;
  readonly lines: readonly string[];
}

/** What every file beside this one exports. */
export interface Benchmark {
  run(): Promise<Finding>;
}

const CHILD = join(__dirname, 'support/child.ts');

function namesOfAll(): string[] {
  return readdirSync(__dirname)
    .filter((file) => file.endsWith('.ts') && file !== basename(__filename))
    .map((file) => basename(file, '.ts'))
    .sort();
}

/** Null when the benchmark broke; it said why on standard error. */
function measure(name: string): Promise<Finding | null> {
  const child = fork(CHILD, [join(__dirname, `${name}.ts`)], { execArgv: ['--import', 'tsx'] });
  return new Promise((done) => {
    let finding: Finding | null = null;
    child.on('message', (message) => {
      finding = message as Finding;
    });
    child.on('close', (code) => done(code === 0 ? finding : null));
  });
}

async function main(wanted: readonly string[]): Promise<number> {
  const all = namesOfAll();
  const unknown = wanted.filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    console.error(`no benchmark called ${unknown.join(', ')}; there are ${all.join(', ')}`);
    return USAGE_EXIT_CODE;
  }
  console.log(`Node ${process.version}, ${arch()}, ${cpus().length} cores\n`);
  let broken = 0;
  for (const name of wanted.length > 0 ? wanted : all) {
    const startedMs = performance.now();
    const finding = await measure(name);
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
    if (finding === null) broken += 1;
    console.log(finding ? `${finding.name} [${name}, ${seconds} s]` : `${name} broke`);
    for (const line of finding?.lines ?? []) console.log(`  ${line}`);
    console.log();
  }
  return broken === 0 ? 0 : 1;
}

if (require.main === module) {
  main(process.argv.slice(2)).then((exitCode) => process.exit(exitCode));
}

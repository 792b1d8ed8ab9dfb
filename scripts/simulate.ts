import { commandLine, refuse, wholeNumber } from '../local/command-line';
import { bundleWorld, type SourceChange } from '../test/simulation/bundle';
import { CAMPAIGN_BUGS } from '../test/simulation/planted/campaign-bugs';
import { CHANNEL_BUGS } from '../test/simulation/planted/channel-bugs';
import { FUNDING_BUGS } from '../test/simulation/planted/funding-bugs';
import { PAYOUT_BUGS } from '../test/simulation/planted/payout-bugs';
import type { Outcome } from '../test/simulation/run';
import { runSeeds } from '../test/simulation/thread';

const USAGE =
  'npm run simulate -- [--seeds 1000] [--from 1] [--hours 48] [--planted "a bug\'s name"]';
const NUMBERS = { least: 1, most: 999_999_999 };

/** Runs worlds seed by seed and stops at the first violation, which it shows with its last lines. */
async function main(): Promise<void> {
  const { values } = commandLine(USAGE, {
    options: {
      seeds: { type: 'string', default: '1000' },
      from: { type: 'string', default: '1' },
      hours: { type: 'string', default: '48' },
      planted: { type: 'string' },
    },
  });
  const seeds = wholeNumber('seeds', values.seeds, NUMBERS);
  const from = wholeNumber('from', values.from, NUMBERS);
  const hours = wholeNumber('hours', values.hours, NUMBERS);
  const bundle = await bundleWorld(values.planted === undefined ? [] : changesOf(values.planted));
  const startedMs = performance.now();
  const sum = { runs: 0, hours: 0, steps: 0, claims: 0 };
  let failed: Outcome | null = null;
  let toldMs = startedMs;
  try {
    const list = Array.from({ length: seeds }, (_, i) => from + i);
    await runSeeds(bundle, { seeds: list, hours }, (outcome) => {
      sum.runs += 1;
      sum.hours += outcome.hours;
      sum.steps += outcome.steps;
      sum.claims += outcome.claims;
      if (outcome.violation) failed = outcome;
      if (performance.now() - toldMs < 5_000) return;
      toldMs = performance.now();
      console.log(lineOf(sum, toldMs - startedMs));
    });
  } finally {
    bundle.remove();
  }
  console.log(lineOf(sum, performance.now() - startedMs));
  if (failed) fail(failed, hours);
}

function lineOf(sum: { runs: number; hours: number; steps: number; claims: number }, ms: number) {
  const perSecond = Math.round((sum.hours / ms) * 1000);
  return [
    `${sum.runs} seeds`,
    `${Math.round(sum.hours)} simulated hours`,
    `${sum.claims} claims`,
    `${sum.steps} steps`,
    `${(ms / 1000).toFixed(1)} s`,
    `${perSecond} hours a second`,
  ].join(', ');
}

function fail({ seed, violation, tail, fingerprint }: Outcome, hours: number): void {
  console.error(tail.join('\n'));
  console.error(`\nseed ${seed}: ${violation!.message}`);
  console.error(
    `history ${fingerprint}; again: npm run simulate -- --from ${seed} --seeds 1 --hours ${hours}`,
  );
  process.exitCode = 1;
}

function changesOf(name: string): readonly SourceChange[] {
  const bugs = [...PAYOUT_BUGS, ...CHANNEL_BUGS, ...FUNDING_BUGS, ...CAMPAIGN_BUGS];
  const found = bugs.find((bug) => bug.name === name);
  if (!found) refuse(`planted bugs:\n${bugs.map((bug) => `  ${bug.name}`).join('\n')}`);
  return found.changes;
}

void main();

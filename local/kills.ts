/**
 * npm run kills [-- --times 20] [--players 200] [--seed N]
 *
 * Runs the demo again and again and kills it at random moments: the whole process with SIGKILL, or
 * one function in the middle of its work. The runs take the payout channels in turn. Afterwards
 * everything must be paid exactly once. Exit code 0 only when that holds for every run, 1 when it does
 * not, 2 when the call is wrong. The seed decides after which step of which phase a kill strikes; the
 * machine decides what is cut through.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions } from '../scripts/build-functions';
import { commandLine, wholeNumber } from './command-line';
import { CHANNELS, readCampaignFile } from './demo/campaign-file';
import { planKills } from './kills/plan';
import { type KilledRun, runKilled } from './kills/run';
import { HEADINGS, rowOf, totalsOf } from './kills/table';
import { prepareCertificates } from './wechatpay';

const CAMPAIGN = 'examples/spring-festival.json';
/** Runs beside each other: a run waits for the provider's pace half of its time. */
const AT_ONCE = 2;
const USAGE = 'npm run kills [-- --times 20] [--players 200] [--seed N]';

const { values } = commandLine(USAGE, {
  options: {
    times: { type: 'string', default: '20' },
    players: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});

const times = wholeNumber('times', values.times, { least: 1, most: 10_000 });
const players = wholeNumber('players', values.players, { least: 1, most: 5_000 });
const seed = wholeNumber('seed', values.seed, { least: 0, most: 2 ** 32 - 1 });

async function main(): Promise<boolean> {
  const startedMs = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'kills-'));
  await buildFunctions({ sourceDir: 'cloudfunctions', outDir: 'dist/cloudfunctions' });
  const merchantFolder = join(folder, 'merchant');
  const { caFile } = await prepareCertificates(merchantFolder);

  console.log(`${times} runs of ${CAMPAIGN} with ${players} players, seed ${seed}\n`);
  console.log(HEADINGS);
  const packets = packetsOf(CAMPAIGN);
  const plans = planKills(times, seed);
  const runs: KilledRun[] = [];
  let next = 0;
  const worker = async () => {
    while (next < times) {
      next += 1;
      const number = next;
      const dataFolder = join(folder, `run-${number}`);
      const channel = CHANNELS[(number - 1) % CHANNELS.length]!;
      const order = { dataFolder, caFile, file: CAMPAIGN, players, channel };
      const run = await runKilled(order, merchantFolder, plans[number - 1]!, packets);
      runs.push(run);
      tell(number, run, dataFolder);
      if (run.faults.length === 0) rmSync(dataFolder, { recursive: true });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));

  const failed = runs.filter(({ faults }) => faults.length > 0).length;
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  console.log(`\n${totalsOf(runs).join('\n')}\n`);
  console.log(
    failed === 0
      ? `all ${times} runs paid everything exactly once, in ${seconds} s`
      : `${failed} of ${times} runs went wrong, in ${seconds} s; their folders are kept`,
  );
  if (failed === 0) rmSync(folder, { recursive: true });
  return failed === 0;
}

function packetsOf(file: string): number {
  const reading = readCampaignFile(readFileSync(file, 'utf8'));
  if (!reading.ok) throw new Error(`${file}:${reading.line}: ${reading.reason}`);
  return reading.campaign.split.packetCount;
}

function tell(number: number, run: KilledRun, dataFolder: string): void {
  console.log(rowOf(number, run));
  if (run.faults.length === 0) return;
  for (const fault of run.faults) console.log(`       ${fault}`);
  console.log(`       kept in ${dataFolder}; its last lines:`);
  for (const line of run.lastLines) console.log(`       | ${line}`);
}

main().then(
  (held) => process.exit(held ? 0 : 1),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);

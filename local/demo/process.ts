/** The process that holds the demo's world; started by `local/demo.ts`, which checked the file. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { keptText } from '../world/kept-file';
import { stopWithParent } from '../world/launch';
import { startWorld, type World } from '../world/world';
import { type Channel, readCampaignFile } from './campaign-file';
import { patientWorld } from './patience';
import { printableReport } from './printable';
import { newRunKey, runDemo } from './run';

interface Order {
  readonly dataFolder: string;
  readonly file: string;
  readonly players: number;
  /** Instead of the file's. */
  readonly channel?: Channel;
  readonly json: boolean;
}

async function main(order: Order): Promise<number> {
  const reading = readCampaignFile(readFileSync(order.file, 'utf8'));
  if (!reading.ok) throw new Error('the campaign file changed while the demo was starting');

  const world = await startWorld({
    dataFolder: order.dataFolder,
    functionsFolder: resolve('dist/cloudfunctions'),
    workers: 2,
    timers: 'by-hand',
  });
  stopWithParent(() => world.close());
  crashOnRequest(world);
  tellSteps(world);
  const { campaign } = reading;
  const outcome = await runDemo(patientWorld(world, console.error), {
    campaign: { ...campaign, channel: order.channel ?? campaign.channel },
    players: order.players,
    // The same folder continues the same run.
    runKey: keptText(join(order.dataFolder, 'demo-run'), newRunKey),
    progress: console.error,
  });
  await world.close();

  if (!outcome.ok) {
    const { code, field } = outcome;
    const at = field ? `:${reading.lineOf(field)}` : '';
    console.error(`${order.file}${at}: refused with ${code}${field ? ` at ${field}` : ''}`);
    return 2;
  }
  const { report } = outcome;
  console.log(order.json ? JSON.stringify(report, null, 2) : printableReport(report));
  return report.faults.length === 0 ? 0 : 1;
}

/** Whoever started the demo may end a function in the middle of its work (`local/kills.ts`). */
const CRASH_A_WORKER = 'crash-a-worker';

const LOOK_AGAIN_MS = 2;

function crashOnRequest(world: World): void {
  const crash = async () => {
    const crashed = await world.cloud.crashInstance();
    if (crashed === null) setTimeout(crash, LOOK_AGAIN_MS);
    else process.send?.({ crashed });
  };
  process.on('message', (message) => {
    if (message === CRASH_A_WORKER) void crash();
  });
}

/** One step is one call of a function or of the provider. */
function tellSteps(world: World): void {
  let calls = 0;
  let told = 0;
  const tell = () => {
    const steps = calls + world.sandbox.calls().length;
    if (steps > told) process.send?.({ steps });
    told = steps;
  };
  world.cloud.log.subscribe(() => {
    calls += 1;
    tell();
  });
  world.sandbox.onChange(tell);
}

main(JSON.parse(process.argv[2] as string) as Order).then(
  (exitCode) => process.exit(exitCode),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);

/** The process that holds the demo's world; started by `local/demo.ts`, which checked the file. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stopWithParent } from '../world/launch';
import { startWorld } from '../world/world';
import { readCampaignFile } from './campaign-file';
import { printableReport } from './report';
import { newRunKey, runDemo } from './run';

interface Order {
  readonly dataFolder: string;
  readonly file: string;
  readonly players: number;
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
  const outcome = await runDemo(world, {
    campaign: reading.campaign,
    players: order.players,
    runKey: keptRunKey(join(order.dataFolder, 'demo-run')),
    progress: (line) => {
      if (!order.json) console.error(line);
    },
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

/** The same folder continues the same run. */
function keptRunKey(file: string): string {
  if (!existsSync(file)) writeFileSync(file, newRunKey());
  return readFileSync(file, 'utf8');
}

main(JSON.parse(process.argv[2] as string) as Order).then(
  (exitCode) => process.exit(exitCode),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);

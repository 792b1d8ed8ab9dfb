/**
 * npm run demo -- [campaign.json] [--channel NAME] [--players N] [--json] [--data FOLDER]
 *
 * The main job without a browser. Exit code 0 only when the campaign's money adds up, 1 when it does
 * not, 2 when the file or the call is wrong. --channel pays through transfer-bills, sendredpack or
 * sendminiprogramhb instead of the file's channel. With --data the run's world is kept: a run that was
 * killed goes on when it is started again with the same folder.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildFunctions } from '../scripts/build-functions';
import { commandLine, refuse, wholeNumber } from './command-line';
import { CHANNELS, readCampaignFile } from './demo/campaign-file';
import { takeDataFolder } from './world/data-folder';
import { launchTrusting } from './world/launch';

const USAGE =
  'npm run demo -- [campaign.json] [--channel NAME] [--players 200] [--json] [--data FOLDER]';
const DEFAULT_CAMPAIGN = 'examples/spring-festival.json';
const PLAYERS = { least: 1, most: 5_000 };

const { values, positionals } = commandLine(USAGE, {
  allowPositionals: true,
  options: {
    channel: { type: 'string' },
    players: { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
    data: { type: 'string' },
  },
});

function readFileOrRefuse(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return refuse(`${file}: cannot be read`);
  }
}

const file = positionals[0] ?? DEFAULT_CAMPAIGN;
const reading = readCampaignFile(readFileOrRefuse(file));
if (!reading.ok) refuse(`${file}:${reading.line}: ${reading.reason}`);
const players = wholeNumber('players', values.players, PLAYERS);

const channel = CHANNELS.find((name) => name === values.channel);
if (values.channel !== undefined && !channel) {
  refuse(`--channel must be one of ${CHANNELS.join(', ')}, not ${values.channel}`);
}

async function main(): Promise<void> {
  await buildFunctions({ sourceDir: 'cloudfunctions', outDir: 'dist/cloudfunctions' });
  const temporary = values.data === undefined;
  const base = values.data
    ? resolve(values.data)
    : join(mkdtempSync(join(tmpdir(), 'demo-')), 'world');
  const folder = takeDataFolder(base, { fresh: false });
  if (!temporary && folder.path !== base) {
    folder.release();
    refuse(`${base} is in use by another run`);
  }

  const order = { dataFolder: folder.path, file, players, channel, json: values.json };
  const script = join(__dirname, 'demo/process.ts');
  const child = await launchTrusting(folder.path, script, [JSON.stringify(order)]);
  child.on('exit', (code) => {
    folder.release();
    if (temporary) rmSync(join(base, '..'), { recursive: true, force: true });
    process.exit(code ?? 1);
  });
}

void main();

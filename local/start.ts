/**
 * npm start [-- --fresh] [-- --port N]
 *
 * Builds everything, starts the local world and prints the console's address. State is kept in
 * `.local/`; --fresh forgets it. A second start beside the first gets a folder and ports of its own.
 */
import { resolve } from 'node:path';
import { build } from '../scripts/build';
import { commandLine, wholeNumber } from './command-line';
import { takeDataFolder } from './world/data-folder';
import { launchTrusting } from './world/launch';

const USAGE = 'npm start [-- --fresh] [-- --port 7300]';
const PORTS = { least: 0, most: 65_535 };

const { values } = commandLine(USAGE, {
  options: {
    fresh: { type: 'boolean', default: false },
    port: { type: 'string', default: '7300' },
  },
});
const port = wholeNumber('port', values.port, PORTS);

async function main(): Promise<void> {
  const startedAtMs = Date.now();
  const folder = takeDataFolder(resolve('.local/world'), { fresh: values.fresh });
  await build();
  const child = await launchTrusting(folder.path, resolve(__dirname, 'start-process.ts'), [
    JSON.stringify({ dataFolder: folder.path, port, startedAtMs }),
  ]);
  // This process only waits for the child to put its things away. A terminal's Ctrl-C reaches both.
  process.on('SIGINT', () => child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code) => {
    folder.release();
    process.exit(code ?? 1);
  });
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

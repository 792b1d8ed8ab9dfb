/**
 * npm run audit -- CAMPAIGN-ID [--data FOLDER] [--json]
 *
 * Audits one campaign of a local world: claims, postings, pool and bills are compared with each
 * other and with the sandbox's own record. Exit code 0 when they agree to the fen, 1 when they do
 * not, 2 when the call is wrong. Nothing is repaired. Without --data it is the world of `npm start`,
 * which must not be running.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commandLine, refuse } from '../local/command-line';
import { takeDataFolder } from '../local/world/data-folder';
import { launchTrusting } from '../local/world/launch';
import { buildFunctions } from './build-functions';

const USAGE = 'npm run audit -- CAMPAIGN-ID [--data FOLDER] [--json]';

const { values, positionals } = commandLine(USAGE, {
  allowPositionals: true,
  options: {
    data: { type: 'string', default: '.local/world' },
    json: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const base = resolve(values.data);
  if (!existsSync(base)) refuse(`${values.data}: there is no world in this folder`);
  const folder = takeDataFolder(base, { fresh: false });
  if (folder.path !== base) {
    folder.release();
    refuse(`${values.data} is in use: stop what runs there first`);
  }
  await buildFunctions({ sourceDir: 'cloudfunctions', outDir: 'dist/cloudfunctions' });
  const order = { dataFolder: base, campaignId: positionals[0] ?? null, json: values.json };
  const script = join(__dirname, 'audit/process.ts');
  const child = await launchTrusting(base, script, [JSON.stringify(order)]);
  child.on('exit', (code) => {
    folder.release();
    process.exit(code ?? 1);
  });
}

void main();

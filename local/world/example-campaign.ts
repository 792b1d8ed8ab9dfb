import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { readCampaignFile } from '../demo/campaign-file';
import { organise } from '../players/calls';
import { declareBalances } from './declared-balance';
import type { World } from './world';

const EXAMPLES = ['examples/spring-festival.json', 'examples/lantern-riddles.json'];

/** Gives a new world the example campaigns, published through the organiser's own function. */
export async function seedExample(world: World, dataFolder: string): Promise<void> {
  const marker = join(dataFolder, 'seeded');
  if (existsSync(marker)) return;
  await declareBalances(world);
  for (const file of EXAMPLES) await publishExample(world, resolve(file));
  writeFileSync(marker, '');
}

async function publishExample(world: World, file: string): Promise<void> {
  const reading = readCampaignFile(readFileSync(file, 'utf8'));
  if (!reading.ok) throw new Error(`${file}:${reading.line}: ${reading.reason}`);
  const { opensForMinutes, ...decided } = reading.campaign;
  const startAtMs = world.clock.now();
  const draft = { ...decided, startAtMs, endAtMs: startAtMs + opensForMinutes * 60_000 };
  const saved = await organise(world, 'save-draft', {
    draft,
    requestId: `example-${basename(file, '.json')}`,
  });
  if (!saved.ok) throw new Error(`${file}: refused with ${saved.failure.code}`);
  const { campaignId, revision } = saved.value as { campaignId: string; revision: number };
  const published = await organise(world, 'publish', { campaignId, revision });
  if (!published.ok) throw new Error(`${file}: not published, ${published.failure.code}`);
}

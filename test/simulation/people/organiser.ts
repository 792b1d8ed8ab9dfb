/* An organiser: drafts, edits, publishes, looks at the live page, and sometimes ends early. */
import { HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import type { OrganiserCampaign } from '../../../miniprogram/shared/contract';
import type { Result } from '../../../miniprogram/shared/result';
import { saveDraft } from '../../../server/usecases/organiser/drafts';
import { end } from '../../../server/usecases/organiser/end';
import { get } from '../../../server/usecases/organiser/lists';
import { live } from '../../../server/usecases/organiser/live';
import { publish } from '../../../server/usecases/organiser/publish';
import type { OrganiserTools } from '../../../server/usecases/tools';
import type { Seeded } from '../engine/seeded';
import type { Functions } from '../functions';
import type { CampaignPlan } from '../plan';
import type { World } from '../world';
import { sleepUntil } from './player';

export const ORGANISER = 'o-organiser';
const TRIES = 40;

export interface Organiser {
  readonly world: World;
  readonly functions: Functions;
  readonly random: Seeded;
}

/** Tells the campaign's id as soon as it is published, or null when it never is. */
export async function organise(
  organiser: Organiser,
  plan: CampaignPlan,
  name: string,
): Promise<string | null> {
  const { world, random } = organiser;
  await sleepUntil(world, plan.savedAtMs);
  const request = { draft: plan.draft, requestId: `${name}.save` };
  const saved = await insist(organiser, 'save', (tools) => saveDraft(tools, ORGANISER, request));
  if (!saved?.ok) return null;
  const { campaignId } = saved.value;
  if (random.chance(0.3)) await edit(organiser, plan, saved.value, `${name}.edit`);
  await sleepUntil(world, plan.publishedAtMs);
  const meanwhile = plan.editedMeanwhile
    ? edit(organiser, plan, saved.value, `${name}.meanwhile`)
    : null;
  const isOpen = await publishIt(organiser, campaignId);
  await meanwhile;
  return isOpen ? campaignId : null;
}

async function edit(
  organiser: Organiser,
  { draft }: CampaignPlan,
  { campaignId, revision }: OrganiserCampaign,
  requestId: string,
): Promise<void> {
  const changed = { ...draft, greeting: '万事如意' };
  const request = { draft: changed, campaignId, revision, requestId };
  await insist(organiser, 'edit', (tools) => saveDraft(tools, ORGANISER, request));
}

/** Until it is open; what refuses it for good is that its window has passed. */
async function publishIt(organiser: Organiser, campaignId: string): Promise<boolean> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const read = await insist(organiser, 'get', (tools) => get(tools, ORGANISER, { campaignId }));
    if (!read?.ok) continue;
    const { state, revision } = read.value;
    if (state === 'published' || state === 'ended') return true;
    const done = await insist(organiser, 'publish', (tools) =>
      publish(tools, ORGANISER, { campaignId, revision }),
    );
    if (done?.ok) return true;
    if (done && done.failure.code !== 'STALE_REVISION') return false;
  }
  return false;
}

/** Looks at the live page now and then until the end, and ends early when that is the plan. */
export async function accompany(
  organiser: Organiser,
  campaignId: string,
  plan: CampaignPlan,
  isOver: () => boolean,
): Promise<void> {
  const { world, random } = organiser;
  if (plan.endedAtMs !== null) {
    await sleepUntil(world, plan.endedAtMs);
    await insist(organiser, 'end', (tools) => end(tools, ORGANISER, { campaignId }));
  }
  while (!isOver()) {
    await insist(organiser, 'live', (tools) => live(tools, ORGANISER, { campaignId }));
    const soon = random.chance(0.5);
    await world.time.sleep(random.between(MINUTE_MS, soon ? 10 * MINUTE_MS : 9 * HOUR_MS));
  }
}

async function insist<T>(
  { world, functions, random }: Organiser,
  what: string,
  run: (tools: OrganiserTools) => Promise<Result<T>>,
): Promise<Result<T> | null> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const answer = await functions.organiser(what, run);
    if (answer !== 'no-answer') return answer;
    await world.time.sleep(random.between(1_000, 30_000) * Math.min(attempt + 1, 10));
  }
  return null;
}

/* An organiser: drafts, edits, publishes, looks at the live page, and sometimes ends early. */
import { HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import type { OrganiserCampaign } from '../../../miniprogram/shared/contract/organiser-campaign';
import type { Result } from '../../../miniprogram/shared/result';
import { withdrawPayout } from '../../../server/usecases/cashier/withdraw-payout';
import { addBudget } from '../../../server/usecases/organiser/add-budget';
import { changeRunning } from '../../../server/usecases/organiser/change-running';
import { decideHeld } from '../../../server/usecases/organiser/decide-held';
import { saveDraft } from '../../../server/usecases/organiser/drafts';
import { end } from '../../../server/usecases/organiser/end';
import { get, held } from '../../../server/usecases/organiser/lists';
import { live } from '../../../server/usecases/organiser/live';
import { pause, resume } from '../../../server/usecases/organiser/pause';
import { publish } from '../../../server/usecases/organiser/publish';
import { resumePayouts } from '../../../server/usecases/organiser/resume-payouts';
import type { OrganiserTools } from '../../../server/usecases/tools';
import type { Seeded } from '../engine/seeded';
import type { Answer, Functions } from '../functions';
import type { CampaignPlan } from '../plan';
import type { World } from '../world';
import { sleepUntil } from './player';
import { bringBudget, payMissing, reclaim, settleStuck } from './treasurer';

export const ORGANISER = 'o-organiser';
const TRIES = 40;
/** Somebody else was faster; the next attempt sees what they did. */
const AGAIN: ReadonlySet<string> = new Set(['STALE_REVISION', 'BUSY']);

export interface Organiser {
  readonly world: World;
  readonly functions: Functions;
  readonly random: Seeded;
}

export interface Organised {
  readonly campaignId: string;
  readonly isOpen: boolean;
}

/** Resolves as soon as the campaign is published or never will be; null when there is none. */
export async function organise(
  organiser: Organiser,
  plan: CampaignPlan,
  name: string,
): Promise<Organised | null> {
  const { world, random } = organiser;
  await sleepUntil(world, plan.savedAtMs);
  const request = { draft: plan.draft, requestId: `${name}.save` };
  const saved = await insist(organiser, 'save', (tools) => saveDraft(tools, ORGANISER, request));
  if (!saved?.ok) return null;
  const { campaignId } = saved.value;
  world.wishedFen.set(campaignId, plan.draft.split.totalFen);
  if (random.chance(0.3)) await edit(organiser, plan, saved.value, `${name}.edit`);
  await sleepUntil(world, plan.publishedAtMs);
  const meanwhile = plan.editedMeanwhile
    ? edit(organiser, plan, saved.value, `${name}.meanwhile`)
    : null;
  const isOpen = await publishIt(organiser, campaignId);
  await meanwhile;
  return { campaignId, isOpen };
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
    const refusal = done?.failure ?? null;
    const { code = 'BUSY', facts = {} } = refusal ?? {};
    if (AGAIN.has(code)) continue;
    if (!(await bringBudget(organiser, campaignId, code, facts))) return false;
  }
  return false;
}

/** Looks at the live page now and then until the end, decides, and ends early when that is the plan. */
export async function accompany(
  organiser: Organiser,
  campaignId: string,
  plan: CampaignPlan,
  isOver: () => boolean,
): Promise<void> {
  const { world, random } = organiser;
  const { startAtMs, endAtMs } = plan.draft;
  const soon = () => startAtMs + random.between(0, Math.min(endAtMs - startAtMs, HOUR_MS));
  if (random.chance(0.3)) later(organiser, soon(), () => grow(organiser, campaignId));
  if (random.chance(0.2)) later(organiser, soon(), () => interrupt(organiser, campaignId));
  if (random.chance(0.2)) later(organiser, soon(), () => change(organiser, campaignId));
  if (plan.endedAtMs !== null) {
    later(organiser, plan.endedAtMs, () =>
      insist(organiser, 'end', (tools) => end(tools, ORGANISER, { campaignId })),
    );
  }
  while (!isOver()) {
    await insist(organiser, 'live', (tools) => live(tools, ORGANISER, { campaignId }));
    if (random.chance(0.2)) await decide(organiser, campaignId);
    if (random.chance(0.2)) await withdraw(organiser, campaignId);
    const isCalm = world.time.nowMs() >= world.plan.calmFromMs;
    if (plan.draft.funding === 'paid-in' && (isCalm || random.chance(0.1))) {
      await reclaim(organiser, campaignId);
    }
    await settleStuck(organiser, campaignId);
    const isClose = random.chance(0.5);
    await world.time.sleep(random.between(MINUTE_MS, isClose ? 10 * MINUTE_MS : 9 * HOUR_MS));
  }
}

function later({ world }: Organiser, atMs: number, act: () => Promise<unknown>): void {
  sleepUntil(world, atMs).then(act).catch(world.judge.noteThrown);
}

/** Adds packets, asking twice now and then. */
async function grow(organiser: Organiser, campaignId: string): Promise<void> {
  const { random } = organiser;
  const read = await insist(organiser, 'get', (tools) => get(tools, ORGANISER, { campaignId }));
  if (!read?.ok) return;
  const { totalFen, packetCount, minFen, maxFen } = read.value.draft.split;
  const more = random.between(1, 6);
  const request = {
    campaignId,
    packetCount: packetCount + more,
    totalFen: totalFen + more * random.between(minFen, maxFen),
    requestId: `add.${campaignId}.${random.between(1, 1_000_000)}`,
  };
  const { wishedFen } = organiser.world;
  wishedFen.set(campaignId, Math.max(wishedFen.get(campaignId) ?? 0, request.totalFen));
  if (read.value.draft.funding === 'paid-in' && random.chance(0.7)) {
    await payMissing(organiser, campaignId, request.totalFen - totalFen);
  }
  const ask = () =>
    insist(organiser, 'add-budget', (tools) => addBudget(tools, ORGANISER, request));
  await Promise.all(random.chance(0.3) ? [ask(), ask()] : [ask()]);
}

async function interrupt(organiser: Organiser, campaignId: string): Promise<void> {
  const { world, random } = organiser;
  await insist(organiser, 'pause', (tools) => pause(tools, ORGANISER, { campaignId }));
  await world.time.sleep(random.between(1_000, HOUR_MS));
  await insist(organiser, 'resume', (tools) => resume(tools, ORGANISER, { campaignId }));
}

async function change(organiser: Organiser, campaignId: string): Promise<void> {
  const { random } = organiser;
  const read = await insist(organiser, 'get', (tools) => get(tools, ORGANISER, { campaignId }));
  if (!read?.ok) return;
  const { revision, draft } = read.value;
  const endAtMs = draft.endAtMs + random.between(-10 * MINUTE_MS, 10 * MINUTE_MS);
  const request = { campaignId, revision, greeting: '阖家欢乐', endAtMs };
  await insist(organiser, 'change', (tools) => changeRunning(tools, ORGANISER, request));
}

/** What a person does about payouts that wait for one, and about payouts that stand still. */
async function decide(organiser: Organiser, campaignId: string): Promise<void> {
  const { random } = organiser;
  await insist(organiser, 'resume-payouts', (tools) =>
    resumePayouts(tools, ORGANISER, { campaignId }),
  );
  const waiting = await insist(organiser, 'held', (tools) =>
    held(tools, ORGANISER, { campaignId }),
  );
  if (!waiting?.ok) return;
  for (const { claimId } of waiting.value.rows) {
    const decision = random.pick(['retry', 'retry', 'return', 'settle'] as const);
    const request = { campaignId, claimId, decision, reason: '已核对' };
    await insist(organiser, 'decide', (tools) => decideHeld(tools, ORGANISER, request));
  }
}

/** Takes one transfer back that its player has not confirmed. */
async function withdraw(organiser: Organiser, campaignId: string): Promise<void> {
  const { world, functions, random } = organiser;
  const waiting = [...world.mirror.claims.values()].filter(
    (claim) =>
      claim.campaignId === campaignId &&
      claim.channel === 'transfer-bills' &&
      claim.step === 'SENT',
  );
  if (waiting.length === 0) return;
  const { _id: claimId } = random.pick(waiting);
  const request = { campaignId, claimId, reason: '发错了' };
  await persist(organiser, () =>
    functions.cashier('withdraw', (tools) => withdrawPayout(tools, ORGANISER, request)),
  );
}

export function insist<T>(
  organiser: Organiser,
  what: string,
  run: (tools: OrganiserTools) => Promise<Result<T>>,
): Promise<Result<T> | null> {
  return persist(organiser, () => organiser.functions.organiser(what, run));
}

export async function persist<T>(
  { world, random }: Organiser,
  ask: () => Promise<Answer<T>>,
): Promise<Result<T> | null> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const answer = await ask();
    if (answer !== 'no-answer') return answer;
    await world.time.sleep(random.between(1_000, 30_000) * Math.min(attempt + 1, 10));
  }
  return null;
}

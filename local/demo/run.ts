import { randomUUID } from 'node:crypto';
import { callAs, organise } from '../players/calls';
import {
  type Answer,
  finishRound,
  playRound,
  type RoundHandle,
  startRound,
} from '../players/robot';
import { seededFraction } from '../players/seeded-fraction';
import { declareBalances } from '../world/declared-balance';
import type { World } from '../world/world';
import type { CampaignFile } from './campaign-file';
import { collectReport, type DemoReport } from './report';

export interface DemoOptions {
  readonly campaign: CampaignFile;
  readonly players: number;
  /** Names the run: the same key continues a run that was killed. */
  readonly runKey: string;
  readonly progress: (line: string) => void;
}

export type DemoOutcome =
  | { readonly ok: true; readonly report: DemoReport }
  /** The cloud refused the campaign. */
  | { readonly ok: false; readonly code: string; readonly field: string | null };

const AT_ONCE = 16;
/** Past every due time of a packet that was just sent. */
const SETTLE_STEP_MS = 10 * 60_000;
const SETTLE_ROUNDS_MOST = 60;

/**
 * The main job without a browser: an organiser publishes, players play through the real functions,
 * the sender pays over mutual TLS, every packet is opened, and the campaign's money is counted.
 * Every step may be repeated, so a run that was killed goes on when it is started again.
 */
export async function runDemo(world: World, options: DemoOptions): Promise<DemoOutcome> {
  options.progress(`publishing ${options.campaign.title}`);
  const published = await publish(world, options);
  if (!published.ok) return published;
  const { campaignId } = published;

  await playAll(world, options, campaignId);
  await payAll(world, campaignId, options.progress);
  await openAll(world, campaignId, options.progress);
  return { ok: true, report: await collectReport(world, campaignId, options.players) };
}

async function publish(
  world: World,
  { campaign, runKey, progress }: DemoOptions,
): Promise<{ ok: true; campaignId: string } | { ok: false; code: string; field: string | null }> {
  const { opensForMinutes, ...decided } = campaign;
  const startAtMs = world.clock.now();
  const draft = { ...decided, startAtMs, endAtMs: startAtMs + opensForMinutes * 60_000 };
  const saved = await organise(world, 'save-draft', { draft, requestId: `demo-${runKey}` });
  if (!saved.ok) return refusal(saved);
  const { campaignId, revision, state } = saved.value as {
    campaignId: string;
    revision: number;
    state: string;
  };
  if (state === 'draft' || state === 'preparing') {
    await declareBalances(world);
    const opened = await organise(world, 'publish', { campaignId, revision });
    if (!opened.ok) return refusal(opened);
  }
  progress(`published ${campaignId}`);
  return { ok: true, campaignId };
}

function refusal(answer: Answer<unknown> & { ok: false }) {
  const { code, facts } = answer.failure as { code: string; facts?: Record<string, unknown> };
  return { ok: false as const, code, field: facts?.field ? String(facts.field) : null };
}

async function playAll(world: World, options: DemoOptions, campaignId: string): Promise<void> {
  const players = Array.from(
    { length: options.players },
    (_, n) => `${options.runKey}-player-${n + 1}`,
  );
  const random = seededFraction(options.runKey);

  const rounds = await inParallel(players, async (phoneId) => {
    const call = playerCall(world, phoneId);
    const started = await startRound(call, campaignId, `first-round-${phoneId}`);
    if (started.ok) await playRound(call, started.value, random, (ms) => wait(ms));
    return { call, round: started.ok ? started.value : null };
  });
  const playing = rounds.filter((entry) => entry.round !== null);
  options.progress(`${playing.length} of ${players.length} players play`);

  const lastEndMs = Math.max(0, ...playing.map(({ round }) => (round as RoundHandle).endsAtMs));
  world.clock.moveBy(Math.max(0, lastEndMs - world.clock.now()));
  let packets = 0;
  await inParallel(playing, async ({ call, round }) => {
    const finished = await finishRound(call, round as RoundHandle, random);
    if (finished.ok) packets += finished.value.packets.length;
  });
  options.progress(`${packets} packets won`);
}

/** Runs the sender as its timer would until nothing is owed any more. */
async function payAll(world: World, campaignId: string, progress: (line: string) => void) {
  for (let round = 0; round < SETTLE_ROUNDS_MOST; round += 1) {
    await runTimer(world, 'campaign-clock');
    await runTimer(world, 'payout-sender');
    const waiting = await waitingCount(world, campaignId);
    progress(`${waiting} payouts to go`);
    if (waiting === 0) return;
    await runTimer(world, 'payout-checker');
    if (round >= 3) world.clock.moveBy(SETTLE_STEP_MS);
  }
}

/** Every player opens the packet; the checker learns it from the provider. */
async function openAll(world: World, campaignId: string, progress: (line: string) => void) {
  for (let round = 0; round < SETTLE_ROUNDS_MOST; round += 1) {
    for (const bill of world.sandbox.bills()) {
      if (bill.status === 'SENT') world.sandbox.open(bill.billNo);
    }
    world.clock.moveBy(SETTLE_STEP_MS);
    await runTimer(world, 'payout-checker');
    const open = (await stepCounts(world, campaignId)).get('SENT') ?? 0;
    progress(`${open} packets not yet seen as opened`);
    if (open === 0) return;
  }
}

async function waitingCount(world: World, campaignId: string): Promise<number> {
  const counts = await stepCounts(world, campaignId);
  return ['OWED', 'SENDING', 'UNKNOWN'].reduce((sum, step) => sum + (counts.get(step) ?? 0), 0);
}

async function stepCounts(world: World, campaignId: string): Promise<Map<string, number>> {
  const live = await organise(world, 'live', { campaignId });
  if (!live.ok) throw new Error(`the organiser's page refused: ${live.failure.code}`);
  const { byStep } = live.value as { byStep: readonly { step: string; count: number }[] };
  return new Map(byStep.map(({ step, count }) => [step, count]));
}

async function runTimer(world: World, name: string): Promise<void> {
  const reply = await world.cloud.runTimer(name);
  if (!reply.ok) throw new Error(`${name} failed: ${reply.errMsg}`);
}

function playerCall(world: World, phoneId: string) {
  return (action: string, fields: Record<string, unknown>) =>
    callAs(world, 'player', phoneId, { action, ...fields });
}

async function inParallel<Item, Outcome>(
  items: readonly Item[],
  work: (item: Item) => Promise<Outcome>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next;
      next += 1;
      outcomes[index] = await work(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return outcomes;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A run that nobody wants to continue. */
export function newRunKey(): string {
  return randomUUID().slice(0, 8);
}

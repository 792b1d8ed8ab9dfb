import { randomUUID } from 'node:crypto';
import { organise } from '../players/calls';
import type { Answer } from '../players/robot';
import { declareBalances } from '../world/declared-balance';
import type { World } from '../world/world';
import type { CampaignFile } from './campaign-file';
import { payAll, takeAll } from './pay';
import { payInBudget } from './pay-in';
import { peopleOf } from './people';
import { playAll } from './play';
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

/**
 * The main job without a browser: an organiser publishes, players play through the real functions,
 * the sender pays, every player does with the packet what people do, and the campaign's money is
 * counted. Every step may be repeated, so a run that was killed goes on when it is started again.
 */
export async function runDemo(world: World, options: DemoOptions): Promise<DemoOutcome> {
  const { campaign, players, runKey, progress } = options;
  progress(`publishing ${campaign.title}`);
  const published = await publish(world, options);
  if (!published.ok) return published;
  const { campaignId } = published;

  const { channel } = campaign;
  const people = peopleOf(runKey, players, channel);
  const game = { campaignId, channel, seed: runKey, people, progress };
  await playAll(world, game);
  await payAll(world, game);
  await takeAll(world, game);
  return { ok: true, report: await collectReport(world, game) };
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
    if (campaign.funding === 'paid-in') {
      await payInBudget(world, campaignId, campaign.split.totalFen);
    } else await declareBalances(world);
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

/** A run that nobody wants to continue. */
export function newRunKey(): string {
  return randomUUID().slice(0, 8);
}

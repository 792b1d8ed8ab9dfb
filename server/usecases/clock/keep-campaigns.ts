/*
 * What nobody asks for but time does: campaigns end, pools close, publishing and added budget that
 * a crash stopped go on, and claims that a crash left behind get their packet. Every run is bounded,
 * and whatever it does not reach the next run finds again.
 */
import { MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import type { CampaignRecord } from '../../domain/records';
import { poolClosesAtMs } from '../../domain/rounds';
import { gameFor } from '../../games/registry';
import { attempt } from '../attempt';
import { finishAddedBudget } from '../organiser/add-budget';
import { closePool } from '../organiser/end';
import { preparePool } from '../organiser/prepare-pool';
import { settleClaim } from '../player/take-packets';
import {
  endAtItsEnd,
  endedWithOpenPool,
  publishedPastTheirEnd,
  stillPreparing,
  withOpenAddition,
} from '../stores/campaigns';
import { overdueTaking, postponeTaking } from '../stores/claims';
import type { Tools } from '../tools';

/** Well below the function's time limit of 20 s. */
const RUN_MS = 12_000;
const CAMPAIGNS_AT_ONCE = 50;
const CLAIMS_AT_ONCE = 20;
/** A claim that cannot be resumed waits this long, so that it never blocks the others. */
const POSTPONED_MS = 10 * MINUTE_MS;

const FAILED = 'campaign-clock.failed';

export interface KeptCampaigns {
  readonly ended: number;
  readonly poolsClosed: number;
  readonly opened: number;
  readonly added: number;
  readonly claimsResumed: number;
}

export async function keepCampaigns(tools: Tools): Promise<KeptCampaigns> {
  const stopAtMs = tools.clock() + RUN_MS;
  const inTime = () => tools.clock() < stopAtMs;
  const claimsResumed = await resumeClaims(tools, inTime);
  const added = await resumeAdditions(tools, inTime);
  const ended = await endPastCampaigns(tools, inTime);
  const poolsClosed = await closePools(tools, inTime);
  const opened = await resumePublishing(tools, inTime);
  return { ended, poolsClosed, opened, added, claimsResumed };
}

async function resumeClaims(tools: Tools, inTime: () => boolean): Promise<number> {
  let resumed = 0;
  while (inTime()) {
    const claims = await overdueTaking(tools.documents, tools.clock(), CLAIMS_AT_ONCE);
    const outcomes = await Promise.all(
      claims.map((claim) =>
        attempt(tools.log, FAILED, { claimId: claim._id }, async () => {
          // First out of the way: should it fail, the others still have their turn.
          const laterMs = tools.clock() + POSTPONED_MS;
          const mine = await postponeTaking(tools.documents, claim, laterMs);
          if (mine) await settleClaim(tools, mine);
        }),
      ),
    );
    resumed += outcomes.filter(Boolean).length;
    if (claims.length < CLAIMS_AT_ONCE) break;
  }
  return resumed;
}

async function endPastCampaigns(tools: Tools, inTime: () => boolean): Promise<number> {
  const past = await publishedPastTheirEnd(tools.documents, tools.clock(), CAMPAIGNS_AT_ONCE);
  return each(tools, past, inTime, (campaign) => endAtItsEnd(tools.documents, campaign));
}

async function closePools(tools: Tools, inTime: () => boolean): Promise<number> {
  const nowMs = tools.clock();
  const ended = await endedWithOpenPool(tools.documents, CAMPAIGNS_AT_ONCE);
  const due = ended.filter((campaign) => nowMs >= poolDueAtMs(campaign));
  return each(tools, due, inTime, (campaign) => closePool(tools, campaign._id));
}

/** Ended by its organiser: at once. Ended by its window: once the last round can be finished. */
function poolDueAtMs(campaign: CampaignRecord): number {
  const { endedAtMs, endAtMs, draft } = campaign;
  if (endedAtMs !== null && endedAtMs < endAtMs) return endedAtMs;
  return poolClosesAtMs(endAtMs, gameFor(draft.game).roundMs());
}

async function resumePublishing(tools: Tools, inTime: () => boolean): Promise<number> {
  const preparing = await stillPreparing(tools.documents, CAMPAIGNS_AT_ONCE);
  return each(tools, preparing, inTime, (campaign) => preparePool(tools, campaign));
}

/** Before anything ends: a campaign whose added shards are not all stored cannot be ended. */
async function resumeAdditions(tools: Tools, inTime: () => boolean): Promise<number> {
  const adding = await withOpenAddition(tools.documents, CAMPAIGNS_AT_ONCE);
  return each(tools, adding, inTime, (campaign) => finishAddedBudget(tools, campaign));
}

/** How many went well; one that fails is reported and does not stop the others. */
async function each(
  tools: Tools,
  campaigns: readonly CampaignRecord[],
  inTime: () => boolean,
  work: (campaign: CampaignRecord) => Promise<unknown>,
): Promise<number> {
  let done = 0;
  for (const campaign of campaigns) {
    if (!inTime()) break;
    if (await attempt(tools.log, FAILED, { campaignId: campaign._id }, () => work(campaign)))
      done += 1;
  }
  return done;
}

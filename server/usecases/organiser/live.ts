import { MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import type { LiveView } from '../../../miniprogram/shared/contract/live';
import { type Result, success } from '../../../miniprogram/shared/result';
import {
  conservationOf,
  misplacedFen,
  type PoolWitness,
  type StepFlow,
  totalsByStep,
} from '../../domain/conservation';
import { claimRow, organiserCampaign } from '../../domain/organiser-view';
import { isShown } from '../../domain/player-view';
import type { CampaignRecord, PoolShardRecord } from '../../domain/records';
import { sumOf } from '../../domain/shards';
import { fundingView } from '../funding/views';
import { campaignById } from '../stores/campaigns';
import { claimsOfCampaign, claimsPerMinute, flowsOf, takingIn } from '../stores/claims';
import { countPlayers } from '../stores/participations';
import { placeOf, readShard, takenByShard } from '../stores/pool';
import type { OrganiserTools } from '../tools';
import { alarmsOf, type Books } from './alarms';
import { ownCampaign } from './own-campaign';
import { campaignShards } from './prepare-pool';

const MINUTES_SHOWN = 30;
const RECENT_ROWS = 10;
const TAKING_MOST = 500;

/** Where every fen of a campaign is at this moment. NOT_FOUND. */
export async function live(
  tools: OrganiserTools,
  openid: string,
  request: { campaignId: string },
): Promise<Result<LiveView>> {
  const found = await ownCampaign(tools, openid, request.campaignId);
  if (!found.ok) return found;
  const campaign = found.value;
  const nowMs = tools.clock();
  const [books, funding, playersCount, perMinute, recent] = await Promise.all([
    readBooks(tools, campaign),
    fundingView(tools, campaign),
    countPlayers(tools.documents, campaign._id),
    recentMinutes(tools, campaign._id, nowMs),
    claimsOfCampaign(tools.documents, campaign._id, { cursor: null, rows: RECENT_ROWS }),
  ]);
  return success({
    campaign: organiserCampaign(campaign),
    conservation: books.conservation,
    funding,
    claimedCount: books.byStep.reduce((sum, { count }) => sum + count, 0),
    playersCount,
    byStep: books.byStep,
    claimsPerMinute: perMinute,
    recent: recent.rows.filter(isShown).map((claim) => claimRow(claim, tools.quietHours, nowMs)),
    alarms: await alarmsOf(tools, campaign, { ...books, funding }, nowMs),
  });
}

/** Everything in one answer comes from one aggregation; the pool is its witness before and after. */
async function readBooks(
  tools: OrganiserTools,
  campaign: CampaignRecord,
): Promise<Omit<Books, 'funding'>> {
  const takenBeforeFen = await readTakenFen(tools, campaign);
  const takingFen = await readTakingFen(tools, campaign);
  const flows: StepFlow[] = await flowsOf(tools.documents, campaign._id);
  // Budget may have been added meanwhile, and places in its shards taken.
  const since = (await campaignById(tools.documents, campaign._id)) ?? campaign;
  const takenAfterFen = await readTakenFen(tools, since);
  const witness: PoolWitness = { takenBeforeFen, takingFen, takenAfterFen };
  return {
    conservation: conservationOf(since.draft.split.totalFen, flows, witness),
    byStep: totalsByStep(flows),
    misplacedFen: misplacedFen(flows),
  };
}

/** Fen of all taken places. The amounts follow from the seed, so only the counts are read. */
async function readTakenFen(tools: OrganiserTools, campaign: CampaignRecord): Promise<number> {
  const shards: PoolShardRecord[] = campaign.seed === null ? [] : campaignShards(campaign);
  const taken = await takenByShard(tools.documents, campaign._id);
  return sumOf(
    shards.map((shard, shardNo) => sumOf(shard.amountsFen.slice(0, taken[shardNo] ?? 0))),
  );
}

/** Fen of places whose claims are being completed right now. */
async function readTakingFen(tools: OrganiserTools, campaign: CampaignRecord): Promise<number> {
  const taking = await takingIn(tools.documents, campaign._id, TAKING_MOST);
  // More than are looked at: then this bound proves nothing, and must not accuse anybody.
  if (taking.length === TAKING_MOST) return Number.POSITIVE_INFINITY;
  const shardNos = [...new Set(taking.map((claim) => claim.shardNo))];
  const shards = await Promise.all(
    shardNos.map((shardNo) => readShard(tools.documents, campaign._id, shardNo)),
  );
  const placed = taking.flatMap((claim) =>
    shards.flatMap((shard) => placeOf(shard, claim._id)?.amountFen ?? []),
  );
  return sumOf(placed);
}

/** Claims in each of the last 30 minutes, oldest first; the last one is still running. */
async function recentMinutes(
  tools: OrganiserTools,
  campaignId: string,
  nowMs: number,
): Promise<number[]> {
  const firstMinute = Math.floor(nowMs / MINUTE_MS) - MINUTES_SHOWN + 1;
  const counts = await claimsPerMinute(tools.documents, campaignId, firstMinute);
  return Array.from({ length: MINUTES_SHOWN }, (_, i) => counts.get(firstMinute + i) ?? 0);
}

import { MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import type { Alarm, Conservation, LiveView } from '../../../miniprogram/shared/contract';
import { type Result, success } from '../../../miniprogram/shared/result';
import {
  conservationOf,
  misplacedFen,
  type PoolWitness,
  type StepFlow,
  type StepTotal,
  totalsByStep,
} from '../../domain/conservation';
import { claimRow, organiserCampaign } from '../../domain/organiser-view';
import { CERTIFICATE_WARNING_MS, SENDING_LONG_MS } from '../../domain/payout-timing';
import { isShown } from '../../domain/player-view';
import { nextAllowedMs } from '../../domain/quiet-hours';
import type { CampaignRecord, PoolShardRecord } from '../../domain/records';
import { sumOf } from '../../domain/shards';
import {
  claimsOfCampaign,
  claimsPerMinute,
  countLongInFlight,
  countOverduePayouts,
  flowsOf,
  takingIn,
} from '../stores/claims';
import { readMerchantState } from '../stores/merchant-states';
import { countPlayers } from '../stores/participations';
import { owedFen } from '../stores/payout-queue';
import { placeOf, readShard, takenByShard } from '../stores/pool';
import type { OrganiserTools } from '../tools';
import { ownCampaign } from './own-campaign';
import { campaignShards } from './prepare-pool';

const MINUTES_SHOWN = 30;
const RECENT_ROWS = 10;
const TAKING_MOST = 500;
/** A payout that should have moved this long ago is slow. */
const SLOW_MS = 15 * MINUTE_MS;

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
  const [books, playersCount, perMinute, recent] = await Promise.all([
    readBooks(tools, campaign),
    countPlayers(tools.documents, campaign._id),
    recentMinutes(tools, campaign._id, nowMs),
    claimsOfCampaign(tools.documents, campaign._id, { cursor: null, rows: RECENT_ROWS }),
  ]);
  return success({
    campaign: organiserCampaign(campaign),
    conservation: books.conservation,
    claimedCount: books.byStep.reduce((sum, { count }) => sum + count, 0),
    playersCount,
    byStep: books.byStep,
    claimsPerMinute: perMinute,
    recent: recent.rows.filter(isShown).map((claim) => claimRow(claim, tools.quietHours, nowMs)),
    alarms: await alarmsOf(tools, campaign, books, nowMs),
  });
}

interface Books {
  readonly conservation: Conservation;
  readonly byStep: readonly StepTotal[];
  readonly misplacedFen: number;
}

/** Everything in one answer comes from one aggregation; the pool is its witness before and after. */
async function readBooks(tools: OrganiserTools, campaign: CampaignRecord): Promise<Books> {
  const shards = campaign.seed === null ? [] : campaignShards(campaign);
  const takenBeforeFen = await readTakenFen(tools, campaign, shards);
  const takingFen = await readTakingFen(tools, campaign);
  const flows: StepFlow[] = await flowsOf(tools.documents, campaign._id);
  const takenAfterFen = await readTakenFen(tools, campaign, shards);
  const witness: PoolWitness = { takenBeforeFen, takingFen, takenAfterFen };
  return {
    conservation: conservationOf(campaign.draft.split.totalFen, flows, witness),
    byStep: totalsByStep(flows),
    misplacedFen: misplacedFen(flows),
  };
}

/** Fen of all taken places. The amounts follow from the seed, so only the counts are read. */
async function readTakenFen(
  tools: OrganiserTools,
  campaign: CampaignRecord,
  shards: readonly PoolShardRecord[],
): Promise<number> {
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

/** What an organiser should look at, the gravest first. */
async function alarmsOf(
  tools: OrganiserTools,
  campaign: CampaignRecord,
  books: Books,
  nowMs: number,
): Promise<Alarm[]> {
  return [
    ...conservationAlarm(tools, campaign, books),
    ...(await merchantAlarms(tools, nowMs)),
    ...heldAlarm(books),
    ...(await delayAlarm(tools, campaign, nowMs)),
  ];
}

function conservationAlarm(tools: OrganiserTools, campaign: CampaignRecord, books: Books): Alarm[] {
  const amountFen = books.conservation.differenceFen || books.misplacedFen;
  if (amountFen === 0) return [];
  tools.log.alert('campaign.conservation', { campaignId: campaign._id, amountFen });
  return [{ kind: 'conservation', amountFen }];
}

async function merchantAlarms(tools: OrganiserTools, nowMs: number): Promise<Alarm[]> {
  const merchant = await readMerchantState(tools.documents);
  const { pausedReason, pausedBy, retryAtMs, certificateExpiresAtMs } = merchant;
  const alarms: Alarm[] = [];
  if (pausedReason !== null) {
    alarms.push({
      kind: 'payouts-paused',
      reason: pausedReason,
      canResume: pausedBy === 'provider',
      ...(retryAtMs > nowMs && { untilAtMs: retryAtMs }),
      // The balance is the provider's secret; this much is enough whatever it is.
      ...(pausedReason === 'NOTENOUGH' && { amountFen: await owedFen(tools.documents) }),
    });
  }
  if (certificateExpiresAtMs !== null && certificateExpiresAtMs - nowMs <= CERTIFICATE_WARNING_MS) {
    alarms.push({ kind: 'certificate-expires', untilAtMs: certificateExpiresAtMs });
  }
  return alarms;
}

function heldAlarm({ byStep }: Books): Alarm[] {
  const held = byStep.find(({ step }) => step === 'HELD');
  if (!held || held.count === 0) return [];
  return [{ kind: 'held-payouts', count: held.count, amountFen: held.amountFen }];
}

/** At night nothing is slow: nothing may be sent. */
async function delayAlarm(
  tools: OrganiserTools,
  campaign: CampaignRecord,
  nowMs: number,
): Promise<Alarm[]> {
  const sendableAtMs = nextAllowedMs(tools.quietHours, nowMs);
  if (sendableAtMs > nowMs) return [{ kind: 'quiet-hours', untilAtMs: sendableAtMs }];
  const [overdue, sendingLong] = await Promise.all([
    countOverduePayouts(tools.documents, campaign._id, nowMs - SLOW_MS),
    countLongInFlight(tools.documents, campaign._id, nowMs - SENDING_LONG_MS),
  ]);
  const count = Math.max(overdue, sendingLong);
  return count > 0 ? [{ kind: 'slow-payouts', count }] : [];
}

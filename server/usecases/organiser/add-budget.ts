import { CHANNEL_RULES } from '../../../miniprogram/shared/channels';
import type { OrganiserCampaign } from '../../../miniprogram/shared/contract/organiser-campaign';
import { checkSplit } from '../../../miniprogram/shared/feasibility';
import { type Failure, failure, type Result, success } from '../../../miniprogram/shared/result';
import { failureOf } from '../../domain/failures';
import { invariant } from '../../domain/invariant';
import { organiserCampaign } from '../../domain/organiser-view';
import type { BudgetAddition, CampaignRecord } from '../../domain/records';
import { shardCountFor } from '../../domain/shards';
import { ADDITIONS_MOST, additionSeedSource } from '../../domain/tranches';
import { setAside } from '../funding/set-aside';
import { addAuditEntry } from '../stores/audit';
import { beginAddition, campaignById, finishAddition } from '../stores/campaigns';
import type { OrganiserTools, Tools } from '../tools';
import { ownCampaign } from './own-campaign';
import { storeMissingShards } from './prepare-pool';

/** The campaign's new totals, not what is added: the organiser says where it shall end up. */
export interface AddBudgetRequest {
  readonly campaignId: string;
  readonly totalFen: number;
  readonly packetCount: number;
  readonly requestId: string;
}

/**
 * Adds packets to a running campaign. The added part is split on its own between the campaign's
 * bounds; packets that are there already keep their amounts and places, so a total can only grow.
 * Safe to repeat with the same requestId.
 *
 * One conditional update makes the funds grow and records the addition; then its shards are stored;
 * then claims are pointed at them. A crash in between is finished by the campaign clock, or by
 * whoever asks next.
 *
 * The first of these that applies: NOT_FOUND, NOT_PUBLISHED, BUDGET_BELOW_PUBLISHED (F-72),
 * BUDGET_ADDED_TOO_OFTEN, what `checkSplit` says about all packets and then about the added ones,
 * those of `setAside`, BUSY (somebody else changed the campaign at this moment).
 */
export async function addBudget(
  tools: OrganiserTools,
  openid: string,
  request: AddBudgetRequest,
): Promise<Result<OrganiserCampaign>> {
  const { documents } = tools;
  const found = await ownCampaign(tools, openid, request.campaignId);
  if (!found.ok) return found;
  const campaign = await finishAddedBudget(tools, found.value);
  const isRepeat = campaign.additions?.some((known) => known.requestId === request.requestId);
  if (isRepeat) return success(organiserCampaign(campaign));
  if (campaign.state !== 'published' && campaign.state !== 'paused') {
    return failure('NOT_PUBLISHED');
  }
  const refusal = refusalToAdd(campaign, request);
  if (refusal) return { ok: false, failure: refusal };
  const budget = await setAside(tools, campaign, request.totalFen);
  if (!budget.ok) return budget;

  const addition = additionOf(tools, openid, campaign, request);
  const { split } = campaign.draft;
  await addAuditEntry(documents, {
    id: `${campaign._id}.add-budget.${request.requestId}`,
    campaignId: campaign._id,
    atMs: addition.atMs,
    who: addition.who,
    action: 'add-budget',
    before: { totalFen: split.totalFen, packetCount: split.packetCount },
    after: { totalFen: request.totalFen, packetCount: request.packetCount },
  });
  await beginAddition(documents, campaign, addition);
  const begun = await campaignById(documents, campaign._id);
  if (!begun?.additions?.some((known) => known.requestId === request.requestId)) {
    return failure('BUSY');
  }
  return success(organiserCampaign(await finishAddedBudget(tools, begun)));
}

/** Brings an addition that was begun to its end; a campaign without one is returned as it is. */
export async function finishAddedBudget(
  tools: Tools,
  campaign: CampaignRecord,
): Promise<CampaignRecord> {
  const last = campaign.additions?.at(-1);
  if (!campaign.additionOpen || !last) return campaign;
  await storeMissingShards(tools, campaign, last.firstShardNo);
  await finishAddition(tools.documents, campaign, last.firstShardNo + last.shardCount);
  const finished = await campaignById(tools.documents, campaign._id);
  invariant(finished !== null, 'INV-04', `campaign ${campaign._id} is missing`);
  return finished;
}

function refusalToAdd(campaign: CampaignRecord, request: AddBudgetRequest): Failure | null {
  const { split } = campaign.draft;
  const isLess = request.totalFen < split.totalFen || request.packetCount < split.packetCount;
  if (isLess) {
    const facts = { leastFen: split.totalFen, leastCount: split.packetCount };
    return failureOf('BUDGET_BELOW_PUBLISHED', facts);
  }
  if ((campaign.additions?.length ?? 0) >= ADDITIONS_MOST) {
    return failureOf('BUDGET_ADDED_TOO_OFTEN', { most: ADDITIONS_MOST });
  }
  const whole = { ...split, totalFen: request.totalFen, packetCount: request.packetCount };
  const added = {
    ...split,
    totalFen: request.totalFen - split.totalFen,
    packetCount: request.packetCount - split.packetCount,
  };
  const channel = CHANNEL_RULES[campaign.draft.channel];
  return checkSplit(whole, channel) ?? checkSplit(added, channel);
}

function additionOf(
  tools: OrganiserTools,
  openid: string,
  campaign: CampaignRecord,
  request: AddBudgetRequest,
): BudgetAddition {
  const { seed, draft, shardCount, additions = [], _id } = campaign;
  invariant(seed !== null, 'INV-04', `campaign ${_id} has no seed`);
  const no = additions.length + 1;
  const packetCount = request.packetCount - draft.split.packetCount;
  return {
    no,
    requestId: request.requestId,
    totalFen: request.totalFen - draft.split.totalFen,
    packetCount,
    seed: tools.fingerprint(additionSeedSource(seed, no)),
    firstShardNo: shardCount,
    shardCount: shardCountFor(packetCount),
    atMs: tools.clock(),
    who: tools.names.playerCode(openid),
  };
}

import type { OrganiserCampaign } from '../../../miniprogram/shared/contract/organiser-campaign';
import { checkDraft } from '../../../miniprogram/shared/draft-check';
import type { Failure } from '../../../miniprogram/shared/result';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { failureOf } from '../../domain/failures';
import { bytesToHex } from '../../domain/hex';
import { organiserCampaign } from '../../domain/organiser-view';
import type { CampaignRecord } from '../../domain/records';
import { shardCountFor } from '../../domain/shards';
import { setAside } from '../funding/set-aside';
import { addAuditEntry } from '../stores/audit';
import { beginPreparing, campaignById } from '../stores/campaigns';
import type { OrganiserTools } from '../tools';
import { ownCampaign } from './own-campaign';
import { preparePool } from './prepare-pool';

const SEED_BYTES = 32;

/** Texts that players read; the platform's own check decides about each. */
const CHECKED_TEXTS = ['title', 'senderName', 'greeting'] as const;

/**
 * Checks everything again, stores the whole split, then opens. Safe to repeat after any failure: the
 * seed is drawn once, so the packets are the same ones.
 *
 * The first of these that applies: NOT_FOUND, NOT_A_DRAFT (ended), STALE_REVISION, the draft's own
 * problems in the order of `checkDraft`, CHANNEL_NOT_READY, TEXT_REFUSED, TEXT_CHECK_UNAVAILABLE,
 * those of `setAside`, BUSY (its budget was taken back at this moment).
 */
export async function publish(
  tools: OrganiserTools,
  openid: string,
  request: { campaignId: string; revision: number },
): Promise<Result<OrganiserCampaign>> {
  const found = await ownCampaign(tools, openid, request.campaignId);
  if (!found.ok) return found;
  const campaign = found.value;
  if (campaign.state === 'ended') return failure('NOT_A_DRAFT');
  if (campaign.revision !== request.revision) return failure('STALE_REVISION');
  if (campaign.state === 'published') return success(organiserCampaign(campaign));

  if (campaign.state === 'draft') {
    const refusal = await refusalToPublish(tools, openid, campaign);
    if (refusal) return { ok: false, failure: refusal };
    const budget = await setAside(tools, campaign, campaign.draft.split.totalFen);
    if (!budget.ok) return budget;
    await drawSeed(tools, openid, campaign);
  }
  const preparing = await campaignById(tools.documents, campaign._id);
  if (!preparing) return failure('NOT_FOUND');
  if (preparing.revision !== request.revision) return failure('STALE_REVISION');
  if (preparing.state === 'draft') return failure('BUSY');
  return success(organiserCampaign(await preparePool(tools, preparing)));
}

async function refusalToPublish(
  tools: OrganiserTools,
  openid: string,
  campaign: CampaignRecord,
): Promise<Failure | null> {
  const [problem] = checkDraft(campaign.draft, tools.clock());
  if (problem) return problem.failure;
  const { channel } = campaign.draft;
  const [missing] = tools.channelReadiness().find((one) => one.channel === channel)?.missing ?? [];
  if (missing !== undefined) return failureOf('CHANNEL_NOT_READY', { field: 'channel', missing });
  const verdicts = await Promise.all(
    CHECKED_TEXTS.map((field) => tools.textCheck(campaign.draft[field], openid)),
  );
  const refused = verdicts.indexOf('refused');
  if (refused >= 0) return failureOf('TEXT_REFUSED', { field: CHECKED_TEXTS[refused]! });
  return verdicts.includes('unavailable') ? failureOf('TEXT_CHECK_UNAVAILABLE') : null;
}

/** draft → preparing; whoever comes first decides the seed, and everybody goes on with that one. */
async function drawSeed(
  tools: OrganiserTools,
  openid: string,
  campaign: CampaignRecord,
): Promise<void> {
  const { documents, fingerprint } = tools;
  const seed = bytesToHex(tools.randomBytes(SEED_BYTES));
  const { draft, revision, _id: campaignId } = campaign;
  await addAuditEntry(documents, {
    id: `${campaignId}.publish.${revision}`,
    campaignId,
    atMs: tools.clock(),
    who: tools.names.playerCode(openid),
    action: 'publish',
    before: { state: campaign.state },
    after: { state: 'published', split: draft.split },
  });
  await beginPreparing(documents, campaign, {
    seed,
    seedHash: fingerprint(seed),
    shardCount: shardCountFor(draft.split.packetCount),
  });
}

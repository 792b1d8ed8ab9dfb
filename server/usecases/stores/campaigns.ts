/*
 * Campaign documents. A draft changes; from publishing on only the state, its dates, the greeting,
 * the end and, upwards, the budget do.
 */

import { DAY_MS } from '../../../miniprogram/shared/beijing-time';
import type { CampaignDraft } from '../../../miniprogram/shared/campaign';
import type { BudgetAddition, CampaignRecord } from '../../domain/records';
import type { Documents, Guard } from '../../ports/documents';
import { type NewestFirst, newestFirst } from './newest-first';

/** Never cuts a list that somebody scrolls through; far above what runs at the same time. */
const OPEN_CAMPAIGNS_MOST = 100;
const UPCOMING_MS = 7 * DAY_MS;

export function campaignById(documents: Documents, id: string): Promise<CampaignRecord | null> {
  return documents.get('campaigns', id);
}

/** False when this campaign exists already: the request was a repeat. */
export function insertDraft(documents: Documents, campaign: CampaignRecord): Promise<boolean> {
  return documents.insert('campaigns', campaign);
}

/** False when it is no draft any more or somebody else saved in between. */
export function replaceDraft(
  documents: Documents,
  campaign: CampaignRecord,
  draft: CampaignDraft,
  requestId: string,
): Promise<boolean> {
  return documents.update(
    'campaigns',
    campaign._id,
    { state: 'draft', revision: campaign.revision },
    { set: { draft, requestId, endAtMs: draft.endAtMs }, inc: { revision: 1 } },
  );
}

export function removeDraft(documents: Documents, id: string): Promise<boolean> {
  return documents.remove('campaigns', id, { state: 'draft' });
}

/**
 * Changes nothing that anybody sees, but whoever read the draft before cannot begin to publish it.
 * False when it is no draft any more or somebody else was faster.
 */
export function touchDraft(documents: Documents, campaign: CampaignRecord): Promise<boolean> {
  return documents.update(
    'campaigns',
    campaign._id,
    { state: 'draft', rev: campaign.rev },
    { set: { endAtMs: campaign.endAtMs } },
  );
}

export interface Preparation {
  readonly seed: string;
  readonly seedHash: string;
  readonly shardCount: number;
}

/**
 * draft → preparing. From here the split is decided; false when the draft changed meanwhile, or was
 * touched: then what was set aside for it may be gone.
 */
export function beginPreparing(
  documents: Documents,
  campaign: CampaignRecord,
  { seed, seedHash, shardCount }: Preparation,
): Promise<boolean> {
  return documents.update(
    'campaigns',
    campaign._id,
    { state: 'draft', revision: campaign.revision, rev: campaign.rev },
    { set: { state: 'preparing', seed, seedHash, shardCount } },
  );
}

/** preparing → published. False when another run has done it. */
export function openCampaign(documents: Documents, id: string, atMs: number): Promise<boolean> {
  return documents.update(
    'campaigns',
    id,
    { state: 'preparing' },
    { set: { state: 'published', publishedAtMs: atMs, auditDueAtMs: atMs + DAY_MS } },
  );
}

/** A campaign that can be played or goes on later; only such a one is changed, paused or ended. */
const RUNNING = { in: ['published', 'paused'] } as const;

/**
 * published or paused → ended: no further round starts. False when it is neither, or while added
 * budget is being stored: a shard that is stored after the pool was closed would be open again.
 */
export function endCampaign(
  documents: Documents,
  id: string,
  atMs: number,
  still: Guard = {},
): Promise<boolean> {
  return documents.update(
    'campaigns',
    id,
    { ...still, state: RUNNING, additionOpen: { not: true } },
    { set: { state: 'ended', endedAtMs: atMs } },
  );
}

/** The same at its window's end, unless that was moved since the campaign was read. */
export function endAtItsEnd(
  documents: Documents,
  { _id, endAtMs }: CampaignRecord,
): Promise<boolean> {
  return endCampaign(documents, _id, endAtMs, { endAtMs });
}

/** published ⇄ paused. False when it is in neither of the two, or there already. */
export function setPaused(documents: Documents, id: string, paused: boolean): Promise<boolean> {
  const [from, to] = paused ? ['published', 'paused'] : ['paused', 'published'];
  return documents.update('campaigns', id, { state: from! }, { set: { state: to } });
}

/** What may change while a campaign runs; false when somebody else changed it first. */
export function changeRunning(
  documents: Documents,
  campaign: CampaignRecord,
  { greeting, endAtMs }: { readonly greeting: string; readonly endAtMs: number },
): Promise<boolean> {
  return documents.update(
    'campaigns',
    campaign._id,
    { state: RUNNING, revision: campaign.revision },
    {
      set: { 'draft.greeting': greeting, 'draft.endAtMs': endAtMs, endAtMs },
      inc: { revision: 1 },
    },
  );
}

/** Funds and split grow at once, the shards follow; false when anybody changed the campaign since. */
export function beginAddition(
  documents: Documents,
  campaign: CampaignRecord,
  addition: BudgetAddition,
): Promise<boolean> {
  return documents.update(
    'campaigns',
    campaign._id,
    { state: RUNNING, rev: campaign.rev, additionOpen: { not: true } },
    {
      set: { additionOpen: true },
      inc: {
        'draft.split.totalFen': addition.totalFen,
        'draft.split.packetCount': addition.packetCount,
      },
      push: { additions: [addition] },
    },
  );
}

/** Every shard is stored: from here claims are pointed at the new ones as well. */
export function finishAddition(
  documents: Documents,
  campaign: CampaignRecord,
  shardCount: number,
): Promise<boolean> {
  return documents.update(
    'campaigns',
    campaign._id,
    // The count only grows, so it names this addition; pausing in between is no reason to wait.
    { additionOpen: true, 'draft.split.packetCount': campaign.draft.split.packetCount },
    { set: { additionOpen: false, shardCount } },
  );
}

export function markPoolClosed(documents: Documents, id: string): Promise<boolean> {
  return documents.update('campaigns', id, { state: 'ended' }, { set: { shardsClosed: true } });
}

/** Published campaigns that run or start within seven days, the next one first. */
export function openAndUpcoming(documents: Documents, nowMs: number): Promise<CampaignRecord[]> {
  return documents.find(
    'campaigns',
    {
      state: 'published',
      endAtMs: { gt: nowMs },
      'draft.startAtMs': { lt: nowMs + UPCOMING_MS },
    },
    {
      orderBy: [
        ['draft.startAtMs', 'asc'],
        ['_id', 'asc'],
      ],
      limit: OPEN_CAMPAIGNS_MOST,
    },
  );
}

export function campaignsOf(
  documents: Documents,
  organiserOpenid: string,
  page: NewestFirst,
): Promise<{ rows: CampaignRecord[]; nextCursor: string | null }> {
  return newestFirst(documents, 'campaigns', { organiserOpenid }, 'createdAtMs', page);
}

/** What the campaign clock has to look at, oldest end first. */
export function publishedPastTheirEnd(
  documents: Documents,
  nowMs: number,
  limit: number,
): Promise<CampaignRecord[]> {
  return documents.find(
    'campaigns',
    { state: RUNNING, endAtMs: { lte: nowMs } },
    { orderBy: [['endAtMs', 'asc']], limit },
  );
}

export function endedWithOpenPool(documents: Documents, limit: number): Promise<CampaignRecord[]> {
  return documents.find(
    'campaigns',
    { state: 'ended', shardsClosed: false },
    { orderBy: [['endAtMs', 'asc']], limit },
  );
}

export function withOpenAddition(documents: Documents, limit: number): Promise<CampaignRecord[]> {
  return documents.find('campaigns', { state: RUNNING, additionOpen: true }, { limit });
}

/** Campaigns that the auditor has to look at, the longest waiting first. */
export function dueForAudit(
  documents: Documents,
  nowMs: number,
  limit: number,
): Promise<CampaignRecord[]> {
  return documents.find(
    'campaigns',
    { auditDueAtMs: { lte: nowMs } },
    { orderBy: [['auditDueAtMs', 'asc']], limit },
  );
}

export function setAuditDue(documents: Documents, id: string, auditDueAtMs: number) {
  return documents.update('campaigns', id, {}, { set: { auditDueAtMs } });
}

export function stillPreparing(documents: Documents, limit: number): Promise<CampaignRecord[]> {
  return documents.find('campaigns', { state: 'preparing' }, { limit });
}

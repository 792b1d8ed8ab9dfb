/* Campaign documents. A draft changes; from publishing on only `state` and its dates do. */

import { DAY_MS } from '../../../miniprogram/shared/beijing-time';
import type { CampaignDraft } from '../../../miniprogram/shared/campaign';
import type { CampaignRecord } from '../../domain/records';
import type { Documents } from '../../ports/documents';
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

export interface Preparation {
  readonly seed: string;
  readonly seedHash: string;
  readonly shardCount: number;
}

/** draft → preparing. From here the split is decided; false when the draft changed meanwhile. */
export function beginPreparing(
  documents: Documents,
  campaign: CampaignRecord,
  { seed, seedHash, shardCount }: Preparation,
): Promise<boolean> {
  return documents.update(
    'campaigns',
    campaign._id,
    { state: 'draft', revision: campaign.revision },
    { set: { state: 'preparing', seed, seedHash, shardCount } },
  );
}

/** preparing → published. False when another run has done it. */
export function openCampaign(documents: Documents, id: string, atMs: number): Promise<boolean> {
  return documents.update(
    'campaigns',
    id,
    { state: 'preparing' },
    { set: { state: 'published', publishedAtMs: atMs } },
  );
}

/** published → ended: no further round starts. False when it is not published. */
export function endCampaign(documents: Documents, id: string, atMs: number): Promise<boolean> {
  return documents.update(
    'campaigns',
    id,
    { state: 'published' },
    { set: { state: 'ended', endedAtMs: atMs } },
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
    { state: 'published', endAtMs: { lte: nowMs } },
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

export function stillPreparing(documents: Documents, limit: number): Promise<CampaignRecord[]> {
  return documents.find('campaigns', { state: 'preparing' }, { limit });
}

import type { CampaignRecord } from '../domain/records';
import type { Clock } from '../ports/clock';
import type { Documents } from '../ports/documents';
import { campaignById } from './stores/campaigns';
import { packetsLeft } from './stores/pool';

/** A player may see a campaign's state this late, and the count of packets left. */
const STATE_TTL_MS = 2_000;
/** The greeting may change while a campaign runs; new claims carry it this much later at most. */
const RULES_TTL_MS = 60_000;
const ENTRIES_MOST = 200;

export interface CampaignCache {
  /** At most 2 s old; for whether a round may start, and for showing. */
  recent(campaignId: string): Promise<CampaignRecord | null>;
  /** At most a minute old; for what is frozen at publishing: how rounds are dealt and judged. */
  frozen(campaignId: string): Promise<CampaignRecord | null>;
  /** Places that nobody has taken, at most 2 s old. */
  packetsLeft(campaign: CampaignRecord): Promise<number>;
}

interface Entry<T> {
  readonly value: T;
  readonly readAtMs: number;
}

/**
 * Remembers published campaigns within one instance, so that a claim does not read its campaign.
 * A stale entry does no harm: the game's rules are frozen at publishing, and whether packets are left
 * is decided by the pool alone, whose shards are closed when a campaign ends.
 */
export function campaignCache(documents: Documents, clock: Clock): CampaignCache {
  const campaigns = new Map<string, Entry<CampaignRecord>>();
  const left = new Map<string, Entry<number>>();

  function isRecent(entry: Entry<unknown>, ttlMs = STATE_TTL_MS): boolean {
    return clock() - entry.readAtMs < ttlMs;
  }

  async function read(campaignId: string): Promise<CampaignRecord | null> {
    const campaign = await campaignById(documents, campaignId);
    if (campaign && hasPool(campaign)) remember(campaigns, campaignId, campaign, clock());
    return campaign;
  }

  return {
    async recent(campaignId) {
      const entry = campaigns.get(campaignId);
      return entry && isRecent(entry) ? entry.value : read(campaignId);
    },

    async frozen(campaignId) {
      const entry = campaigns.get(campaignId);
      return entry && isRecent(entry, RULES_TTL_MS) ? entry.value : read(campaignId);
    },

    async packetsLeft(campaign) {
      // Before publishing nothing is taken, and what is stored of the pool may be a part of it.
      if (!hasPool(campaign)) return campaign.draft.split.packetCount;
      const campaignId = campaign._id;
      const entry = left.get(campaignId);
      if (entry && isRecent(entry)) return entry.value;
      const counted = (await packetsLeft(documents, [campaignId])).get(campaignId) ?? 0;
      remember(left, campaignId, counted, clock());
      return counted;
    },
  };
}

function hasPool({ state }: CampaignRecord): boolean {
  return state === 'published' || state === 'paused' || state === 'ended';
}

function remember<T>(entries: Map<string, Entry<T>>, id: string, value: T, readAtMs: number): void {
  entries.delete(id);
  entries.set(id, { value, readAtMs });
  const oldest = entries.keys().next();
  if (entries.size > ENTRIES_MOST && !oldest.done) entries.delete(oldest.value);
}

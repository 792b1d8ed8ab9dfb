/*
 * A campaign's packets come in tranches: the first at publishing, one more whenever budget is added.
 * Each is split on its own and never changes afterwards; together they are `draft.split`, which
 * grows with them.
 */
import type { SplitChoice } from '../../miniprogram/shared/campaign';
import { invariant } from './invariant';
import type { CampaignRecord } from './records';

export interface Tranche {
  /** Hex, 32 bytes. */
  readonly seed: string;
  readonly split: SplitChoice;
  readonly firstShardNo: number;
}

/** Keeps the pool's shards within one page, however small the additions are. */
export const ADDITIONS_MOST = 50;

/** All tranches of a campaign whose seed is drawn, in the order of their shards. */
export function tranchesOf(campaign: CampaignRecord): Tranche[] {
  const { seed, draft, additions = [] } = campaign;
  invariant(seed !== null, 'INV-04', `campaign ${campaign._id} has no seed`);
  const addedFen = additions.reduce((sum, addition) => sum + addition.totalFen, 0);
  const addedCount = additions.reduce((sum, addition) => sum + addition.packetCount, 0);
  const first: SplitChoice = {
    ...draft.split,
    totalFen: draft.split.totalFen - addedFen,
    packetCount: draft.split.packetCount - addedCount,
  };
  return [
    { seed, split: first, firstShardNo: 0 },
    ...additions.map(({ totalFen, packetCount, seed: own, firstShardNo }) => ({
      seed: own,
      split: { ...draft.split, totalFen, packetCount },
      firstShardNo,
    })),
  ];
}

/**
 * What the seed of addition `no` (1, 2, 3 …) is the SHA-256 of: the campaign's own seed, followed by
 * the number in four bytes. Whoever learns the campaign's seed at the end can check every tranche,
 * and nobody could choose a seed after the hash was published.
 */
export function additionSeedSource(campaignSeed: string, no: number): string {
  return campaignSeed + no.toString(16).padStart(8, '0');
}

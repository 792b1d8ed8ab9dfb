import { PAYMENT_STEPS } from '../../miniprogram/shared/payment';
import { assertClaimBooks } from '../../server/domain/claim-steps';
import type {
  CampaignRecord,
  ClaimRecord,
  ClaimStep,
  ParticipationRecord,
  PoolShardRecord,
} from '../../server/domain/records';
import { assertShard, sumOf } from '../../server/domain/shards';
import type { CollectionName, Doc, Documents, Guard } from '../../server/ports/documents';

export interface Money {
  readonly claims: readonly ClaimRecord[];
  readonly shards: readonly PoolShardRecord[];
  readonly participations: readonly ParticipationRecord[];
  /** Claims that hold a packet. */
  readonly won: readonly ClaimRecord[];
}

/**
 * Reads everything a campaign stored and checks what must hold at every instant (INV-01, 02, 06, 07,
 * 08, 11, 15). Throws with the number of the broken rule.
 */
export async function moneyOf(documents: Documents, campaignId: string): Promise<Money> {
  const limit = 1000;
  const campaign = (await documents.get<CampaignRecord>('campaigns', campaignId))!;
  const { split, packetsPerPlayer } = campaign.draft;
  const claims = await claimsIn(documents, campaignId);
  const shards = await documents.find<PoolShardRecord>('pool_shards', { campaignId }, { limit });
  const participations = await page<ParticipationRecord>(documents, 'participations', {
    campaignId,
  });

  if (campaign.state !== 'draft' && campaign.state !== 'preparing') {
    const amounts = shards.flatMap((shard) => shard.amountsFen);
    must(amounts.length === split.packetCount, 'INV-01 count');
    must(sumOf(amounts) === split.totalFen, 'INV-01 sum');
    must(
      amounts.every((fen) => fen >= split.minFen && fen <= split.maxFen),
      'INV-02',
    );
  }
  for (const shard of shards) assertShard(shard);

  const takers = shards.flatMap((shard) => shard.takers);
  must(new Set(takers).size === takers.length, 'INV-06 one claim took two places');
  const won = claims.filter((claim) => claim.step !== 'TAKING' && claim.step !== 'NONE_LEFT');
  const places = won.map((claim) => `${claim.shardNo}/${claim.placeNo}`);
  must(new Set(places).size === places.length, 'INV-06 one packet has two claims');
  must(won.length <= split.packetCount, 'INV-07 count');
  must(sumOf(won.map((claim) => claim.amountFen)) <= split.totalFen, 'INV-07 sum');

  for (const claim of claims) assertClaimBooks(claim);
  for (const claim of won) {
    const shard = shards.find(({ shardNo }) => shardNo === claim.shardNo)!;
    must(shard.takers[claim.placeNo] === claim._id, `INV-06 ${claim._id} is not at its place`);
    must(shard.amountsFen[claim.placeNo] === claim.amountFen, `INV-11 ${claim._id}`);
  }
  for (const { openid } of participations) {
    const mine = won.filter((claim) => claim.openid === openid);
    must(mine.length <= packetsPerPlayer, 'INV-08');
  }
  // INV-15: what is not taken, what is taken and not yet posted, and what is posted, is everything.
  const untakenFen = sumOf(shards.flatMap((shard) => shard.amountsFen.slice(shard.taken)));
  const posted = new Set(won.map((claim) => claim._id));
  const takingFen = sumOf(
    shards.flatMap((shard) =>
      shard.takers.flatMap((id, placeNo) =>
        posted.has(id) ? [] : (shard.amountsFen[placeNo] ?? 0),
      ),
    ),
  );
  const postedFen = sumOf(won.map((claim) => claim.postings[0]?.amountFen ?? 0));
  if (shards.length > 0 && campaign.state !== 'preparing') {
    must(untakenFen + takingFen + postedFen === split.totalFen, 'INV-15');
  }
  return { claims, shards, participations, won };
}

async function claimsIn(documents: Documents, campaignId: string): Promise<ClaimRecord[]> {
  const steps: ClaimStep[] = ['TAKING', 'NONE_LEFT', ...PAYMENT_STEPS];
  const pages = steps.map((step) => page<ClaimRecord>(documents, 'claims', { campaignId, step }));
  return (await Promise.all(pages)).flat();
}

async function page<D extends Doc>(
  documents: Documents,
  collection: CollectionName,
  where: Guard,
): Promise<D[]> {
  const rows = await documents.find<D>(collection, where, { limit: 1000 });
  must(rows.length < 1000 || collection === 'participations', 'a test world with too many claims');
  return rows;
}

function must(holds: boolean, rule: string): void {
  if (!holds) throw new Error(rule);
}

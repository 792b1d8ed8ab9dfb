/* Every S invariant, called after every committed write with the document as it was and as it is. */
import type {
  AuditRecord,
  BillRecord,
  CampaignRecord,
  ClaimRecord,
  ParticipationRecord,
  PoolShardRecord,
} from '../../../server/domain/records';
import type { WriteWatcher } from '../engine/documents';
import type { Judge } from '../judge';
import type { Mirror } from '../mirror';
import type { Provider } from '../provider';
import { campaignRules } from './campaigns';
import { claimRules } from './claims';
import { participationRules } from './participations';
import { type PoolRules, poolRules } from './pool';
import { type SendRules, sendRules } from './sends';

export interface Invariants {
  readonly watch: WriteWatcher;
  readonly pool: PoolRules;
  readonly sends: SendRules;
}

export function invariantsOf(
  judge: Judge,
  mirror: Mirror,
  sends: SendRules,
  provider: Provider,
  nowMs: () => number,
): Invariants {
  const pool = poolRules(judge, mirror, nowMs);
  const claims = claimRules(judge, mirror, pool, provider);
  const participations = participationRules(judge, mirror);
  const campaigns = campaignRules(judge, mirror, pool.opened);

  return {
    pool,
    sends,
    watch(actor, collection, id, after) {
      const before = mirror.note(collection, id, after);
      switch (collection) {
        case 'campaigns':
          return campaigns.written(
            actor,
            before as CampaignRecord | null,
            after as CampaignRecord | null,
          );
        case 'pool_shards':
          return pool.written(before as PoolShardRecord | null, after as PoolShardRecord | null);
        case 'participations':
          return participations.written(
            actor,
            before as ParticipationRecord | null,
            after as ParticipationRecord | null,
          );
        case 'claims':
          return claims.written(actor, before as ClaimRecord | null, after as ClaimRecord | null);
        case 'bills':
          return sends.billStored(before as BillRecord | null, after as BillRecord | null);
        case 'audit_entries':
          return campaigns.audited(before as AuditRecord | null, after as AuditRecord | null);
        case 'identities':
        case 'send_budgets':
        case 'merchant_states':
          return;
      }
    },
  };
}

export { sendRules };
